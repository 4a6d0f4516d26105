"""The demo, and for everyone in it one object of each kind that is theirs, one in their scope, one just outside.

Who they are: everyone the demo offers, whoever comes from outside, an account without a person, and holders of the
two duties that may be limited to one organisation, since the demo's hold them without a limit. Second administrator's
session is open, the first one's is not.
"""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.providers.department import SAML_DETAILS, add_provider, card
from tests.providers.saml import certificate
from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.models import Account, Authenticator, Grant, Session
from waymark.access.types import ProviderCard, ProviderKind
from waymark.assessments.models import (
    Answer,
    Assessment,
    Audience,
    Evidence,
    EvidenceFile,
    Exemption,
    ExerciseCase,
    ExerciseDraft,
    Judgement,
    LevelFile,
    Panel,
    RecordLink,
    Share,
    Source,
    Talk,
    TalkPoint,
    Witness,
)
from waymark.assessments.models.evidence import store
from waymark.audit.models import Entry, Seal, Subject
from waymark.demo import commands as demo
from waymark.demo.rules.cast import DIGITAL, PARTS
from waymark.exchange.models import StagedImport
from waymark.exchange.queries import files
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as framework_queries
from waymark.frameworks.models import (
    DraftReader,
    Equivalence,
    FamilyWording,
    Framework,
    Overlay,
    OverlayEntry,
    RoleLevelWording,
    SkillWording,
    Version,
)
from waymark.frameworks.types import Asked, CellChange, SkillWords
from waymark.kernel.policy import OPERATOR, Actor
from waymark.notifications.models import Item, Message
from waymark.notifications.rules import stop_token
from waymark.organisation.models import ChangeBody, Function, Organisation, OrganisationChange, Profession
from waymark.people.models import (
    Appointment,
    Correction,
    Feed,
    FeedRow,
    FeedRun,
    Identifier,
    Listing,
    MappingBatch,
    Membership,
    Person,
    PersonAlias,
    ReportingLine,
    Suspicion,
    TitleGroup,
)
from waymark.privacy import queries as privacy
from waymark.privacy.models import DataRequest, Hold, RetentionRun
from waymark.reviews import commands as review_commands
from waymark.reviews import queries as reviews
from waymark.reviews.models import (
    AcceptedFinding,
    Invitation,
    Remark,
    ReviewGroup,
    Signatory,
    SignOff,
    Suggestion,
    Thread,
)
from waymark.web.account.account import ADDRESS_SALT
from waymark.work.models import Job
from waymark_formats.sheets import Sheet, mapping_to_json, suggest

PUBLIC, NOBODY = "public", "nobody"
OFFICER_HERE, AUDITOR_HERE = "officer-here", "auditor-here"
VISITORS = (PUBLIC, NOBODY, OFFICER_HERE, AUDITOR_HERE, *(part.key for part in PARTS))
OWN, INSIDE, OUTSIDE = "own", "inside", "outside"
TARGETS = (OWN, INSIDE, OUTSIDE)
NOWHERE = UUID(int=7)
DAY = timedelta(days=1)


@dataclass(slots=True)
class Visitor:
    """Somebody who opens pages, the cookies they bring, and whose objects they ask for."""

    key: str
    cookies: Any = None
    things: dict[str, SimpleNamespace] = field(default_factory=dict)
    """By target."""


@dataclass(slots=True)
class World:
    """Everyone, and what there is for everybody."""

    at: datetime
    visitors: list[Visitor]
    there: SimpleNamespace
    """Public things: a framework and what is in it."""


