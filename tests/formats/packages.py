"""Small CASE packages for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

WHEN = "2024-03-01T00:00:00+00:00"


def identifier(number: int) -> str:
    return str(UUID(int=number))


def link(number: int, title: str = "") -> dict[str, Any]:
    return {"title": title, "identifier": identifier(number), "uri": f"https://example.org/{number}"}


def item(number: int, statement: str, **more: Any) -> dict[str, Any]:
    return {
        "identifier": identifier(number),
        "uri": f"https://example.org/items/{number}",
        "fullStatement": statement,
        "lastChangeDateTime": WHEN,
        **more,
    }


def association(number: int, origin: int, kind: str, destination: int, **more: Any) -> dict[str, Any]:
    return {
        "identifier": identifier(number),
        "uri": f"https://example.org/associations/{number}",
        "associationType": kind,
        "originNodeURI": link(origin),
        "destinationNodeURI": link(destination),
        "lastChangeDateTime": WHEN,
        **more,
    }


def package(items: list[dict[str, Any]], associations: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    about = {"identifier": identifier(1), "uri": "https://example.org/1", "creator": "The bakers", "title": "Baking"}
    return {
        "CFDocument": {**about, "lastChangeDateTime": WHEN},
        "CFItems": items,
        "CFAssociations": associations or [],
        **more,
    }


def write_package(folder: Path, content: Any, name: str = "package.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path
