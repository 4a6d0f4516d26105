"""A user in SCIM's words, and in those of the people room."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from scim2_models import InvalidValueException, Resource

from waymark.adapters.scim.schemas import CORE, ENTERPRISE, POST
from waymark.people.types import PostSaid, UserSaid, UserView

POST_NAMES = {
    "number": "number", "title": "title", "unit": "unit", "grade": "grade", "region": "region",
    "location": "location", "fte": "fte", "start": "start", "end": "end", "profession": "profession",
    "main_profession": "mainProfession",
}  # fmt: skip
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_VERSION = re.compile(r'W/"(\d+)')


def said_in(resource: Resource[Any]) -> UserSaid:
    """Return what a resource says of somebody. What no schema here has is not in it.

    Raises:
        InvalidValueException: a text holds a null character, an address or the id of a manager is none.
    """
    whole = resource.model_dump()
    name, enterprise, post = (_part(whole, one) for one in ("name", ENTERPRISE, POST))
    email = _chosen(whole.get("emails") or [])
    address = _text(email, "value")
    if address and not _ADDRESS.fullmatch(address):
        raise InvalidValueException(detail=f"{address} is no email address.")
    return UserSaid(
        user_name=_text(whole, "userName"), given_name=_text(name, "givenName"), family_name=_text(name, "familyName"),
        external_id=_text(whole, "externalId"), email=address, email_type=_text(email, "type"),
        email_primary=email.get("primary"), locale=_text(whole, "locale"), active=whole.get("active"),
        employee_number=_text(enterprise, "employeeNumber"), organization=_text(enterprise, "organization"),
        department=_text(enterprise, "department"), division=_text(enterprise, "division"),
        manager=_manager(_part(enterprise, "manager")),
        post=PostSaid(
            **{ours: _text(post, theirs) for ours, theirs in POST_NAMES.items()},
            other_professions=tuple(_clean(one) for one in post.get("otherProfessions") or ()),
        ),
    )  # fmt: skip


def resource_of(view: UserView, model: type[Resource[Any]]) -> Resource[Any]:
    """Return a user as a resource, without its address."""
    said, post = view.said, view.said.post
    enterprise: dict[str, Any] = {
        "employeeNumber": said.employee_number, "organization": said.organization, "department": said.department,
        "division": said.division,
        "manager": {"value": str(said.manager), "$ref": f"Users/{said.manager}"} if said.manager else None,
    }  # fmt: skip
    of_post: dict[str, Any] = {
        **{theirs: getattr(post, ours) for ours, theirs in POST_NAMES.items()},
        "otherProfessions": list(post.other_professions), "role": str(view.role) if view.role else None,
        "missing": list(view.missing),
    }  # fmt: skip
    email = {"value": said.email, "type": said.email_type or None, "primary": said.email_primary}
    has_email = bool(said.email or said.email_type or said.email_primary is not None)
    whole: dict[str, Any] = {
        "userName": said.user_name, "externalId": said.external_id,
        "name": _there({"givenName": said.given_name, "familyName": said.family_name}), "locale": said.locale,
        "active": said.active, "emails": [_there(email)] if has_email else None,
        ENTERPRISE: _there(enterprise), POST: _there(of_post),
    }  # fmt: skip
    whole = _there(whole)
    return model.model_validate(
        {
            **whole,
            "schemas": [CORE, *(urn for urn in (ENTERPRISE, POST) if urn in whole)],
            "id": str(view.uuid),
            "meta": {
                "resourceType": "User", "created": view.created_at, "lastModified": view.changed_at,
                "version": version_of(view),
            },
        }
    )  # fmt: skip


def version_of(view: UserView) -> str:
    """Return the entity tag of a user. The role that the post is mapped to changes without the system's doing."""
    return f'W/"{view.version}{"." + view.role.hex[:8] if view.role else ""}"'


def number_of(version: str | None) -> int | None:
    """Return the number of an entity tag, to be compared with what is kept; None for none, -1 for one of another."""
    if version is None:
        return None
    found = _VERSION.match(version)
    return int(found[1]) if found else -1


def uuid_of(text: str | None) -> UUID | None:
    """Return an id; None for what is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _there(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def _part(whole: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = whole.get(name) or {}
    return found


def _text(whole: dict[str, Any], name: str) -> str:
    return _clean(whole.get(name) or "")


def _clean(text: Any) -> str:
    if "\0" in str(text):
        raise InvalidValueException(detail="A text holds a null character.")
    return str(text).strip()


def _chosen(emails: list[dict[str, Any]]) -> dict[str, Any]:
    with_address = [one for one in emails if one.get("value")] or emails
    ranked = sorted(with_address, key=lambda one: (not one.get("primary"), one.get("type") != "work"))
    return ranked[0] if ranked else {}


def _manager(manager: dict[str, Any]) -> UUID | None:
    text = _text(manager, "value") or _text(manager, "$ref").rsplit("/", 1)[-1]
    if not text:
        return None
    found = uuid_of(text)
    if found is None:
        raise InvalidValueException(detail=f"The manager {text} is no user here.")
    return found
