"""Properties as CASE 1.1 allows them: what is of another name or type moves into our extension, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from waymark_formats.case.vocabulary import OURS, Json, derived
from waymark_formats.sources import packed

Fits = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _uuid(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value) is not None


def _moment(value: Any) -> bool:
    if not isinstance(value, str) or not re.search(r"T.*(Z|[+-]\d\d:\d\d)$", value):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _day(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    try:
        return date.fromisoformat(value) is not None
    except ValueError:
        return False


def _link(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"title", "identifier", "uri"}
        and all(map(_text, value.values()))
        and _uuid(value["identifier"])
    )


def _links(value: Any) -> bool:
    return isinstance(value, list) and all(map(_link, value))


def _node(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"title", "identifier", "uri"} <= value.keys() <= {"title", "identifier", "uri", "targetType"}
        and all(map(_text, value.values()))
        and re.fullmatch(r"CASE|.*ext:[a-zA-Z0-9|._-]+.*", value.get("targetType", "CASE")) is not None
    )


def _type(value: Any) -> bool:
    return isinstance(value, str) and (value in _TYPES or re.fullmatch(r"ext:[a-zA-Z0-9._-]+", value) is not None)


def _version(value: Any) -> bool:
    return bool(value == "1.1")


def _mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _list(value: Any) -> bool:
    return isinstance(value, list)


_TYPES = frozenset(
    {
        "isChildOf",
        "isPeerOf",
        "isPartOf",
        "exactMatchOf",
        "precedes",
        "isRelatedTo",
        "replacedBy",
        "exemplar",
        "hasSkillLevel",
        "isTranslationOf",
    }
)
_COMMON: dict[str, Fits] = {"identifier": _uuid, "uri": _text, "lastChangeDateTime": _moment, "extensions": _mapping}


def _all(names: str, fits: Fits) -> dict[str, Fits]:
    return dict.fromkeys(names.split(), fits)


_DEFINITION = _COMMON | _all("title description hierarchyCode", _text)
ALLOWED: dict[str, dict[str, Fits]] = {
    "CFDocument": _COMMON
    | _all("frameworkType creator title officialSourceURL publisher description language version", _text)
    | _all("adoptionStatus notes", _text)
    | _all("statusStartDate statusEndDate", _day)
    | {"caseVersion": _version, "subject": _texts, "subjectURI": _links, "licenseURI": _link},
    "CFItem": _COMMON
    | _all("fullStatement alternativeLabel CFItemType humanCodingScheme listEnumeration", _text)
    | _all("abbreviatedStatement notes language", _text)
    | _all("conceptKeywords subject educationLevel", _texts)
    | _all("conceptKeywordsURI CFItemTypeURI licenseURI", _link)
    | _all("statusStartDate statusEndDate", _day)
    | {"subjectURI": _links},
    "CFAssociation": _COMMON
    | {"associationType": _type, "sequenceNumber": _whole, "notes": _text, "CFAssociationGroupingURI": _link}
    | _all("originNodeURI destinationNodeURI", _node),
    "CFConcepts": _DEFINITION | {"keywords": _text},
    "CFSubjects": _DEFINITION,
    "CFLicenses": _COMMON | _all("title description licenseText", _text),
    "CFItemTypes": _DEFINITION | {"typeCode": _text},
    "CFAssociationGroupings": _COMMON | _all("title description", _text),
    "CFRubric": _COMMON | _all("title description", _text) | {"CFRubricCriteria": _list},
    "CFRubricCriterion": _COMMON
    | _all("category description", _text)
    | {"CFItemURI": _link, "weight": _number, "position": _whole, "rubricId": _uuid, "CFRubricCriterionLevels": _list},
    "CFRubricCriterionLevel": _COMMON
    | _all("description quality feedback", _text)
    | {"score": _number, "position": _whole, "rubricCriterionId": _uuid, "extensions": _list},
}
"""By kind of thing: its properties, and whether a value fits."""

_REQUIRED = {
    "CFDocument": "creator title",
    "CFItem": "fullStatement",
    "CFConcepts": "title hierarchyCode",
    "CFSubjects": "title hierarchyCode",
    "CFLicenses": "title licenseText",
    "CFItemTypes": "title description hierarchyCode",
    "CFAssociationGroupings": "title",
}


def strict(kind: str, said: Json, left: Json, stamp: str, ours: Json | None = None) -> Json:
    """Return a thing with only what CASE 1.1 allows; the rest stands in our extension under ``other``.

    Args:
        kind: a key of ``ALLOWED``.
        said: the properties we give it ourselves.
        left: properties as a lenient package had them; where they fit they count more than ``said``.
        stamp: the last change of a thing that does not say its own.
        ours: what our extension says of it besides.
    """
    allowed = ALLOWED[kind]
    kept = dict(said)
    other: Json = {}
    for name, value in left.items():
        mended = _mended(value, allowed.get(name))
        if name in allowed and allowed[name](mended):
            kept[name] = mended
        else:
            other[name] = value
    if "identifier" not in kept:
        kept["identifier"] = derived(kind, packed(left))
    kept.setdefault("uri", f"urn:uuid:{kept['identifier']}")
    kept.setdefault("lastChangeDateTime", stamp)
    for name in _REQUIRED.get(kind, "").split():
        kept.setdefault(name, "")
    extension = {**(ours or {}), **({"other": other} if other else {})}
    if extension and kind == "CFRubricCriterionLevel":
        kept["extensions"] = [*kept.get("extensions", []), {OURS: extension}]
    elif extension:
        kept["extensions"] = {**kept.get("extensions", {}), OURS: extension}
    return kept


def _mended(value: Any, fits: Fits | None) -> Any:
    """Return a value of nearly the right type as that type: a number sent as text, a moment without its zone."""
    if isinstance(value, str) and fits is _whole and re.fullmatch(r"-?[0-9]{1,9}", value):
        return int(value)
    if isinstance(value, str) and fits is _moment and _moment(f"{value}Z"):
        return f"{value}Z"
    if isinstance(value, str) and fits is _uuid and _uuid(value.lower()):
        return value.lower()
    return value