def build() -> World:
    """Build the demo of 200 people and everything else. Call it in a transaction that is taken back."""
    at = datetime.now(UTC) - timedelta(minutes=5)
    demo.build(people=200, at=at, actor=OPERATOR)
    second = Account.objects.get(demo_key="second-administrator")
    access.open_admin_session(reason="The yearly review", minutes=60, actor=_acting(second, at), at=at)
    _bounded("data-protection-officer", OFFICER_HERE, at)
    _bounded("auditor", AUDITOR_HERE, at)
    _account(NOBODY, at)
    makes = _Things(at)
    drafts = _drafts(makes, at)
    parts = {target: _parts(drafts[target][0], at) for target in (INSIDE, OUTSIDE)}
    parts[OWN] = parts[INSIDE]
    added = _overlays(makes, at)
    found = {target: _findings(drafts[target][0], at) for target in drafts}
    talk = {target: _review(drafts[target][0], at) for target in (INSIDE, OUTSIDE)}
    talk[OWN] = talk[INSIDE]
    proposed = Version.objects.get(framework__slug=drafts[INSIDE][0]["framework"], label=drafts[INSIDE][0]["label"])
    review_commands.propose_release(version_id=proposed.pk, from_at=at, notes="x", reason="x", actor=OPERATOR, at=at)
    visitors = []
    for key in VISITORS:
        account = (
            Account.objects.filter(email=f"{key}@example.org").first() or Account.objects.filter(demo_key=key).first()
        )
        visitor = Visitor(key)
        if account is not None:
            visitor.cookies = _signed_in(account)
            person = Person.objects.filter(account=account).first()
            visitor.things[OWN] = makes.of(account, person)
        for target, person in zip((INSIDE, OUTSIDE), makes.around(key), strict=True):
            visitor.things[target] = (
                makes.nothing() if person is None else makes.of(_account_of(person, at), person, key)
            )
        for target, things in visitor.things.items():
            things.draft, things.draft_skill, things.draft_scale = drafts[target]
            things.draft_parts = parts[target]
            things.overlay = added[target]
            things.finding, things.accepted = found[target]
            things.review = talk[target]
            things.left_out = makes.left_out
        visitors.append(visitor)
    return World(at, visitors, makes.there)


def _drafts(makes: _Things, at: datetime) -> dict[str, tuple[dict[str, str], str, str]]:
    """Return the demo's draft and a framework of another profession, which begins: address, a skill and a scale."""
    inside = Version.objects.get(framework__profession=makes.digital, published_at=None)
    # The demo's own review ends: who reads the draft here is said below.
    for asked in (SignOff.objects.filter(signatory__version=inside), Signatory.objects.filter(version=inside),
                  Invitation.objects.filter(version=inside), DraftReader.objects.filter(version=inside)):  # fmt: skip
        asked.delete()
    Version.objects.filter(pk=inside.pk).update(state="draft")
    # Of the demo's draft the last role level is left out.
    left_out = RoleLevelWording.objects.filter(version_id=inside.pk).latest("pk")
    left_out.requirements.all().delete()
    left_out.choices.all().delete()
    makes.left_out = left_out.role_level.uuid
    left_out.delete()
    other = Profession.objects.exclude(pk=makes.digital.pk).earliest("pk")
    outside = frameworks.start_framework(
        title="Another", slug="another", summary="x", label="next", profession_id=other.pk, actor=OPERATOR, at=at
    )
    frameworks.add_skill(version_id=outside.id, words=SkillWords("Another skill"), actor=OPERATOR, at=at)
    drafts = {}
    for target, version in ((INSIDE, inside.pk), (OUTSIDE, outside.id)):
        skill = SkillWording.objects.filter(version=version).earliest("pk")
        address = {"framework": skill.version.framework.slug, "label": skill.version.label}
        drafts[target] = (address, skill.skill.slug, skill.scale.key)
    return {**drafts, OWN: drafts[INSIDE]}


def _parts(draft: dict[str, str], at: datetime) -> dict[str, str]:
    """Give a draft a family, a role, a level, a choose-n group and a skill from elsewhere, and say what they are."""
    version = Version.objects.get(framework__slug=draft["framework"], label=draft["label"])
    source = framework_queries.framework("leadership-behaviours", at)
    by: dict[str, Any] = {"version_id": version.pk, "actor": OPERATOR, "at": at}
    frameworks.derive(source_id=source.id, skills=None, roles=(), **by)
    skill = framework_queries.derived_skills(version.pk)[0][0]
    family = frameworks.add_family(name="Keepers", summary="", **by)
    role = frameworks.add_role(family=family, words={"name": "Keeper"}, **by)
    words = frameworks.RoleLevelWords("Head keeper", "", None, "")
    level = frameworks.add_role_level(role=role, words=words, **by)
    asks = CellChange(level, skill, None, Asked(None, "essential"))
    frameworks.save_requirements(role=role, changes=(asks,), **by)
    choice = frameworks.add_choice(role=role, level=level, name="Keeping", choose=1, skills=[skill], **by)
    return {
        "family": family,
        "role": role,
        "level": level,
        "choice": choice,
        "source": source.framework_slug,
        "derived": skill,
    }


