"""Foreign keys written as strings leave no import behind, so import-linter cannot see them."""

import pytest
from django.apps import apps

from tests.house.house import floors


def relations():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if (
                field.is_relation
                and not field.auto_created
                and field.related_model
                and model._meta.app_label in floors()
            ):
                yield pytest.param(model, field, id=f"{model._meta.label}.{field.name}")


@pytest.mark.parametrize(("model", "field"), list(relations()))
def test_a_relation_stays_in_its_room_or_points_to_a_lower_floor(model, field):
    here, there = model._meta.app_label, field.related_model._meta.app_label
    if here == there:
        return

    assert floors()[there] > floors()[here], f"{here} is below {there}"
    assert field.remote_field.hidden, "use related_name='+': the lower room must not grow a back door"


def test_there_are_relations_between_rooms_to_look_at():
    crossing = [
        field for model, field in (param.values for param in relations())
        if model._meta.app_label != field.related_model._meta.app_label
    ]  # fmt: skip

    assert len(crossing) > 5
