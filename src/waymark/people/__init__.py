"""People and where they work: enough to know who someone is, what they do and who manages them.

Nouns: Person, Post (a seat), Appointment (a person in a post over dates), ReportingLine (who manages whom, over
dates), Membership (of professions: one main, others beside it), RoleClaim (the role level a person says is theirs).
Invariants: periods are half-open, ``[from, until)``; a person has at most one main profession and one current role
claim at a time; the profession of a post and of a person are two facts.
Who may: a person sees themselves; whoever manages them sees who they are and where they work.
"""
