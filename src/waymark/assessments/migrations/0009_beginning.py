"""What was so when an assessment began, so that a change in the middle can be told and answered."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0008_travelling"),
        ("frameworks", "0001_initial"),
    ]

    operations = [
        migrations.AddField("assessment", "confirmed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "assessment",
            "own_role_level",
            models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="frameworks.rolelevel",
            ),
        ),
        migrations.AddField(
            "assessment",
            "seen_version",
            models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="frameworks.version",
            ),
        ),
    ]
