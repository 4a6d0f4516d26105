"""Career frameworks: what good looks like in every role.

Nouns: Framework and its versions; JobFamily > Role > RoleLevel; Skill with LevelDescriptors on a Scale; Requirement
and choose-n Choice. Families, roles, role levels and skills have an enduring identity (a UUID and a slug, fixed at
birth); their wording belongs to a version.
Invariants: the rows of a published version never change (triggers in both databases); the current version is the
latest published one whose ``effective_from`` has come; slugs are unique across the site.
Who may: anyone reads what is published. An operator at the command line imports and publishes, with a reason in the
record; on the web, authoring and publishing come with their own duties.
"""
