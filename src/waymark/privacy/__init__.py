"""People's own data: copies of it, asking for it to be put right or erased, holds on erasure, and retention.

Nouns: DataRequest (a person asks for something to be put right or to be erased), Hold (a duty to keep somebody's
data, against erasure), RetentionRun (what is past its time: counted first, deleted then).
Invariants: what is copied, erased and deleted comes from the declarations beside the tables; nobody under a hold is
erased, and nothing of theirs is deleted because its time is over; only the officer learns of a hold.
Who may: a person asks for themselves; a data protection officer decides for the people they answer for; an operator
may copy and erase at the command line.
"""
