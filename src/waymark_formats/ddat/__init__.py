"""The public Government Digital and Data CSV: ``roles.csv`` (10 columns) and ``skills.csv`` (7 columns).

A document is a folder with both files, or ``roles.csv`` alone (the folder or the file), which is then taken at its
word. What stands in a cell and cannot be worked out from the document (``MISSING`` where a skill has no description,
a list of roles that differs from the roles, a name spelt with other spaces) is kept in ``source`` of the requirement
or of the skill, by column. So writing a document back gives the same set of rows, to the letter. Exact duplicates
of a row are left out.

What the words of the source mean:

- ``NOT IN USE``: the role has one level, without a name; the skill is asked for without a level.
- ``MISSING``: the skill has no description.
- ``This skill level is currently not defined.``: the level is named and left undefined. An empty cell says nothing.

The format gives role levels no order, so ``rung`` stays None.

**A cell is text and nothing else.** One that holds an HTML tag, or that a spreadsheet would run as a formula, is
refused on the way in and on the way out: defusing it would change the words, and the export would differ from the
import.

What this format cannot say, and leaves out: summaries of families, responsibilities and routes apart from the role's
description (responsibilities are put back below it), other labels, evidence and learning, rungs, importance, weight,
choose-n groups, role levels that ask for nothing. A scale other than the four levels is refused (``Unwritable``).
"""

from waymark_formats.ddat.reading import read
from waymark_formats.ddat.writing import write

__all__ = ["read", "write"]
