"""Bodies, professions, places and grades: the reference data people and frameworks hang on.

Nouns: Organisation (a tree: department, agency, unit), Profession, Region, Grade (per organisation, with the band
that makes grades of different organisations equivalent).
Invariants: an organisation's subtree is a range of ``path``; slugs are fixed at birth.
Who may: anyone reads; writing is the administrator's and the feed's.
"""
