"""Moodle's competency frameworks as CSV (``tool_lpimportcsv``): 14 columns, bound by their position.

The heading may be in either of Moodle's wordings or in any language: it is not looked at. Exactly one row is the
framework, every other one a competency.

- The framework's row: title, summary, scale values and their configuration, taxonomy. Its short name on this site is
  that of its ID number; Moodle knows no versions, so the version is the day the file was last changed.
- A competency is a skill; its ID number is the skill's code and key. An empty parent is the top; children may stand
  before their parents. Cross-references are relations "related". A competency with scale values of its own has a
  scale of its own. A level called "behaviour" by the taxonomy holds behaviours, every other one technical skills.
- Descriptions are HTML (description format 1): paragraphs, lists and emphasis become plain text, and the original is
  kept and written back while the words are the same. Scripts, frames, forms, event handlers and hostile links are
  refused with their row and column.
- A short name is at most 100 characters in Moodle. Writing cuts a longer one, with all of it as the first paragraph of
  the description; reading puts it together again.

Cells that no field holds (rules, exported IDs, configurations, taxonomy) are kept in ``source`` as JSON.

Moodle has skills and one scale for each, and nothing else. Left out when writing: families, roles and what they ask
for; relations of other kinds or to things elsewhere; names, descriptions and values of scales; other labels; evidence
and learning; kinds of skills that the taxonomy does not give; versions, licences, UUIDs. Level descriptors are written
as the end of the description, under the names of their levels, and come back as summary. Refused (``Unwritable``): no
skills, a skill without levels beside others with levels (Moodle asks for a scale), a level's name with a comma in it,
an ID number of more than 100 characters or standing twice, a cell that a spreadsheet would run as a formula.
"""

from waymark_formats.moodle.reading import read
from waymark_formats.moodle.rows import looks_like
from waymark_formats.moodle.writing import write

__all__ = ["looks_like", "read", "write"]
