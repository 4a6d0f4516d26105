"""Moderation as its members see it: what waits, and one case; and who can moderate what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localtime

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.assessments import policies, rules
from waymark.assessments.models import (
    Assessment,
    Judgement,
    Panel,
    PanelMember,
    PanelWord,
    Sample,
    Source,
    Step,
)
from waymark.assessments.policies import moderating
from waymark.assessments.queries import chain, deciding, using, views
from waymark.assessments.types import Decided, ModerationCard, ModerationCase, Spoken, Word
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people

MOST = 100
"""Cases of a queue on one page: more than one panel has."""


class Late(NamedTuple):
    """What is in moderation past its day."""

    row: Assessment
    silent: tuple[int, ...]
    """Members who may look at it and have not spoken: accounts."""
    too_few: bool
    """Whether the panel cannot come to anything, because too few of it may look."""


def moderation_queue(actor: Actor, at: datetime) -> tuple[ModerationCard, ...]:
    """Return what the actor's panels look at now, the most urgent first, at most a hundred. Four queries."""
    seen = policies.SEE_MODERATION.visible(actor, at)
    rows = list(Assessment.objects.filter(pk__in=seen, state=rules.IN_MODERATION).order_by("due_on", "pk")[:MOST])
    return _cards(rows, actor, at)


def without_panel(actor: Actor, at: datetime) -> tuple[ModerationCard, ...]:
    """Return what was chosen and waits for a moderator to say which panel looks at it. Four queries at most."""
    seen = policies.MAY_SEND_TO_MODERATION.visible(actor, at)
    return _cards(list(Assessment.objects.filter(pk__in=seen).order_by("pk")[:MOST]), actor, at)


def moderation_case(uuid: UUID, actor: Actor, at: datetime) -> ModerationCase:
    """Return an assessment as a member of the panel sees it: what others said only once they have. Seven queries.

    Raises:
        NotVisible: there is none, it is with another panel, or the actor has a part in it.
    """
    seen = policies.SEE_MODERATION.visible(actor, at, uuid=uuid)
    row = Assessment.objects.filter(pk__in=seen).select_related("sample__panel", "appeal_of").first()
    if row is None:
        raise NotVisible
    return _case(row, actor, at)


def moderation_case_after_all(uuid: UUID, actor: Actor, at: datetime) -> ModerationCase:
    """Return likewise to a member of the panel, whatever came in between: what they typed is not lost then.

    What was put and said is withheld from whoever may not see the case any more, but for what the panel decided.

    Raises:
        NotVisible: there is none, or it is with another panel.
    """
    row = fetch(policies.MAY_MODERATE, Assessment.objects.all(), actor, at, uuid=uuid)
    seen = policies.SEE_MODERATION.visible(actor, at, uuid=uuid)
    return _case(row, actor, at, withheld=not seen.exists())


def withdrawn_moderation_case(uuid: UUID, actor: Actor, at: datetime) -> ModerationCase:
    """Return a case that its person withdrew, with nothing in it, to a member of the panel it was with.

    Raises:
        NotVisible: there is none, it was not withdrawn, or it was with another panel.
    """
    row = fetch(policies.MAY_MODERATE, Assessment.objects.all(), actor, at, uuid=uuid)
    if row.state != rules.WITHDRAWN:
        raise NotVisible
    return _case(row, actor, at, withheld=True)


