"""What others may ask of the frameworks room. Published versions are public; every answer says which version it is.

Every function has a fixed, small number of queries, whatever the size of the framework.
"""

from waymark.frameworks.queries.addresses import address, resolve
from waymark.frameworks.queries.crosswalk_tables import crosswalk_table, to_relate
from waymark.frameworks.queries.crosswalks import KINDS as CROSSWALK_KINDS
from waymark.frameworks.queries.crosswalks import known_elsewhere, same_skills
from waymark.frameworks.queries.digests import content_digest, content_digest_since
from waymark.frameworks.queries.documents import difference, document
from waymark.frameworks.queries.drafts import (
    draft,
    drafts_read,
    drafts_written,
    frameworks_written,
    may_author,
    readers,
    workbench,
)
from waymark.frameworks.queries.findables import findables
from waymark.frameworks.queries.grids import grid
from waymark.frameworks.queries.lint import FINDING_KINDS, findings, in_words, kind_in_words, newest_version
from waymark.frameworks.queries.passages import (
    SKILLS_ON_A_PAGE,
    passage,
    passages,
    reading,
    skills_to_read,
    why_not_these_words,
)
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
from waymark.frameworks.queries.scale_tables import (
    Between,
    between,
    counts_as,
    equivalence,
    equivalences,
    equivalences_from,
    frameworks_equated,
    ladders_in_use,
    level_titles,
    oddities,
    suggest_counts_as,
)
from waymark.frameworks.queries.scales import skills_on_scales
from waymark.frameworks.queries.skills import skill, skill_pages, skill_rows, skill_wordings, skills_a_to_z
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
    "CROSSWALK_KINDS",
    "FINDING_KINDS",
    "SKILLS_ON_A_PAGE",
    "Between",
    "address",
    "all_role_levels",
    "behaviours_role_level_for_band",
    "between",
    "content_digest",
    "content_digest_since",
    "counts",
    "counts_as",
    "counts_of",
    "crosswalk_table",
    "current_for_profession",
    "current_role_level_refs",
    "current_versions",
    "difference",
    "document",
    "draft",
    "drafts_read",
    "drafts_written",
    "equivalence",
    "equivalences",
    "equivalences_from",
    "findables",
    "findings",
    "framework",
    "frameworks_equated",
    "frameworks_written",
    "grid",
    "in_words",
    "kind_in_words",
    "known_elsewhere",
    "ladders_in_use",
    "level_titles",
    "may_author",
    "newest_version",
    "oddities",
    "passage",
    "passages",
    "plan_import",
    "readers",
    "reading",
    "refuse_the_same_files",
    "resolve",
    "role",
    "role_level",
    "role_level_by_id",
    "role_level_ref",
    "role_level_refs",
    "role_level_refs_of_roles",
    "role_levels_in_version",
    "same_skills",
    "skill",
    "skill_pages",
    "skill_rows",
    "skill_wordings",
    "skills_a_to_z",
    "skills_on_scales",
    "skills_to_read",
    "suggest_counts_as",
    "to_relate",
    "version",
    "version_by_id",
    "versions_of",
    "why_not_these_words",
    "workbench",
]
