"""Tables of what waits for people: how they want to be told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class Preference(models.Model):
    """How often one account is e-mailed about one topic. No row: the topic's own default."""

    account_id = models.BigIntegerField()
    topic = models.CharField(max_length=20)
    frequency = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "topic"], name="one_preference_per_topic")]


class QuietHours(models.Model):
    """The hours of the day in which one account is not e-mailed, in the time of the site; they may pass midnight."""

    account_id = models.BigIntegerField(unique=True)
    from_time = models.TimeField()
    until_time = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_time=models.F("until_time")), name="quiet_hours_are_not_all_day"
            )
        ]


personal.declare(
    personal.Holding(
        model="notifications.Preference",
        what=_("How often you want to be emailed about each topic."),
        why=_("So that you are told the way you chose."),
        keep=_("As long as you have an account, or until you change it."),
        purpose="running the site",
        account=("account_id",),
        fields=("topic", "frequency"),
    ),
    personal.Holding(
        model="notifications.QuietHours",
        what=_("The hours in which you do not want email."),
        why=_("So that you are told the way you chose."),
        keep=_("As long as you have an account, or until you change it."),
        purpose="running the site",
        account=("account_id",),
        fields=("from_time", "until_time"),
    ),
)
