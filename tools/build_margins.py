"""Make the demo's margins file from the published workforce tables.

Usage: python tools/build_margins.py FOLDER src/waymark/demo/margins.json

FOLDER holds the annual Civil Service employment tables as CSV, one per combination of dimensions (``Profession.csv``,
``Organisation_Profession.csv.gz``...), columns as published. A count the source suppresses is written as null.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

YEAR = "2022"
BANDS = ["AA/AO", "EO", "SEO/HEO", "G6/G7", "SCS", "Unknown"]


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = folder / f"{name}.csv"
    text = (
        path.read_text("utf-8") if path.exists() else gzip.decompress(Path(f"{path}.gz").read_bytes()).decode("utf-8")
    )
    yield from (row for row in csv.DictReader(io.StringIO(text)) if row["Status"] == "In post" and row["Year"] == YEAR)


def headcount(row: dict[str, str]) -> int | None:
    return int(row["Headcount"]) if row["Headcount"] else None


def plain(region: str) -> str:
    return region.removesuffix(" (England)")


def main(folder: Path, out: Path) -> None:
    organisations = [
        (row["Organisation"], row["Parent_department"], headcount(row))
        for row in rows(folder, "Organisation_Parent_department")
    ]
    departments = sorted({parent for _, parent, _ in organisations})
    professions = sorted((row["Profession_of_post"], headcount(row)) for row in rows(folder, "Profession"))
    regions = sorted((plain(row["Region_ITL1"]), headcount(row)) for row in rows(folder, "Region_ITL1"))
    levels = {row["Responsibility_level"]: headcount(row) for row in rows(folder, "Responsibility_level")}
    at = {
        "Organisation": {name: i for i, (name, _, _) in enumerate(organisations)},
        "Parent_department": {name: i for i, name in enumerate(departments)},
        "Profession_of_post": {name: i for i, (name, _) in enumerate(professions)},
        "Region_ITL1": {name: i for i, (name, _) in enumerate(regions)},
        "Responsibility_level": {name: i for i, name in enumerate(BANDS)},
    }

    def table(name: str, down: str, across: str) -> list[list[list[int | None]]]:
        found: list[list[list[int | None]]] = [[] for _ in at[down]]
        for row in rows(folder, name):
            column = plain(row[across]) if across == "Region_ITL1" else row[across]
            found[at[down][row[down]]].append([at[across][column], headcount(row)])
        return found

    content: dict[str, list[Any]] = {
        "about": [
            "Headcount of people in post on 31 March 2022, rounded to 10 by the source.",
            "Source: Cabinet Office, Annual Civil Service Employment Survey 2022 (official statistics on GOV.UK).",
            "Contains public sector information licensed under the Open Government Licence v3.0. (c) Crown copyright.",
            "null is a count the source suppresses because it is under 30.",
            "A table is one row per item of its first list; each entry is [position in its second list, headcount].",
        ],
        "departments": departments,
        "organisations": [[name, at["Parent_department"][parent], count] for name, parent, count in organisations],
        "professions": professions,
        "bands": [[band, levels[band]] for band in BANDS],
        "regions": regions,
        "organisation_profession": table("Organisation_Profession", "Organisation", "Profession_of_post"),
        "organisation_band": table("Organisation_Responsibility_level", "Organisation", "Responsibility_level"),
        "profession_band": table("Profession_Responsibility_level", "Profession_of_post", "Responsibility_level"),
        "department_region": table("Parent_department_Region_ITL1", "Parent_department", "Region_ITL1"),
        "profession_region": table("Profession_Region_ITL1", "Profession_of_post", "Region_ITL1"),
    }
    lines = []
    for key, value in content.items():
        items = ",\n  ".join(json.dumps(item, separators=(",", ":")) for item in value)
        lines.append(f'"{key}": [\n  {items}\n ]')
    out.write_text("{" + ",\n ".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
