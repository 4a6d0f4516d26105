"""What becomes of a confirmed assessment: whether a rule chooses it, which panel gets it, and what then stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from waymark.assessments import rules
from waymark.assessments.commands import standings, steps
from waymark.assessments.commands.moderating import refusals
from waymark.assessments.events import ChosenWithoutPanel
from waymark.assessments.models import Assessment, Audience, Judgement, Panel, Sample, SamplingRule, Source, Step
from waymark.assessments.queries import composing, moderating, views
from waymark.assessments.queries import deciding as reading
from waymark.assessments.types import Word
from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Actor


def chosen_by(row: Assessment, words: Sequence[Word], actor: Actor) -> tuple[SamplingRule | None, tuple[str, ...]]:
    """Return the rule that chooses an assessment with these words of its assessor, and why; none when none does."""
    rule = composing.rule_in_force(row.profession_id)
    if rule is None:
        return None, ()
    own = {one.skill_id: one.level for one in views.of(row).answers}
    differences = [
        abs(word.level - level)
        for word in words
        if word.level is not None and (level := own.get(word.skill_id)) is not None
    ]
    assessed = Step.objects.filter(
        account_id=actor.account_id or 0, move__in=["confirm", "sign_off"],
        assessment__goes_to=Assessment.GoesTo.ASSESSOR, assessment__profession_id=row.profession_id or 0,
    ).exclude(assessment=row)  # fmt: skip
    why = rules.chosen(
        composing.terms_of_rule(rule),
        uuid=row.uuid,
        seed=rule.seed,
        before=assessed.values("assessment_id").distinct().count(),
        differences=differences,
        is_appeal=row.appeal_of_id is not None,
    )
    return (rule if why else None), why


def must_be_drawn(row: Assessment, words: Sequence[Word], actor: Actor) -> bool:
    """Say whether a rule chooses what is about to be signed off, and no panel was asked yet.

    What a manager confirmed and passed on was never looked at by a rule, and what an assessor confirmed was with the
    words and the assessor of then.
    """
    return not Sample.objects.filter(assessment=row).exists() and bool(chosen_by(row, words, actor)[1])


def draw(row: Assessment, words: Sequence[Word], actor: Actor, at: datetime) -> dict[str, Any]:
    """Send a confirmed assessment to moderation if a rule chooses it; return what the record says of that.

    The panel nearest to where the person works gets it. Where no panel could look at it, moderators are asked, and it
    waits for them.
    """
    rule, why = chosen_by(row, words, actor)
    if rule is None:
        return {}
    sample = Sample.objects.create(uuid=new_uuid(), assessment=row, rule=rule, why=list(why), at=at)
    near = moderating.panels_for(row, at)
    members = moderating.able(row, near, at) if near else {}
    panel = next((one for one in near if len(members[one.pk]) >= rules.LEAST), None)
    if panel is None:
        audit.announce(ChosenWithoutPanel(str(row.uuid), row.person_id, row.profession_id or 0), at=at)
        return {"chosen": list(why)}
    send(row, sample, panel, members[panel.pk], OPERATOR, at)
    return {"chosen": list(why), "panel": str(panel.uuid)}


def send(row: Assessment, sample: Sample, panel: Panel, members: Sequence[int], actor: Actor, at: datetime) -> None:
    """Put a confirmed assessment before a panel, with a day by which it should decide, and tell its members."""
    sample.panel = panel
    sample.save(update_fields=["panel"])
    days = reading.terms_of(views.framework_of(row)).days
    steps.moved(row, "send_to_moderation", actor=actor, at=at, due_on=rules.due_on(at, days))
    steps.tell(row, members, at)


def must_not_be_moderated(row: Assessment) -> None:
    """Refuse to decline what a panel decides about.

    Raises:
        PanelStands: it was chosen for moderation.
    """
    if Sample.objects.filter(assessment=row).exists():
        raise refusals.PanelStands


def stand(row: Assessment, words: Sequence[Word], at: datetime, valid_until: datetime | None) -> bool:
    """Sign off what a panel decided, in its name; return whether there was such a thing.

    Raises:
        WaitsForPanel: it was chosen, and no panel has decided yet.
        DiffersFromPanel: a word differs from what the panel decided.
    """
    if not Sample.objects.filter(assessment=row).exists():
        return False
    decided = moderating.panel_words(row)
    if not decided:
        raise refusals.WaitsForPanel
    said = {pk: Word(pk, one.level, one.has_skill) for pk, one in decided.items()}
    if different := rules.differs_from_panel(words, said):
        raise refusals.DiffersFromPanel(different)
    append(row, {pk: (said[pk], one.note) for pk, one in decided.items()}, next(iter(decided.values())).maker_id, at,
           valid_until)  # fmt: skip
    return True


def append(
    row: Assessment,
    said: dict[int, tuple[Word, str]],
    maker_id: int | None,
    at: datetime,
    valid_until: datetime | None = None,
) -> None:
    """Append what a panel says of each skill, with its reason, and derive what is held anew."""
    view = views.of(row)
    Judgement.objects.bulk_create(
        Judgement(
            uuid=new_uuid(), person_id=row.person_id, skill_id=pk, version_id=view.version_of(pk), assessment=row,
            source=Source.PANEL, maker_id=maker_id, level=said[pk][0].level, has_skill=said[pk][0].has_skill,
            note=said[pk][1], made_at=at, valid_until=valid_until, audience=Audience.SHARED,
        )
        for pk in row.skills
        if pk in said
    )  # fmt: skip
    standings.derive_for(row.person_id, sorted(said))
