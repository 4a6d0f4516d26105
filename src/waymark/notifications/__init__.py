"""What waits for people, and how they are told: the one place that owns to-do items, messages and reminders.

Nouns: Item (one thing one account is told; a to-do item waits until it is done), Message (one e-mail to one account:
an item by itself, or a digest of several), Preference (how often an account is e-mailed about a topic), QuietHours
(when it is not).
Invariants: an account is told once under one key, however often it is announced, and e-mailed once about it; an item
that is done stays done; a message is claimed before it is given to a mail server, so that it is never sent twice: when
nobody can say what became of it, it is marked unknown and waits for a person. Security is always e-mailed, at once.
Who may: an account sees its own items and preferences and nobody else's; whoever runs the site sees how messages fare
and sends one again.
"""
