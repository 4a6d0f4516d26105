"""Write docs/who-may-see-what.md from the policies and the kinds of duty.

Usage: python tools/build_who_may.py [docs/who-may-see-what.md]
"""

from __future__ import annotations

import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "who-may-see-what.md"
INTRODUCTION = """# Who may see what

Written from the policies by `make docs`, as the page `/who-may-see-what` is: change the policy, not this file. \
Somebody may do a thing when at least one of the reasons beside it holds. A purpose in brackets is a wall: the reason \
holds for that purpose and no other. Published frameworks are for everybody and have no rule here. What each address \
answers to whom stands in one table, `tests/access_matrix/table.py`.
"""


def document() -> str:
    """Return the document. Django is set up, and the whole site imported."""
    import waymark.web.urls  # noqa: F401 - so that every room has declared its policies
    from waymark.web.site.who_may import who_may_page

    page = who_may_page()
    parts = [INTRODUCTION]
    for group in page.groups:
        parts.append(f"\n## {group.title}\n\n| somebody may | when |\n|---|---|\n")
        for rule in group.rules:
            reasons = "; or ".join(
                reason.words + (f" ({reason.purposes} alone)" if reason.purposes else "") for reason in rule.reasons
            )
            parts.append(f"| {rule.about} | {reasons} |\n")
    parts.append("\n## Duties\n\n| duty | over | its holder | given by | people |\n|---|---|---|---|---|\n")
    for duty in page.duties:
        people = "two" if duty.two_people else "one"
        parts.append(f"| {duty.name} | {duty.over} | {duty.sees} {duty.does} | {duty.given_by} | {people} |\n")
    return "".join(parts)


if __name__ == "__main__":
    import django

    django.setup()
    (Path(sys.argv[1]) if sys.argv[1:] else PAGE).write_text(document(), encoding="utf-8")
