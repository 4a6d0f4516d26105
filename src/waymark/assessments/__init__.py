"""The record: who holds what, who says so, against which wording.

Nouns: Judgement (one source's word on one person's skill, on one day, against one version), Assessment (a dated
event that bundles answers against a role level), Answer (an editable draft in an open assessment), Withdrawal (an
assessment taken back), Standing (the level held, derived).
Invariants: a judgement is appended and never changed or deleted (triggers); a later one supersedes; what was taken
back stays in the history and stops counting; the standing is a function of the judgements, and rebuilding it gives
the same rows.
Who may: a person sees and makes their own; others see only what was shared with them.
"""
