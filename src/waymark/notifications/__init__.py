"""What waits for people, and how they are told: the one place that owns to-do items, messages and reminders.

Nouns: Item (one thing one account is told; a to-do item waits until it is done).
Invariants: an account is told once under one key, however often it is announced; an item that is done stays done.
Who may: an account sees its own items and nobody else's.
"""
