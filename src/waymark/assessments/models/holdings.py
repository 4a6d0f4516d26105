"""What the record of skills holds about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal

_LEAVERS = _("As long as you work here, and six years after")

personal.declare(
    personal.Holding(
        model="assessments.Assessment",
        what=_("Your assessments: against which role, when you started, and when you sent or withdrew them"),
        why=_("To show where you stand against a role."),
        keep=_LEAVERS,
        purpose="assessment",
        person=("person_id",),
        fields=(
            "uuid",
            "role_level_id",
            "version__label",
            "kind",
            "state",
            "goes_to",
            "due_on",
            "started_at",
            "submitted_at",
            "withdrawn_at",
            "confirmed_at",
            "own_role_level_id",
            "seen_version__label",
        ),
    ),
    personal.Holding(
        model="assessments.Answer",
        what=_("Answers and notes of an assessment you have not sent yet, and drafts of whoever judges it"),
        why=_("So that you, and they, can stop and go on later."),
        keep=_("Until the assessment is sent, decided or withdrawn, two years at most"),
        purpose="assessment",
        person=("assessment__person_id",),
        account_mentions=("by_id",),
        fields=("assessment__uuid", "skill_id", "level", "has_skill", "quick", "note", "saved_at"),
        after="saved_at",
        days=2 * 365,
    ),
    personal.Holding(
        model="assessments.Judgement",
        what=_("What you and others have said about your level in each skill"),
        why=_("To show the levels you hold, who says so, and how that changed."),
        keep=_LEAVERS,
        purpose="assessment",
        person=("person_id",),
        mentions=("maker_id",),
        fields=(
            "uuid",
            "skill_id",
            "version__label",
            "source",
            "level",
            "has_skill",
            "note",
            "made_at",
            "valid_until",
            "audience",
        ),
    ),
    personal.Holding(
        model="assessments.Withdrawal",
        what=_("When and why you took an assessment back"),
        why=_("So that what you withdrew stops counting."),
        keep=_LEAVERS,
        purpose="assessment",
        person=("assessment__person_id",),
        fields=("assessment__uuid", "at", "reason"),
    ),
    personal.Holding(
        model="assessments.Standing",
        what=_("The level you hold in each skill, worked out from what was said"),
        why=_("To compare you with a role without working everything out again."),
        keep=_("As long as what was said"),
        purpose="assessment",
        person=("person_id",),
        fields=("skill_id", "purpose", "level", "has_skill", "valid_until"),
    ),
)
