"""The record: who holds what, who says so, against which wording.

Nouns: Judgement (one source's word on one person's skill, on one day, against one version), Assessment (a dated
event that bundles answers against a role level), Answer (an editable draft in an open assessment), Withdrawal (an
assessment taken back), Step (one move of an assessment), Hand (in whose hands it is), Terms (what a framework asks of
assessments), Revocation, Exemption, Interest, Standing (the level held, derived).
Invariants: a judgement is appended and never changed or deleted (triggers); a later one supersedes; what was taken
back stays in the history and stops counting; the standing is a function of the judgements, and rebuilding it gives
the same rows.
An assessment moves by one table (``rules.moves``), and every move is a step.
Who may: a person sees and makes their own; others see what was shared with them, or sent to them to decide about.
Nobody decides about themselves, and no assessor about somebody they manage.
"""
