"""Documents in and out: a framework file becomes a version, and a version becomes a file. No tables.

Nouns: FrameworkImport (parse, match, difference, apply), export.
Invariants: a plan writes nothing; an import is applied whole or not at all.
Who may: an operator at the command line; authors come with their duty.
"""
