"""Pages of the starter library beside those of the real Government Digital and Data framework, measured alike.

``python bench/library_pages.py`` draws ten pages of our digital framework and ten of the whole library with a fixed
seed, and prints for each pair how long, how hard and how vague it is. Needs the real files in ``../shared``. Without a
database; under 5 s. What we make of the figures is in docs/library-compared.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")

REAL = ROOT.parent / "shared" / "data" / "uk-gdd-ddat" / "ddat-2026-03-23.json"
OURS_OF_THEIR_TRADE = "digital-and-data"
SEED, PAGES = 7, 10
UNMEASURED = frozenset(
    """
    appropriate appropriately suitable relevant effective effectively efficient efficiently necessary various varied
    variety range wide broad key best good strong complex robust strategic strategically proactive proactively
    meaningful ensure ensures ensuring support supports supporting supported help helps helping contribute understand
    understanding awareness knowledge promote champion embed enable enabling drive facilitate
    """.split()  # noqa: SIM905
)
"""Words that promise something without saying how one would see it."""
NEAREST = {
    "data-pipelines": "data-development-process",
    "technical-architect": "technical-architect",
    "incident-response": "incident-management",
    "statistical-methods": "applied-maths-statistics-and-scientific-practices",
    "data-engineer": "data-engineer",
    "delivery-manager": "delivery-manager",
    "release-pipelines": "development-process-optimisation",
    "platform-engineer": "infrastructure-engineer",
    "data-visualisation": "data-visualisation",
    "service-mapping": "user-experience-analysis",
    "speaking-up": "team-dynamics-and-collaboration",
    "software-developer": "software-developer",
    "benefit-and-licence-caseworker": "service-desk-manager",
    "communication-director": "chief-digital-and-information-officer",
    "crisis-communication": "cyber-incident-management",
    "using-policy-evidence": "evidence-based-design",
    "evaluator": "digital-evaluator",
    "selection-design": "designing-and-executing-tests",
    "scope-and-change-control": "change-management",
    "partner-engagement-manager": "business-relationship-manager",
}
"""The real page nearest to each of ours that was drawn: chosen by hand, by subject."""
POINT = re.compile(r"^\s*-\s+(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """The words of one page: what the thing means, and the text of each of its levels ("" where it has none)."""

    name: str
    meaning: str
    rest: str
    levels: tuple[str, ...]
    known: frozenset[str]


def our_pages() -> dict[tuple[str, str, str], Page]:
    """Every skill and role of the library, by framework, kind and short name."""
    from waymark.exchange.commands import LIBRARY
    from waymark_engine.texts import stems
    from waymark_formats import waymark

    found = {}
    for path in sorted(LIBRARY.glob("*.yaml")):
        document = waymark.read(path).document
        roles = [role for family in document.families for role in family.roles]
        known = frozenset().union(*(stems(one.name) for one in (*document.skills, *roles)))
        for skill in document.skills:
            levels = tuple(text or "" for _, text in sorted(skill.descriptors.items()))
            found[path.stem, "skill", skill.key] = Page(skill.name, skill.summary, "", levels, known)
        for role in roles:
            levels = tuple(level.description for level in role.levels)
            found[path.stem, "role", role.key] = Page(role.name, role.summary, role.responsibilities, levels, known)
    return found


def their_pages() -> dict[tuple[str, str], Page]:
    """Every skill and role of the real framework, by kind and short name."""
    from waymark_engine.texts import stems

    tree = json.loads(REAL.read_text())
    known = frozenset().union(*(stems(one["name"]) for one in (*tree["skills"], *tree["roles"])))
    found = {}
    for skill in tree["skills"]:
        levels = tuple(level["text"] if level["defined"] else "" for level in skill["levels"].values())
        found["skill", skill["id"]] = Page(skill["name"], skill["description"], "", levels, known)
    for role in tree["roles"]:
        meaning, _, rest = role["description"].partition("In this role")
        levels = tuple(level["description"] for level in role["role_levels"])
        found["role", role["id"]] = Page(role["name"], meaning, rest, levels, known)
    return found


def measured(page: Page) -> str:
    """One cell per figure, as a row of a table has them."""
    from waymark.frameworks.rules.verbs import vague_points
    from waymark_engine.texts import reading_age, words

    defined = [text for text in page.levels if text.strip()]
    everything = "\n".join([page.meaning, page.rest, *defined])
    found = words(everything)
    points = [point for text in [page.rest, *defined] for point in POINT.findall(text)]
    age = reading_age([everything], known=page.known)
    alike = max((SequenceMatcher(None, words(a), words(b)).ratio() for a, b in pairwise(defined)), default=0.0)
    return " | ".join(
        (
            str(len(words(page.meaning))),
            f"{age.age:.1f}" if age else "-",
            f"{len(defined)} of {len(page.levels)}",
            str(len(found)),
            f"{sum(len(words(one)) for one in points) / len(points):.0f}" if points else "-",
            f"{100 * sum(word in UNMEASURED for word in found) / len(found):.1f}",
            str(sum(len(vague_points(text)) for text in defined)),
            f"{100 * alike:.0f}",
        )
    )


def main() -> None:
    """Print both draws as tables."""
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    django.setup()
    ours, theirs = our_pages(), their_pages()
    for title, pages in (
        ("Our digital framework", sorted(page for page in ours if page[0] == OURS_OF_THEIR_TRADE)),
        ("The whole library", sorted(ours)),
    ):
        print(f"\n{title}: {len(pages)} pages, seed {chosen.seed}\n")
        print("| page | whose | meaning | age | levels | words | point | unmeasured | in the head | alike |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for framework, kind, key in random.Random(chosen.seed).sample(pages, PAGES):
            print(f"| {kind} `{key}` | ours | {measured(ours[framework, kind, key])} |")
            other = NEAREST.get(key)
            if other:
                print(f"| {kind} `{other}` | real | {measured(theirs[kind, other])} |")


if __name__ == "__main__":
    main()
