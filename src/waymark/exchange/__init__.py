"""Documents in and out: a framework file becomes a version, and a version becomes a file.

Nouns: FrameworkImport (parse, match, difference, apply), StagedImport (the same, step by step on the web),
SavedMapping, export.
Invariants: a plan writes nothing; an import is applied whole or not at all, as its author saw it; from the web it
becomes a draft, never a published version; the file and what is worked out from it lie outside the web root and go when
the import is discarded, or 30 days after its last step.
Who may: an operator at the command line; authors into frameworks of their profession; a staged import is its owner's
alone.
"""
