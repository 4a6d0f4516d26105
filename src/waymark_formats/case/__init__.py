"""1EdTech CASE packages (CFPackage), 1.0 and 1.1: read leniently, written as strict 1.1.

What the parts of a package become:

- ``CFDocument``: the framework; its identifier is the framework's UUID, ``creator`` the attribution.
- ``CFItem``: a skill. Its identifier is the skill's UUID, ``humanCodingScheme`` its code, ``abbreviatedStatement`` its
  name and ``fullStatement`` its summary; without an abbreviated statement the full one is the name, or, when it is
  long, the name is its beginning. ``CFItemType`` Skill, Behaviour, Knowledge, Task and so on is the kind; every other
  type is kept and the skill is a technical one.
- ``CFItem`` of the type Job family, Role or Role level, standing in each other in that order: what their names say.
- ``isChildOf``: the parent. A second parent is a relation "part of", with the type kept.
- ``ext:requires`` from a role level to a skill: a requirement, its level in our extension and by name in ``notes``.
- Every other association: a relation, its type kept where it is not one of ours. One that leads to an item of another
  package, or comes from there, keeps that item's address, title and identifier; the address is a link only when it is
  http, https or urn, and is never fetched. One that joins no skill is kept in the framework's source.
- ``CFRubric``: a scale, its criteria the level descriptors of skills. A rubric that somebody else wrote becomes a scale
  only where nothing is lost by it (see ``rubrics.read``); every other one is kept in the framework's source.

Everything else that a package says (item types, subjects, concepts, licences, groupings, education levels, languages,
dates of change, addresses, extensions, properties of no standard) is kept in ``source`` as JSON, under the name of the
part of the package it is of, and written back. Text of ours counts more: words changed since then are written as they
are now. HTML in a statement becomes plain text, and the original is kept; scripts and hostile links are refused.

Writing gives what the strict schema of 1.1 allows. What we say and CASE does not (slugs, rungs, weights, choose-n
groups, other labels, evidence and learning, source texts of other formats) stands in ``extensions`` under ``waymark``,
and properties of other versions of CASE stand there under ``other``; other programs pass over both.

What this format cannot say, and changes: every thing has a UUID and a date of change, so those that have none get one
that always comes out the same (the date is the day the version takes effect, else 1970-01-01). A package without
rubrics has one scale without levels, and that scale is not written.
"""

from waymark_formats.case.reading import read
from waymark_formats.case.writing import write

__all__ = ["read", "write"]
