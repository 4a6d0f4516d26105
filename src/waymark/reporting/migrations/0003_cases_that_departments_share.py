"""Which cases departments share that cannot be compared all the same. Filled when figures are worked out anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_comparability"),
    ]

    operations = [
        migrations.AddField(
            model_name="departmentfigures",
            name="shared",
            field=models.JSONField(default=dict),
        ),
    ]
