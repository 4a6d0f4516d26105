from typing import Any

from django.db import migrations

from waymark.kernel.text import sort_key


def fill(apps: Any, schema_editor: Any) -> None:
    """Give everybody who is here already the key that a search by their given name reads."""
    people = apps.get_model("people", "Person").objects
    last = 0
    while rows := list(people.filter(pk__gt=last).order_by("pk")[:5_000]):
        for row in rows:
            row.given_key = sort_key(f"{row.given_name} {row.family_name}")
        people.bulk_update(rows, ["given_key"], batch_size=1_000)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_given_key"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
