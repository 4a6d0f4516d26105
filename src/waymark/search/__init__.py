"""Finding things by their words: one table, one interface, FTS5 in SQLite and tsvector in PostgreSQL.

Nouns: SearchEntry (one findable thing with its title, labels and words, over a period).
Invariants: text is normalised in Python before it is stored and before it is asked for, so that both databases find
the same set; an entry is found while ``from_at <= at < until_at``.
Who may: public entries only; a room that indexes personal things brings a policy of its own.
"""