def _overlays(makes: _Things, at: datetime) -> dict[str, UUID]:
    """Let the department add to a role of the profession, and another department as well."""
    other = Organisation.objects.filter(kind="department").exclude(pk=makes.department.pk).earliest("pk")
    found = {}
    for target, place in ((INSIDE, makes.department), (OUTSIDE, other)):
        overlay = Overlay.objects.create(
            uuid=uuid4(), organisation=place, framework=makes.version.framework, kind="note", role=makes.level.role
        )
        OverlayEntry.objects.create(
            overlay=overlay, number=1, act="published", text="Ours.", version=makes.version, at=at
        )
        found[target] = overlay.uuid
    return {**found, OWN: found[INSIDE]}


def _findings(draft: dict[str, str], at: datetime) -> tuple[str, UUID]:
    """Return a finding about a draft that waits, and one that was accepted."""
    version = Version.objects.get(framework__slug=draft["framework"], label=draft["label"])
    waiting = reviews.checks(version.pk, at).waiting
    accepted, _made = AcceptedFinding.objects.get_or_create(
        framework=version.framework, digest="x",
        defaults={"uuid": uuid4(), "kind": "vague", "thing": NOWHERE, "reason": "x", "from_at": at},
    )  # fmt: skip
    return waiting[0].digest if waiting else "x", accepted.uuid


def _review(draft: dict[str, str], at: datetime) -> SimpleNamespace:
    """Have a draft talked about, its reviewer asked to read it and to sign it off."""
    version = Version.objects.get(framework__slug=draft["framework"], label=draft["label"])
    reviewer = Account.objects.get(demo_key="framework-reviewer")
    family = FamilyWording.objects.filter(version=version).order_by("pk").first()
    what = ("family", family.family.uuid) if family else ("framework", version.framework.uuid)
    about = {"framework": version.framework, "version": version, "passage_kind": what[0], "passage": what[1]}
    thread = Thread.objects.create(uuid=uuid4(), started_at=at, **about)
    Remark.objects.create(thread=thread, author=reviewer, text="Why?", at=at)
    suggestion = Suggestion.objects.create(uuid=uuid4(), field="summary", text="x", author=reviewer, at=at, **about)
    group = ReviewGroup.objects.create(uuid=uuid4(), framework=version.framework, name="Readers", created_at=at)
    invitation = Invitation.objects.create(uuid=uuid4(), version=version, account=reviewer, from_at=at)
    signatory = Signatory.objects.create(uuid=uuid4(), version=version, account=reviewer, from_at=at)
    return SimpleNamespace(
        thread=thread.uuid, suggestion=suggestion.uuid, group=group.uuid, invitation=invitation.uuid,
        signatory=signatory.uuid, passage=f"{what[0]}.{what[1]}",
    )  # fmt: skip


def _acting(account: Account, at: datetime) -> Actor:
    person = Person.objects.filter(account=account).first()
    return Actor(account.pk, person.pk if person else None, duties=access_queries.duties_of(account.pk, at))


def _level_file(account: Account, at: datetime) -> UUID:
    return LevelFile.objects.create(
        uuid=uuid4(), account=account, filename="levels.csv", size=1, digest="0" * 64, state="shown",
        counts={"new": 0, "known": 0, "wrong": 0}, at=at, changed_at=at,
    ).uuid  # fmt: skip


def _staged(account: Account, at: datetime) -> UUID:
    """Make an import of a spreadsheet of two columns, in which something is wrong."""
    sheet = Sheet("Skills", (("Skill", "Level"), ("Baking", "Working"), ("Selling", "Wurking")), 2)
    said = {"use": True, "mapping": mapping_to_json(suggest(sheet)), "from": ""}
    made = StagedImport.objects.create(
        uuid=uuid4(), account=account, filename="a.csv", size=40, state="checked", format="sheet", problems=1,
        seen="x", mappings=[said], at=at, changed_at=at,
    )  # fmt: skip
    folder = files.folder(made.uuid)
    folder.mkdir(parents=True)
    (folder / files.SHEETS).write_text(json.dumps([files.cut(sheet)]))
    return made.uuid


