"""Figures about everything, shown so that nobody is found in them.

Nouns: DisclosureProfile (what a site decides about small numbers, in versions), ProfileInForce (from when one holds),
Snapshot (when it was counted), ObservedCount (posts mapped to a role level, by grade),
Comparability (how comparably the assessors of a profession judge on one scale), DepartmentFigures, AssessorFigures.
Invariants: a profile never changes, and that it was put in force is never taken back, only followed by another; counts
are made once a month and not between; no figure leaves the room but through the profile in force; only the counts of
the latest snapshot are kept; how comparably assessors judge is worked out by a job, never in a request, and changes
nobody's level.
Who may: everyone reads figures of all departments, and those of the department they work in; an administrator puts a
profile in force; the site itself counts; moderators and heads of a profession see how its assessors compare, and
only moderators the figures of one assessor, who sees their own.
"""
