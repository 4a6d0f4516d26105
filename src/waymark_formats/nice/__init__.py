"""The NICE Framework (NIST SP 800-181): work roles and the tasks, knowledge and skills they are made of. Only read.

Two notations are known, and either may be packed (.json.gz): one tree with ``work_roles``, each listing the identifiers
of its statements, and the export of NIST's reference tool, with ``elements`` and ``relationships``.

- A work role category is a family, a work role a role with one level without a name. A role's identifier and its code
  at the Office of Personnel Management are hidden labels, so that a search finds the role by them.
- A statement is a skill without levels, of the kind task, knowledge or (skill statements) technical. Its identifier is
  its code and its key; a statement longer than a name is named by its beginning and kept whole as the summary.
- A work role asks for its statements without a level.
- Competency areas are kept in the framework's ``source`` as JSON: no statement belongs to one.

NIST publishes updates as whole files, so there is nothing to write back; export as ``waymark`` or ``case``.
"""

from waymark_formats.nice.reading import read

__all__ = ["read"]
