"""What the program does by itself, beside answering requests: jobs, and what starts them by the clock.

Nouns: Job (one piece of work, asked for once under its key, with its progress), Schedule (work that is due again and
again).
Invariants: one worker at a time has a job, by a lease that it renews as it goes on; a worker that ends loses its lease
and another goes on; a job that failed is tried again later, a fixed number of times, and then waits for a person; work
is never asked for twice under one key.
Who may: whoever asked for a job sees how far it is; whoever runs the site sees all of them, and may try one again or
cancel it.
"""
