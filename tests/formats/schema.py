"""JSON Schema as far as the schema of CASE goes; a keyword that is not known here fails rather than passes."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

_IGNORED = {"$schema", "$id", "$defs", "$comment", "title", "description"}
_TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}


def errors(schema: dict[str, Any], value: Any) -> list[str]:
    """Return what is wrong, with its path; empty when the value is valid."""
    return list(_errors(schema, schema, value, ""))


def _errors(top: dict[str, Any], schema: dict[str, Any], value: Any, path: str) -> Any:
    for keyword, said in schema.items():
        if keyword in _IGNORED:
            continue
        if keyword == "$ref":
            yield from _errors(top, top["$defs"][said.rpartition("/")[2]], value, path)
        elif keyword == "type":
            if not _TYPES[said](value):
                yield f"{path}: is no {said}"
        elif keyword == "properties":
            for name, below in said.items():
                if isinstance(value, dict) and name in value:
                    yield from _errors(top, below, value[name], f"{path}.{name}")
        elif keyword == "required":
            yield from (f"{path}: has no {name}" for name in said if isinstance(value, dict) and name not in value)
        elif keyword == "additionalProperties":
            if said is False and isinstance(value, dict):
                yield from (f"{path}: has {name}" for name in value if name not in schema.get("properties", {}))
        elif keyword == "items":
            for i, one in enumerate(value if isinstance(value, list) else ()):
                yield from _errors(top, said, one, f"{path}[{i}]")
        elif keyword == "enum":
            if value not in said:
                yield f"{path}: {value!r} is none of {said}"
        elif keyword == "pattern":
            if not (isinstance(value, str) and re.search(said, value)):
                yield f"{path}: {value!r} does not match {said}"
        elif keyword == "oneOf":
            if sum(not list(_errors(top, one, value, path)) for one in said) != 1:
                yield f"{path}: {value!r} fits not exactly one of {len(said)}"
        elif keyword == "format":
            yield from _format(said, value, path)
        else:
            raise AssertionError(f"the keyword {keyword} is not known")


def _format(name: str, value: Any, path: str) -> Any:
    try:
        if name == "uuid":
            assert str(UUID(value)) == value
        elif name == "date":
            assert date.fromisoformat(value).isoformat() == value
        elif name == "date-time":
            assert datetime.fromisoformat(value).tzinfo is not None
        else:
            raise KeyError(name)
    except (ValueError, AssertionError, TypeError, AttributeError):
        yield f"{path}: {value!r} is no {name}"
