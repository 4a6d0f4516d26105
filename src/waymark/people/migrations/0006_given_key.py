from django.db import migrations, models

import waymark.kernel.fields


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_list_everyone"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="given_key",
            field=waymark.kernel.fields.SortKey(default="", max_length=220),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["given_key", "id"], name="person_by_given_name"),
        ),
    ]
