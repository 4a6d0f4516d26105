from typing import Any

from django.db import migrations, models

from waymark.kernel import bulk
from waymark.people import rules
from waymark.people.types import Main, Work


def list_everyone(apps: Any, schema_editor: Any) -> None:
    """List the people who are here already, as ``people.commands.rebuild_listing`` would."""
    Person, Appointment, Membership, Listing = (
        apps.get_model("people", name) for name in ("Person", "Appointment", "Membership", "Listing")
    )
    Listing.objects.all().delete()
    by_path = dict(apps.get_model("organisation", "Organisation").objects.values_list("path", "pk"))

    def above(path: str) -> tuple[int, ...]:
        steps = path.strip("/").split("/")
        tops = ("/" + "/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1))
        return tuple(by_path[top] for top in tops if top in by_path)

    last = Person.objects.aggregate(last=models.Max("pk"))["last"] or 0
    for start in range(1, last + 1, 5_000):
        people = (start, start + 4_999)
        works, mains = {}, {}
        for person_id, path, *rest in Appointment.objects.filter(person__pk__range=people).values_list(
            "person_id", "post__organisation__path", "post__profession_id", "from_on", "until_on"
        ):
            works.setdefault(person_id, []).append(Work(above(path), *rest))
        for person_id, *main in Membership.objects.filter(main=True, person__pk__range=people).values_list(
            "person_id", "profession_id", "from_on", "until_on"
        ):
            mains.setdefault(person_id, []).append(Main(*main))
        found = [
            (pk, sort_key, *row)
            for pk, sort_key in Person.objects.filter(pk__range=people).values_list("pk", "sort_key")
            for row in rules.listed(works.get(pk, ()), mains.get(pk, ()))
        ]
        bulk.insert_rows(
            Listing, ("person_id", "sort_key", "organisation_id", "profession_id", "from_on", "until_on"), found
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_restriction_and_erasure"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(list_everyone, migrations.RunPython.noop),
    ]
