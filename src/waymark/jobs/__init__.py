"""A door: the worker. It reads the clock, calls rooms as the operator, and outlives every failure.

``worker`` is the loop: it asks for regular work, hands out jobs, delivers events, writes digests, sees that e-mail is
sent and keeps the record. ``kinds`` says which function does which kind of job, ``tasks`` runs one through
django-tasks, ``sending`` gives e-mail to the mail server, in a process of its own that outlives the worker. ``wiring``
holds what ``config`` hands over: handlers of events, the mailer and the addresses.
"""
