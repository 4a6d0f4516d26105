"""The demo organisation: generated, seeded, set-based, with people to sign in as. No tables.

Nouns: DemoPerson (one ready-made person per kind of user).
Invariants: the same seed and size give the same organisation; names are invented; figures follow published margins.
Who may: only an operator builds it; only demo mode lets anyone sign in with one click.
"""
