"""How long lint takes on a generated framework, without a database: ``python bench/lint.py --skills 17000``."""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")

SYLLABLES = [one + vowel for one in "bdgklmnprstv" for vowel in "aeiou"]


def generated(skills: int, roles: int, seed: int = 7) -> object:
    """Make a framework whose words are as unevenly spread as those of a language."""
    from waymark.kernel.ids import derived_uuid
    from waymark_formats.framework import (
        FamilyDocument,
        FrameworkDocument,
        RequirementDocument,
        RoleDocument,
        RoleLevelDocument,
        ScaleDocument,
        ScaleLevel,
        SkillDocument,
    )

    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(12_000)]
    weights = [1 / (place + 3) for place in range(len(words))]

    def text(count: int) -> str:
        return " ".join(chance.choices(words, weights, k=count))

    made = []
    for number in range(skills):
        if number % 100 == 99:  # one in a hundred is nearly another one
            like = chance.choice(made)
            name, summary, levels = f"{like.name} {text(1)}", like.summary, dict(like.descriptors)
        else:
            name, summary = text(chance.randint(2, 5)), f"{text(14)}."
            levels = {rank: f"You can:\n- {text(10)}\n- {text(9)}" for rank in range(1, 4)}
        made.append(SkillDocument(f"s{number}", name, summary, descriptors=levels, uuid=derived_uuid("s", str(number))))
    scale = ScaleDocument("four", "Four", tuple(ScaleLevel(rank, name) for rank, name in enumerate("ABCD", 1)))
    all_roles = []
    for number in range(roles):
        levels = tuple(
            RoleLevelDocument(
                f"r{number}/{rung}",
                f"Level {rung}",
                rung=rung,
                uuid=derived_uuid("l", str(number), str(rung)),
                requirements=tuple(
                    RequirementDocument(made[place].key, rung) for place in chance.sample(range(skills), 11)
                ),
            )
            for rung in (1, 2, 3, 4)
        )
        all_roles.append(
            RoleDocument(f"r{number}", text(2), text(20), levels=levels, uuid=derived_uuid("r", str(number)))
        )
    return FrameworkDocument(
        "Generated", (FamilyDocument("all", "All", roles=tuple(all_roles)),), tuple(made), (scale,)
    )


def main() -> None:
    """Print one JSON object."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--skills", type=int, default=17_000)
    arguments.add_argument("--roles", type=int, default=3_000)
    args = arguments.parse_args()
    import django

    django.setup()
    from waymark.frameworks.rules.lint import lint
    from waymark.frameworks.types import Limits

    document = generated(args.skills, args.roles)
    before, cpu = time.perf_counter(), time.process_time()
    found = lint(document, limits=Limits())
    print(
        json.dumps(
            {
                "skills": args.skills,
                "requirements": sum(
                    len(level.requirements) for role in document.families[0].roles for level in role.levels
                ),
                "seconds": round(time.perf_counter() - before, 1),
                "processor_seconds": round(time.process_time() - cpu, 1),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "findings": Counter(one.kind for one in found),
            }
        )
    )


if __name__ == "__main__":
    main()
