"""Text that another program would take for more than text: HTML tags and spreadsheet formulas."""

from __future__ import annotations

import re

TAG_REMEDY = 'take it out, or put a space behind the "<" where it means "less than"'
"""What whoever wrote a tag can do about it."""

_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_FORMULA = re.compile(
    r"""\s*(?:
        [=@]                                    # whatever stands behind it
      | [+-](?:
            \.?\d | \(                          # a number or a bracket right behind the sign
          | [\d\s.,+\-*/^%&<>=()$:]*(?:         # or, behind the sign and any arithmetic,
                [A-Za-z]{1,3}\$?\d+(?!\w)       # a cell: B2, $B$2
              | [A-Za-z_][\w.]*[(|]             # a function, or another program: SUM(, cmd|
              | (?:[A-Za-z_][\w.]*|'[^'\n]*')!\$?[A-Za-z]   # a cell of another sheet
            )
        )
    )""",
    re.VERBOSE,
)


def html_tag(text: str) -> str:
    """Return the first HTML tag in ``text``, empty when there is none.

    A tag is ``<`` right before a letter, ``/`` or ``!``, up to the next ``>``. "p < q" and "<3" are text.
    """
    found = _TAG.search(text) if "<" in text else None
    return found.group() if found else ""


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet that opens ``text`` as a cell would run it.

    What begins with ``=`` or ``@`` would. What begins with ``+`` or ``-`` would when a number, a bracket, a cell or a
    function follows; "- keeps records", "-keeps records" and "- 3 years" are lines of a list. White space in front
    does not count.
    """
    return text.lstrip()[:1] in {"=", "@", "+", "-"} and _FORMULA.match(text) is not None


def excerpt(text: str) -> str:
    """Return the beginning of ``text`` on one line, for a sentence that quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:40]}..."
