"""What others may ask of the frameworks room. Published versions are public; every answer says which version it is.

Every function has a fixed, small number of queries, whatever the size of the framework.
"""

from waymark.frameworks.queries.addresses import address, resolve
from waymark.frameworks.queries.digests import content_digest
from waymark.frameworks.queries.documents import difference, document
from waymark.frameworks.queries.drafts import (
    draft,
    drafts_read,
    drafts_written,
    frameworks_written,
    may_author,
    version_before,
    versions_read,
    versions_released,
    versions_written,
    workbench,
)
from waymark.frameworks.queries.findables import findables
from waymark.frameworks.queries.grids import grid
from waymark.frameworks.queries.planning import plan_import, refuse_the_same_files
from waymark.frameworks.queries.role_levels import (
    BEHAVIOURS,
    all_role_levels,
    behaviours_role_level_for_band,
    current_role_level_refs,
    role_level,
    role_level_by_id,
    role_level_ref,
    role_level_refs,
    role_level_refs_of_roles,
    role_levels_in_version,
)
from waymark.frameworks.queries.roles import role
from waymark.frameworks.queries.skills import skill, skill_pages, skill_rows, skill_wordings, skills_a_to_z
from waymark.frameworks.queries.successors import (
    left_out,
    left_out_one,
    replacements,
    replacements_said,
    successor_options,
)
from waymark.frameworks.queries.touching import affecting, touched, touched_and_difference
from waymark.frameworks.queries.versions import (
    counts,
    counts_of,
    current_for_profession,
    current_versions,
    framework,
    version,
    version_by_id,
    versions_of,
)

__all__ = [
    "BEHAVIOURS",
    "address",
    "affecting",
    "all_role_levels",
    "behaviours_role_level_for_band",
    "content_digest",
    "counts",
    "counts_of",
    "current_for_profession",
    "current_role_level_refs",
    "current_versions",
    "difference",
    "document",
    "draft",
    "drafts_read",
    "drafts_written",
    "findables",
    "framework",
    "frameworks_written",
    "grid",
    "left_out",
    "left_out_one",
    "may_author",
    "plan_import",
    "refuse_the_same_files",
    "replacements",
    "replacements_said",
    "resolve",
    "role",
    "role_level",
    "role_level_by_id",
    "role_level_ref",
    "role_level_refs",
    "role_level_refs_of_roles",
    "role_levels_in_version",
    "skill",
    "skill_pages",
    "skill_rows",
    "skill_wordings",
    "skills_a_to_z",
    "successor_options",
    "touched",
    "touched_and_difference",
    "version",
    "version_before",
    "version_by_id",
    "versions_of",
    "versions_read",
    "versions_released",
    "versions_written",
    "workbench",
]
