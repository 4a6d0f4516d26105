"""What others may ask of the frameworks room. Published versions are public; every answer says which version it is.

Every function has a fixed, small number of queries, whatever the size of the framework.
"""

from waymark.frameworks.queries.addresses import address, resolve
from waymark.frameworks.queries.documents import difference, document
from waymark.frameworks.queries.draft_scales import scale_id, scale_levels, scale_shown, scales_in_use
from waymark.frameworks.queries.draft_skills import (
    hanging,
    scale_choices,
    skill_place,
    skill_shown,
    skill_tree,
    skill_wording_id,
    skills_removed,
)
from waymark.frameworks.queries.drafts import (
    draft,
    may_author,
    newest_version,
    professions_of_author,
    slug_taken,
    workbench,
)
from waymark.frameworks.queries.editing import details_shown
from waymark.frameworks.queries.findables import findables
from waymark.frameworks.queries.grids import grid
from waymark.frameworks.queries.planning import plan_import, refuse_the_same_files, seen_of
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
from waymark.frameworks.queries.skills import (
    skill,
    skill_of_version,
    skill_pages,
    skill_rows,
    skill_wordings,
    skills_a_to_z,
)
from waymark.frameworks.queries.unsaved import unsaved
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
    "all_role_levels",
    "behaviours_role_level_for_band",
    "counts",
    "counts_of",
    "current_for_profession",
    "current_role_level_refs",
    "current_versions",
    "details_shown",
    "difference",
    "document",
    "draft",
    "findables",
    "framework",
    "grid",
    "hanging",
    "may_author",
    "newest_version",
    "plan_import",
    "professions_of_author",
    "refuse_the_same_files",
    "resolve",
    "role",
    "role_level",
    "role_level_by_id",
    "role_level_ref",
    "role_level_refs",
    "role_level_refs_of_roles",
    "role_levels_in_version",
    "scale_choices",
    "scale_id",
    "scale_levels",
    "scale_shown",
    "scales_in_use",
    "seen_of",
    "skill",
    "skill_of_version",
    "skill_pages",
    "skill_place",
    "skill_rows",
    "skill_shown",
    "skill_tree",
    "skill_wording_id",
    "skill_wordings",
    "skills_a_to_z",
    "skills_removed",
    "slug_taken",
    "unsaved",
    "version",
    "version_by_id",
    "versions_of",
    "workbench",
]
