"""Bodies, professions, places and grades: the reference data people and frameworks hang on.

Nouns: Organisation (a tree: department, agency, unit), OrganisationChange (a body opens, is renamed, moves, merges,
splits or closes on a day), OrganisationBefore (how a body was until a day), Profession and its Specialisms, Function,
Region and its Locations, Grade (per organisation, with the band that makes grades of different organisations
equivalent).
Invariants: an organisation's subtree is a range of ``path``; slugs are fixed at birth; a body changes once a day at
most, and never before its latest change; what a change overwrites was appended before; periods are half-open.
Who may: anyone reads; writing is the administrator's, the feed's and the operator's.
"""
