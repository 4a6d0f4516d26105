"""People and where they work: enough to know who someone is, what they do and who manages them.

Nouns: Person, Post (a seat), Appointment (a person in a post over dates), ReportingLine (who manages whom, over
dates), Membership (of professions: one main, others beside it), RoleClaim (the role level a person says is theirs),
Correction (what a person says is wrong on their record, until somebody who can mend it accepts or declines it).
Of mapping: TitleGroup (posts of a department whose titles say the same, with what is suggested for them), MappingBatch
and PostMapping (what posts were mapped to in one go, and what they were before).
Invariants: periods are half-open, ``[from, until)``; a person has at most one main profession and one current role
claim at a time; nobody manages in a circle; the profession of a post and of a person are two facts; what was decided
about a post is never changed, and a later row undoes it.
Who may: a person sees themselves; whoever manages them sees who they are and where they work. Anybody who works here
finds a colleague by name, in order to name them. HR directors, departmental heads of profession and administrators
decide on corrections where their duty holds, never about themselves, and say there which role levels posts are.
"""