def panels_to_choose(uuid: UUID, actor: Actor, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Return the panels that could look at an assessment that waits for one, the nearest first: which, and its name.

    Nine queries at most; one more, and one for each assessment of the chain, for another look.

    Raises:
        NotVisible: there is none, or the actor does not say which panel looks at it.
    """
    row = Assessment.objects.filter(pk__in=policies.MAY_SEND_TO_MODERATION.visible(actor, at, uuid=uuid)).first()
    if row is None:
        raise NotVisible
    near = panels_for(row, at)
    members = able(row, near, at)
    return tuple((one.uuid, one.name) for one in near if len(members[one.pk]) >= rules.LEAST)


def able(row: Assessment, panels: Sequence[Panel], at: datetime) -> dict[int, tuple[int, ...]]:
    """Return the members of panels who may moderate an assessment, by panel: accounts by id.

    Six queries; one more, and one for each assessment of the chain, for another look.
    """
    path = people.path_of(row.person_id, at)
    kinds = [DutyKind.MODERATOR]
    holders = set(access.holders(kinds, organisation_path=path, profession_id=row.profession_id, at=at))
    manager = people.manager_of(row.person_id, at)
    never = chain.parts_in(row) | set(people.accounts_of([row.person_id]).values())
    if manager is not None and manager.account_id is not None:
        never.add(manager.account_id)
    members = PanelMember.objects.filter(moderating.open_membership(at), panel__in=[one.pk for one in panels])
    found: dict[int, list[int]] = {one.pk: [] for one in panels}
    for panel_id, account_id in members.order_by("account_id").values_list("panel_id", "account_id"):
        if account_id in holders - never:
            found[panel_id].append(account_id)
    return {pk: tuple(accounts) for pk, accounts in found.items()}


def panels_for(row: Assessment, at: datetime) -> list[Panel]:
    """Return the open panels that look at assessments like this one, the nearest to where the person works first."""
    path = people.path_of(row.person_id, at)
    rows = Panel.objects.filter(profession_id=row.profession_id or 0, closed_at__isnull=True).select_related(
        "organisation"
    )
    near = [(len(one.organisation.path) if one.organisation else 0, one) for one in rows.order_by("pk")]
    here = [(depth, one) for depth, one in near if one.organisation is None or path.startswith(one.organisation.path)]
    return [one for _, one in sorted(here, key=lambda pair: (-pair[0], pair[1].pk))]


def last_words(sample: Sample) -> dict[int, dict[int, Word]]:
    """Return what each member said last, by account and skill. One query."""
    return _last(PanelWord.objects.filter(sample=sample).order_by("pk"))


def panel_words(row: Assessment) -> dict[int, Judgement]:
    """Return what a panel decided in an assessment, by skill; empty when none did. One query."""
    said = Judgement.objects.filter(assessment=row, source=Source.PANEL).order_by("made_at", "pk")
    return {one.skill_id: one for one in said}


def moderators_to_ask(uuid: UUID, at: datetime) -> tuple[int, ...]:
    """Return the moderators who could say which panel looks at an assessment: none who have a part in it."""
    row = Assessment.objects.get(uuid=uuid)
    path = people.path_of(row.person_id, at)
    found = access.holders([DutyKind.MODERATOR], organisation_path=path, profession_id=row.profession_id, at=at)
    manager = people.manager_of(row.person_id, at)
    never = chain.parts_in(row) | set(people.accounts_of([row.person_id]).values())
    return tuple(one for one in found if one not in never and (manager is None or one != manager.account_id))


def moderation_waits_for(uuid: UUID) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return who was ever asked about an assessment as a member of its panel, and who can decide now: accounts.

    Nobody can decide before enough have spoken, nor once it is not in moderation. Three queries at most.
    """
    sample = Sample.objects.filter(assessment__uuid=uuid).select_related("assessment").first()
    if sample is None or sample.panel_id is None:
        return (), ()
    members = PanelMember.objects.filter(panel_id=sample.panel_id).values_list("account_id", flat=True)
    spoken = PanelWord.objects.filter(sample=sample).values_list("account_id", flat=True)
    deciding_now = tuple(sorted(set(spoken))) if sample.assessment.state == rules.IN_MODERATION else ()
    return tuple(sorted(set(members))), deciding_now if len(deciding_now) >= rules.LEAST else ()


def _last(words: Iterable[PanelWord]) -> dict[int, dict[int, Word]]:
    found: dict[int, dict[int, Word]] = {}
    for one in words:
        found.setdefault(one.account_id, {})[one.skill_id] = _word(one)
    return found


def _word(one: PanelWord) -> Word:
    return Word(one.skill_id, one.level, one.has_skill, one.reason)


def _cards(rows: list[Assessment], actor: Actor, at: datetime) -> tuple[ModerationCard, ...]:
    samples = {
        one.assessment_id: one
        for one in Sample.objects.filter(assessment__in=[row.pk for row in rows]).select_related("panel")
    }
    spoken: dict[int, set[int]] = {}
    for sample_id, account_id in PanelWord.objects.filter(sample__in=[one.pk for one in samples.values()]).values_list(
        "sample_id", "account_id"
    ):
        spoken.setdefault(sample_id, set()).add(account_id)
    sent = dict(
        Step.objects.filter(assessment__in=[row.pk for row in rows], move="send_to_moderation")
        .order_by("pk")
        .values_list("assessment_id", "at")
    )
    today = localtime(at).date()
    found = []
    for row in rows:
        sample = samples[row.pk]
        said = spoken.get(sample.pk, set())
        found.append(
            ModerationCard(
                uuid=row.uuid,
                person_id=row.person_id,
                role_level_id=row.role_level_id,
                panel=sample.panel.name if sample.panel else "",
                why=rules.chosen_in_words(sample.why),
                since=sent.get(row.pk, sample.at),
                due_on=row.due_on,
                overdue=row.due_on is not None and row.due_on < today,
                spoken=actor.account_id in said,
                many=len(said),
            )
        )
    return tuple(found)


def _case(row: Assessment, actor: Actor, at: datetime, *, withheld: bool = False) -> ModerationCase:
    sample = row.sample
    judgements = list(Judgement.objects.filter(assessment=row).order_by("made_at", "pk"))
    steps = list(Step.objects.filter(assessment=row).order_by("pk"))
    if withheld:
        judgements = [one for one in judgements if one.source == Source.PANEL and row.state != rules.WITHDRAWN]
        steps = []
    makers = {one.maker_id for some in (judgements, steps) for one in some if one.maker_id is not None}
    named = people.names({row.person_id} | makers)
    (view,) = views.of_many([row], said=judgements)
    words = [] if withheld else list(PanelWord.objects.filter(sample=sample).order_by("pk"))
    sent = None if withheld else using.sent_with(row.uuid, actor, at)
    accounts = {one.account_id for one in words} | deciding.accounts_in(steps) | (sent.accounts if sent else set())
    names = {pk: one.name for pk, one in access.account_names(accounts).items()} if accounts else {}
    last = _last(words)
    skills = [one.skill_id for one in view.answers]
    mine = last.get(actor.account_id or 0, {})
    spoken = bool(skills) and all(pk in mine for pk in skills)
    return ModerationCase(
        view=view,
        person_id=row.person_id,
        name=named.get(row.person_id, ""),
        panel=sample.panel.name if sample.panel else "",
        why=rules.chosen_in_words(sample.why),
        decided={
            one.skill_id: Decided(views.of_judgement(one), one.source, named.get(one.maker_id or 0, ""))
            for one in judgements
            if one.source != Source.SELF
        },
        mine=mine,
        others=_said(words, skills, names) if spoken else {},
        many=sum(all(pk in one for pk in skills) for one in last.values()),
        came=rules.came_to(last, skills) if spoken else {},
        steps=deciding.steps_with(steps, named, names),
        open=row.state == rules.IN_MODERATION,
        evidence=using.by_skill(sent, names) if sent else {},
        withheld=withheld,
    )


def _said(words: Sequence[PanelWord], skills: Sequence[int], names: Mapping[int, str]) -> dict[int, tuple[Spoken, ...]]:
    """Return what everybody said, by skill, in the order in which they first spoke."""
    found: dict[int, dict[int, Spoken]] = {pk: {} for pk in skills}
    first: dict[tuple[int, int], Word] = {}
    for one in words:
        word = _word(one)
        began = first.setdefault((one.skill_id, one.account_id), word)
        changed = (began.level, began.has_skill) != (word.level, word.has_skill)
        found.setdefault(one.skill_id, {})[one.account_id] = Spoken(
            account_id=one.account_id,
            name=names.get(one.account_id, ""),
            word=word,
            at=one.at,
            first=began if changed else None,
        )
    return {pk: tuple(by_account.values()) for pk, by_account in found.items()}


def late_moderation(at: datetime) -> Mapping[int, Late]:
    """Return what is in moderation past its day, by assessment, but of whoever restricted their record.

    About nine queries for each.
    """
    late = Q(assessment__state=rules.IN_MODERATION, assessment__due_on__lt=localtime(at).date())
    rows = Sample.objects.filter(late, panel__isnull=False).exclude(assessment__person_id__in=people.restricted(at))
    found = {}
    for sample in rows.select_related("assessment", "panel").order_by("pk"):
        assert sample.panel is not None
        spoken = set(PanelWord.objects.filter(sample=sample).values_list("account_id", flat=True))
        members = able(sample.assessment, [sample.panel], at)[sample.panel.pk]
        found[sample.assessment_id] = Late(
            row=sample.assessment,
            silent=tuple(one for one in members if one not in spoken),
            too_few=not members or len(spoken | set(members)) < rules.LEAST,
        )
    return found


def asked_in_panel(panel: UUID, joined: Collection[int], at: datetime) -> Mapping[int, tuple[Assessment, set[int]]]:
    """Return what is with a panel now, with those of ``joined`` who may look at it and have not spoken.

    Nobody may look at what whoever restricted their record sent. About nine queries for each.
    """
    unused = set(people.restricted(at).values_list("person_id", flat=True))  # few
    found = {}
    rows = Sample.objects.filter(panel__uuid=panel, assessment__state=rules.IN_MODERATION)
    for sample in rows.select_related("assessment", "panel").order_by("pk"):
        assert sample.panel is not None
        spoken = set(PanelWord.objects.filter(sample=sample).values_list("account_id", flat=True))
        asks = bool(joined) and sample.assessment.person_id not in unused
        members = set(able(sample.assessment, [sample.panel], at)[sample.panel.pk]) if asks else set()
        found[sample.assessment_id] = (sample.assessment, members & set(joined) - spoken)
    return found
