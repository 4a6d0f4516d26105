from typing import Any

from django.db import migrations

AT_ONCE = 2_000


def fill(apps: Any, schema_editor: Any) -> None:
    """Give every assessment that is there already the steps that led to where it stands."""
    assessments = apps.get_model("assessments", "Assessment").objects
    step = apps.get_model("assessments", "Step")
    reasons = apps.get_model("assessments", "Withdrawal").objects
    last = 0
    while rows := list(assessments.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        why = dict(reasons.filter(assessment__in=rows).values_list("assessment_id", "reason"))
        steps = []
        for row in rows:
            state = ""
            for move, after, at in (
                ("start", "in_progress", row.started_at),
                ("submit", "submitted", row.submitted_at),
                ("withdraw", "withdrawn", row.withdrawn_at),
            ):
                if at is None:
                    continue
                reason = why.get(row.pk, "") if move == "withdraw" else ""
                steps.append(
                    step(
                        assessment=row,
                        move=move,
                        before=state,
                        after=after,
                        maker_id=row.person_id,
                        at=at,
                        reason=reason,
                    )
                )
                state = after
        step.objects.bulk_create(steps, batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0005_the_record"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
