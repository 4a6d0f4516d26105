"""A SCIM filter as conditions the database answers, as far as it can."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scim2_models import Resource, ScimFilter
from scim2_models.path import Comparison, FilterNode, LogicalExpr, LogicalOperator

from waymark.adapters.scim.words import uuid_of
from waymark.people.types import TESTS, UserTest, UserTests

FIELDS = {
    ("user_name", None): "user_name",
    ("external_id", None): "external_id",
    ("id", None): "id",
    ("active", None): "active",
    ("meta", "created"): "created_at",
    ("meta", "last_modified"): "changed_at",
}


def asked(scim_filter: ScimFilter[Any], model: type[Resource[Any]]) -> tuple[UserTests | None, bool]:
    """Return conditions that hold of everybody whom a filter finds, and whether they find nobody else.

    None: there are none the database can answer, and everybody has to be looked at.
    """
    node = scim_filter.ast
    found = _test(node, scim_filter, model)
    if found is not None:
        return (found if isinstance(found, UserTests) else UserTests(True, (found,))), True
    if isinstance(node, LogicalExpr) and node.op == LogicalOperator.and_:
        some = [_test(term, scim_filter, model) for term in node.terms]
        known = tuple(one for one in some if one is not None)
        return (UserTests(True, known) if known else None), False
    return None, False


def _test(node: FilterNode, scim_filter: ScimFilter[Any], model: type[Resource[Any]]) -> UserTest | UserTests | None:
    if isinstance(node, LogicalExpr):
        terms = [_test(term, scim_filter, model) for term in node.terms]
        known = tuple(one for one in terms if one is not None)
        return UserTests(node.op == LogicalOperator.and_, known) if len(known) == len(terms) else None
    if not isinstance(node, Comparison):
        return None
    bound = scim_filter.resolve_comparison(node.attr_path, strict=False)
    if bound is None or bound.model is not model:
        return None
    field = FIELDS.get((bound.field_name, bound.sub_field_name), "")
    how = str(node.op)
    if how not in TESTS.get(field, ()):
        return None
    value = _value(field, node.value)
    return None if value is None else UserTest(field, how, value)


def _value(field: str, value: Any) -> Any:
    """Return what a column is compared with; None for what the database would compare otherwise than SCIM."""
    if field == "active":
        return value if isinstance(value, bool) else None
    if not isinstance(value, str) or not value or "\0" in value:
        return None
    if field in {"user_name", "external_id"}:
        return value
    if field == "id":
        found = uuid_of(value)
        return found if str(found) == value else None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
