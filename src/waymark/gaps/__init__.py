"""The role asked against the level held: gap, fit and match, each with its arithmetic. No tables.

Nouns: RoleGap (what one role level asks of one person, skill by skill), Match (role levels ranked by fit).
Invariants: one number, one path: every gap in the product comes from ``queries`` here; a skill never assessed has no
gap number.
Who may: whoever may see the person's levels.
"""