def _account(name: str, at: datetime) -> Account:
    return Account.objects.create(uuid=uuid4(), email=f"{name}@example.org", name=name, created_at=at)


def _account_of(person: Person, at: datetime) -> Account:
    if person.account_id is None:
        person.account = _account(f"of-{person.pk}", at)
        person.save()
    return person.account


def _department() -> Organisation:
    """Return the department of the demo's manager, which the duties there are over."""
    post = Appointment.objects.get(person__account__demo_key="manager", until_on=None).post
    return Organisation.objects.get(pk=int(post.organisation.path.strip("/").split("/")[0]))


def _bounded(kind: str, name: str, at: datetime) -> None:
    access.give_duty(
        account=_account(name, at).uuid, kind=kind, organisation_id=_department().pk, until_at=at + 100 * DAY,
        reason="From outside", actor=OPERATOR, at=at,
    )  # fmt: skip


def _signed_in(account: Account) -> Any:
    """Return the cookies of somebody who has just shown that it is them."""
    client = Client()
    client.force_login(account)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, account, method="password")
    request.session.save()
    return client.cookies


class _Things:
    """Makes one object of each kind for a person, once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.digital = Profession.objects.get(slug=DIGITAL)
        self.department = _department()
        level = RoleLevelWording.objects.filter(
            version__framework__profession=self.digital, version__state="published"
        ).earliest("pk")
        self.version: Version = level.version
        self.level = level.role_level
        skill = SkillWording.objects.filter(asked_by__role_level_wording=level).earliest("pk")
        self.skill = skill.skill
        self.exercise = ExerciseCase.objects.create(
            uuid=uuid4(), key="loom", skill=self.skill, version=self.version, profession=self.digital, title="Cloth",
            sample="x", panel_level=1, panel_reason="x", at=at,
        ).uuid  # fmt: skip
        self.draft = ExerciseDraft.objects.create(
            uuid=uuid4(), framework=self.version.framework, profession=self.digital, title="Cloth", changed_at=at
        ).uuid
        self.run = RetentionRun.objects.create(uuid=uuid4(), at=at)
        # Whoever has the link of a record sees it, and these have nobody's.
        self.record = "record-of-somebody"
        self._link(Person.objects.earliest("pk"), self.record)
        self.there = SimpleNamespace(
            framework=self.version.framework, version=self.version, level=self.level, skill=self.skill,
            profession=self.digital, notice=privacy.notices()[0].slug, scale_table=self._scale_table(),
            provider=self._provider(), panel=Panel.objects.get().uuid,
            department=self.department, **self._mapped(), function=Function.objects.earliest("pk").pk,
            merger=OrganisationChange.objects.get(kind="merge").uuid, waiting_change=self._waiting_change(),
            exercise=self.exercise, draft=self.draft,
        )  # fmt: skip
        self.fed = self._fed()
        self.made: dict[int, SimpleNamespace] = {}
        now = {"until_on": None}
        placed = set(Appointment.objects.filter(**now).values_list("person_id", flat=True))
        self.free = (placed & set(Membership.objects.filter(**now).values_list("person_id", flat=True))) - set(
            Person.objects.filter(account__demo_key__isnull=False).values_list("pk", flat=True)
        )

    def _provider(self) -> ProviderCard:
        """Let the department have a SAML provider that is turned on."""
        details = replace(SAML_DETAILS, secret=certificate())
        return card(add_provider(ProviderKind.SAML, details, self.department.pk))

    def _mapped(self) -> dict[str, UUID]:
        """Return a title and a post of the profession in the department, and what its HR director decided there."""
        title = TitleGroup.objects.filter(organisation=self.department, profession=self.digital).earliest("pk")
        batch = MappingBatch.objects.filter(organisation=self.department).latest("pk")
        return {"title": title.uuid, "post": title.posts.earliest("pk").uuid, "batch": batch.uuid}

    def _fed(self) -> tuple[UUID, UUID, tuple[UUID, UUID], UUID]:
        """Have a feed with a file on its way, a pair of people whom a file made look like one, and two merged."""
        feed = Feed.objects.create(
            uuid=uuid4(), organisation=self.department, name="HR", source="matrix/hr", created_at=self.at
        )
        of_file = {"feed": feed, "filename": "hr.csv", "size": 1, "digest": "x", "full": True, "at": self.at}
        before = FeedRun.objects.create(uuid=uuid4(), state="applied", changed_at=self.at, **of_file)
        waiting = FeedRun.objects.create(uuid=uuid4(), state="shown", changed_at=self.at, **of_file)
        free = Person.objects.filter(account=None, appointments__until_on=None).order_by("-pk")
        one, other, third, fourth = free.distinct()[:4]
        Identifier.objects.create(source=feed.source, value="77", person=one)
        FeedRow.objects.create(run=before, kind="new", row=2, value="77", name="x", person=one, twin=other)
        Suspicion.objects.create(feed=feed, person=one, other=other, why="email", at=self.at)
        alias = PersonAlias.objects.create(uuid=uuid4(), person=third, kept=fourth, reason="x", from_at=self.at)
        return feed.uuid, waiting.uuid, (one.uuid, other.uuid), alias.uuid

    def _scale_table(self) -> UUID:
        """Have somebody say what the levels of a scale count as on another of the same framework."""
        scale = framework_queries.ladders_in_use(OPERATOR, self.at)[0]
        framework = Framework.objects.get(slug=scale.framework_slug)
        ladder = {"kind": scale.ladder.kind, "names": scale.ladder.names, "values": scale.ladder.values}
        return Equivalence.objects.create(
            uuid=uuid4(), from_framework=framework, from_ladder=ladder, from_digest=scale.digest,
            to_framework=framework, to_ladder=ladder, to_digest=scale.digest, counts_as=[1] * scale.ladder.top,
            reason="x", from_at=self.at,
        ).uuid  # fmt: skip

    def around(self, key: str) -> tuple[Person | None, Person | None]:
        """Return somebody in the scope of a visitor's duty or team, and somebody just outside it."""
        digital, here = self._listed(profession=self.digital), self._listed(place=self.department)
        everyone = set(Person.objects.values_list("pk", flat=True))
        manager = Person.objects.get(account__demo_key="manager")
        team = set(ReportingLine.objects.filter(manager=manager, until_on=None).values_list("person_id", flat=True))
        inside, outside = {
            "manager": (team, (digital & here) - team),
            "head-of-profession": (digital - here, here - digital),
            "department-head-of-profession": (digital & here, digital - here),
            "hr-director": (here - digital, everyone - here),
            OFFICER_HERE: (here, everyone - here),
            AUDITOR_HERE: (here, everyone - here),
            # Those over everything have nobody outside: what they ask for then is not there.
            "data-protection-officer": (everyone - here, set()),
            "auditor": (everyone - here, set()),
            "administrator": (everyone - here, set()),
            "second-administrator": (everyone - here, set()),
        }.get(key, (digital & here, everyone - here - digital))
        # Nobody's own team: that would be a scope of another kind.
        theirs = ReportingLine.objects.filter(manager__account__demo_key=key, until_on=None).values_list(
            "person_id", flat=True
        )
        apart = set() if key == "manager" else set(theirs)
        return self._one(inside - apart), self._one(outside - apart)

    def _listed(self, profession: Profession | None = None, place: Organisation | None = None) -> set[int]:
        rows = Listing.objects.filter(
            profession_id=profession.pk if profession else 0, organisation_id=place.pk if place else 0, until_on=None
        )
        return set(rows.values_list("person_id", flat=True))

    def _one(self, among: set[int]) -> Person | None:
        found = sorted(among & self.free)
        return Person.objects.get(pk=found[0]) if found else None

    def _waiting_change(self) -> UUID:
        """Return a change of the department that waits for its day."""
        change = OrganisationChange.objects.create(
            uuid=uuid4(), kind="rename", name="Department for Land", on=(self.at + 100 * DAY).date(), reason="x",
            at=self.at,
        )  # fmt: skip
        ChangeBody.objects.create(change=change, organisation=self.department)
        return change.uuid

    def nothing(self) -> SimpleNamespace:
        """Return what is not there."""
        link = {"uid": "AA", "token": "a-b"}
        return SimpleNamespace(
            person=NOWHERE, quick=NOWHERE, full=NOWHERE, shared=NOWHERE, share=NOWHERE, grant=NOWHERE, request=NOWHERE,
            item=NOWHERE, correction=NOWHERE, entry=987_654_321, job=NOWHERE, hold=NOWHERE, message=NOWHERE,
            passkey=987_654_321, session=NOWHERE, run=NOWHERE, link=link, sealed="x", stop="x", demo="none-such",
            record=self.record, record_link=NOWHERE, evidence=NOWHERE, evidence_file=NOWHERE, asked=NOWHERE,
            testimony=NOWHERE, sent=NOWHERE, exemption=NOWHERE, level_file=NOWHERE,
            staged=NOWHERE, feed=NOWHERE, fed=NOWHERE, pair=(NOWHERE, NOWHERE), merged=NOWHERE,
            skill=self.skill.slug,
        )  # fmt: skip

    def of(self, account: Account, person: Person | None, asked_by: str = "") -> SimpleNamespace:
        """Return one object of each kind that is this account's; the duty of a kind one could give."""
        if account.pk not in self.made:
            self.made[account.pk] = self._make(account, person)
        things = copy(self.made[account.pk])
        things.grant = self._grant(account, person, "vacancy-holder" if asked_by == "hr-director" else "assessor")
        return things

    def _make(self, account: Account, person: Person | None) -> SimpleNamespace:
        at, things = self.at, self.nothing()
        things.demo = account.demo_key or "none-such"
        things.run = self.run.uuid
        things.feed, things.fed, things.pair, things.merged = self.fed
        things.item = Item.objects.create(
            uuid=uuid4(), account_id=account.pk, topic="people", key=str(uuid4()), todo=True, title="Hello", at=at
        ).uuid
        things.message = Message.objects.create(
            reference=uuid4(), account_id=account.pk, topic="people", subject="Hello", text="", at=at, send_after=at,
            state="refused", finished_at=at,
        ).reference  # fmt: skip
        things.job = Job.objects.create(
            uuid=uuid4(), kind="a.b", key=str(uuid4()), next_at=at, asked_by=account.pk, asked_at=at
        ).uuid
        things.staged = _staged(account, at)
        things.level_file = _level_file(account, at)
        things.passkey = Authenticator.objects.create(
            user=account, type="webauthn", data={"name": "Phone"}, created_at=at
        ).pk
        things.session = Session.objects.create(
            session_key=uuid4().hex, session_data="", expire_date=at + DAY, account=account, uuid=uuid4(),
            started_at=at, seen_at=at,
        ).uuid  # fmt: skip
        things.stop = stop_token(account.pk, "people")
        things.link = {
            "uid": urlsafe_base64_encode(force_bytes(account.pk)),
            "token": default_token_generator.make_token(account),
        }
        things.sealed = signing.dumps(
            {"account": account.pk, "before": account.email, "email": "new@example.org"},
            salt=ADDRESS_SALT,
            compress=True,
        )
        if person is not None:
            self._of_a_person(things, person)
        return things

    def _where(self, person: Person | None) -> tuple[Profession, str]:
        """Return the profession and the path of where somebody works."""
        if person is None:
            return self.digital, self.department.path
        member = Membership.objects.filter(person=person, until_on=None).order_by("-main", "pk").first()
        post = Appointment.objects.filter(person=person, until_on=None).earliest("pk").post
        return member.profession if member else self.digital, post.organisation.path

    def _grant(self, account: Account, person: Person | None, kind: str) -> UUID:
        profession, path = self._where(person)
        # It begins later, so that nobody holds a duty they would not hold without this.
        return Grant.objects.create(
            uuid=uuid4(), account=account, person_id=person.pk if person else None, kind=kind, two_people=False,
            profession=None if kind == "vacancy-holder" else profession,
            organisation_id=int(path.strip("/").split("/")[0]), from_at=self.at + 10 * DAY,
            until_at=self.at + 90 * DAY, reason="x", created_at=self.at,
        ).uuid  # fmt: skip

    def _of_a_person(self, things: SimpleNamespace, person: Person) -> None:
        at = self.at
        profession, path = self._where(person)
        things.person = person.uuid
        things.quick = self._assessment(person, "quick", "in_progress").uuid
        things.full = self._assessment(person, "full", "in_progress").uuid
        shared = self._assessment(person, "full", "submitted")
        things.shared = shared.uuid
        sent = self._assessment(person, "full", "submitted")
        sent.goes_to, sent.profession = "manager", profession
        sent.save()
        things.sent = sent.uuid
        talk = Talk.objects.create(assessment=sent, begun_at=at)
        TalkPoint.objects.create(talk=talk, skill=self.skill, own_level=2, manager_level=1, saved_at=at)
        Judgement.objects.create(
            uuid=uuid4(), person=person, skill=self.skill, version=self.version, assessment=shared,
            source=Source.SELF, level=1, made_at=at, audience=Audience.ONLY_ME,
        )  # fmt: skip
        things.exemption = Exemption.objects.create(
            uuid=uuid4(), person=person, skill=self.skill, from_on=at.date(), reason="x", at=at
        ).uuid
        things.share = Share.objects.create(uuid=uuid4(), assessment=shared, with_manager=True, from_at=at).uuid
        self._evidence(things, person)
        things.record = f"record-{person.pk}"
        things.record_link = self._link(person, things.record)
        things.request = DataRequest.objects.create(
            uuid=uuid4(), person=person, kind="correction", state="open", text="My post is another.", asked_at=at
        ).uuid
        things.correction = Correction.objects.create(
            uuid=uuid4(), person=person, about="name", text="Call me Kim.", organisation_path=path,
            profession=profession, asked_at=at,
        ).uuid  # fmt: skip
        things.hold = Hold.objects.create(
            uuid=uuid4(), person=person, basis="legal-claim", reason="A claim", placed_at=at
        ).uuid
        seal = Seal.objects.create(
            number=1_000_000 + person.pk, entries=1, previous="0" * 64, digest="0" * 64, sealed_at=at
        )
        entry = Entry.objects.create(kind="people.role.claimed", at=at, salt="s", digest="0" * 64, seal=seal)
        Subject.objects.create(entry=entry, person_id=person.pk)
        things.entry = entry.pk

    def _link(self, person: Person, token: str) -> UUID:
        return RecordLink.objects.create(
            uuid=uuid4(), person=person, digest=sha256(token.encode()).hexdigest(), code_digest=token,
            made_at=self.at, expires_at=self.at + timedelta(days=7),
        ).uuid  # fmt: skip

    def _evidence(self, things: SimpleNamespace, person: Person) -> None:
        """Give them evidence that they show to their manager, with a file, and something that is asked of them."""
        other = Person.objects.exclude(pk=person.pk).exclude(account=None).earliest("pk")
        mine, theirs = (
            Evidence.objects.create(
                uuid=uuid4(), person=who, kind="testimony", title="x", audience="shared", sought="x", saved_at=self.at
            )
            for who in (person, other)
        )
        things.evidence = mine.uuid
        things.asked = Witness.objects.create(uuid=uuid4(), evidence=mine, account=other.account, asked_at=self.at).uuid
        things.testimony = Witness.objects.create(
            uuid=uuid4(), evidence=theirs, account=person.account, asked_at=self.at
        ).uuid
        things.evidence_file = EvidenceFile.objects.create(
            uuid=uuid4(), evidence=mine, name="a.txt", media_type="text/plain", size=1, sha256="0" * 64,
            scan="not_scanned", added_at=self.at,
        ).uuid  # fmt: skip
        store().save(things.evidence_file.hex, ContentFile(b"x"))

    def _assessment(self, person: Person, kind: str, state: str) -> Assessment:
        made = Assessment.objects.create(
            uuid=uuid4(), person=person, role_level=self.level, version=self.version, kind=kind, state=state,
            skills=[self.skill.pk], started_at=self.at, submitted_at=self.at if state == "submitted" else None,
        )  # fmt: skip
        Answer.objects.create(assessment=made, skill=self.skill, level=1, saved_at=self.at)
        return made
