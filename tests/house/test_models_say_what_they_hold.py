"""Every table says what it holds about people: copies, erasure, retention and notices come from that."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey
from django.db.models.constants import LOOKUP_SEP

from waymark.kernel import personal
from waymark.privacy import rules

HOLDINGS = [pytest.param(holding, id=holding.key) for holding in personal.holdings()]
NEVER_COPIED = {"password", "session_data", "session_key", "salt", "data", "secret", "token", "key", "facts"}
"""Columns of secrets, and of what is about others as well."""


def model_of(holding):
    return next(model for model in apps.get_models() if model._meta.label_lower == holding.key)


def field_of(model, lookup):
    """Follow a lookup from a table to the column it ends at."""
    *way, last = lookup.split(LOOKUP_SEP)
    for step in way:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def leads_to(model, lookup):
    """Return the label of the table whose ids a lookup gives; empty for a plain number."""
    field = field_of(model, lookup)
    if isinstance(field, ForeignKey):
        return field.related_model._meta.label
    return field.model._meta.label if field.primary_key else ""


def silent(models, declared):
    return sorted(model._meta.label for model in models if model._meta.label_lower not in declared)


def test_every_table_says_what_it_holds():
    declared = {holding.key for holding in personal.holdings()} | set(personal.without())

    assert silent(apps.get_models(), declared) == [], "declare them with waymark.kernel.personal beside the model"
    assert silent(apps.get_models(), declared - {"people.person"}) == ["people.Person"]


def test_no_table_says_both():
    assert {holding.key for holding in personal.holdings()} & set(personal.without()) == set()


@pytest.mark.parametrize("holding", HOLDINGS)
def test_a_declaration_is_complete(holding):
    for text in (holding.what, holding.why, holding.keep):
        assert str(text)[0].isupper() or str(text)[0].isdigit()
        assert len(str(text).split()) > 1
    assert holding.purpose in rules.PURPOSES
    assert bool(holding.kept_because) == (holding.erasing == personal.Erasing.KEEP)
    assert bool(holding.blanks) == (holding.erasing == personal.Erasing.BLANK)
    assert (holding.days is not None) == bool(holding.after)
    finds = holding.person or holding.account or holding.mentions or holding.account_mentions
    assert finds or holding.after or holding.texts, "it says neither whom it is about nor when it goes"


@pytest.mark.parametrize("holding", HOLDINGS)
def test_lookups_lead_where_they_say(holding):
    model = model_of(holding)
    for lookups, wanted in (
        ((*holding.person, *holding.mentions), "people.Person"),
        ((*holding.account, *holding.account_mentions), "access.Account"),
    ):
        for lookup in lookups:
            assert leads_to(model, lookup) in {wanted, ""}, f"{lookup} does not lead to {wanted}"
    for column in (holding.after, *holding.texts, *(column for column, _ in holding.blanks)):
        if column:
            model._meta.get_field(column.removesuffix("_id"))


@pytest.mark.parametrize("holding", HOLDINGS)
def test_a_relation_to_a_person_or_an_account_is_declared(holding):
    said = {*holding.person, *holding.account, *holding.mentions, *holding.account_mentions}

    if holding.key == "people.person":
        return  # its account is who it is
    forgotten = [
        field.attname
        for field in model_of(holding)._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.related_model._meta.label in {"people.Person", "access.Account"}
        and field.attname not in said
    ]

    assert forgotten == []


def test_tables_without_people_have_no_relation_to_one():
    for model in apps.get_models():
        if model._meta.label_lower in personal.without():
            related = {field.related_model._meta.label for field in model._meta.concrete_fields if field.is_relation}

            assert not related & {"people.Person", "access.Account"}, model._meta.label


@pytest.mark.parametrize("holding", HOLDINGS)
def test_a_copy_gives_away_no_secret(holding):
    model = model_of(holding)
    shown = holding.fields or tuple(field.attname for field in model._meta.concrete_fields)

    assert not {field.split(LOOKUP_SEP)[-1] for field in shown} & NEVER_COPIED
    for field in shown:
        field_of(model, field)


@pytest.mark.parametrize("holding", [one for one in HOLDINGS if one.values[0].person or one.values[0].account])
def test_every_column_of_a_copy_has_a_name_for_people(holding):
    """A table of another program may show its own names."""
    if not model_of(holding).__module__.startswith("waymark."):
        return
    names = {personal.column_name(field) for field in holding.fields}

    assert {name for name in names if name not in rules.COLUMNS} <= {"skill_id", "role_level_id"}
    assert holding.fields, "say which columns a copy shows"


def test_a_lookup_that_leads_nowhere_is_seen():
    with pytest.raises(FieldDoesNotExist):
        field_of(model_of(HOLDINGS[0].values[0]), "colour")
