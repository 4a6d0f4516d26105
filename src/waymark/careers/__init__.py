"""Where someone means to go next.

Nouns: Target (a role level a person has saved as where they want to get to).
Invariants: a target belongs to its person alone; letting go of one ends its period, it is not deleted.
Who may: its person, and nobody else until they share it.
"""
