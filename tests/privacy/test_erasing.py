"""Erasing a person leaves nothing of them outside the minimum of the record, and the chain stays whole."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from itertools import count
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from tests.house import world
from tests.privacy.conftest import NOON
from waymark.access.models import (
    Account,
    AdminSession,
    Authenticator,
    EndingReminder,
    Grant,
    IdentityProvider,
    Session,
    SignOnIdentity,
)
from waymark.assessments.models import (
    Acceptance,
    ImportedLevel,
    Judgement,
    LevelNotice,
    Panel,
    PanelMember,
    Revocation,
    Standing,
    Withdrawal,
)
from waymark.audit import commands as audit
from waymark.audit import queries as audit_queries
from waymark.audit.models import Access, Entry, RefusedRequest
from waymark.exchange.models import StagedImport
from waymark.frameworks.models import DraftReader, Overlay, OverlayEntry, Role, UnsavedForm, Version
from waymark.kernel import personal, triggers
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor
from waymark.notifications import commands as notifications
from waymark.notifications.models import Item, Preference, QuietHours
from waymark.organisation.models import ChangeOutcome, Organisation, OrganisationChange
from waymark.people import commands as people_commands
from waymark.people.models import (
    Erasure,
    Feed,
    FeedDay,
    FeedRow,
    FeedRun,
    FeedToken,
    FeedUser,
    Identifier,
    MappingBatch,
    Movement,
    Person,
    PersonAlias,
    ReportingLine,
    Suspicion,
)
from waymark.privacy import commands
from waymark.privacy.models import DataRequest
from waymark.privacy.types import Basis, RequestKind
from waymark.work.models import Job

pytestmark = pytest.mark.django_db

SIGN = "zyxw"
"""In every text that the tests put on record about the person."""
KEPT_AND_EMPTIED = {
    "audit.entry": {"reason", "facts"}, "audit.access": {"what", "filter"}, "audit.refusedrequest": {"what"},
}  # fmt: skip
"""Of what stays, the columns that erasing empties. The others are the record's minimum."""


CODES_THAT_STAY = {
    # What a body is called and which posts are whose: words of an organisation, not of whoever planned it.
    "organisation.organisationchange": {"name", "code", "body_kind", "posts"},
    "access.grant": {"kind"},
    # What the framework said, and which passage of it: nobody's words but its own.
    "reviews.suggestion": {"passage_kind", "part", "field", "seen", "called"},
    "reviews.signoff": {"digest"},
    # What was proposed, how it stands, and the words readers get with the version.
    "reviews.release": {"act", "state", "digest", "notes", "answer"},
}
"""In rows that are emptied, columns of codes: they say nothing of anybody."""


def erase(person, *, actor=OPERATOR, reason="They asked for it.", at=NOON):
    return commands.erase_person(person_id=person.pk, reason=reason, actor=actor, at=at)


def put_signs_everywhere(person):
    """Put a text that can be told again into every column about the person; return the tables without a row."""
    empty, number = [], count()
    with triggers.suspended(connection):
        for holding in personal.holdings():
            if not (holding.person or holding.account):
                continue
            rows = personal.rows_about(holding, person_id=person.pk, account_id=person.account_id)
            ids = list(rows.values_list("pk", flat=True))
            if not ids and holding.key != "people.erasure":
                empty.append(holding.key)
            table = rows.model._default_manager
            for field in rows.model._meta.concrete_fields:
                if field.name in CODES_THAT_STAY.get(holding.key, ()):
                    continue
                if holding.erasing == personal.Erasing.KEEP and field.name not in KEPT_AND_EMPTIED.get(holding.key, ()):
                    continue
                if isinstance(field, models.JSONField):
                    table.filter(pk__in=ids).update(**{field.name: [f"{SIGN} {next(number)}"]})
                elif isinstance(field, models.CharField | models.TextField) and not field.choices:
                    for pk in ids:
                        table.filter(pk=pk).update(**{field.name: f"{SIGN}{next(number)}"})
    return empty


def everything_in_the_database():
    """Every row of every table, the full-text index among them, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield table, json.dumps(dict(zip(names, row, strict=True)), default=str)


def told_of(strings):
    return [(table, row) for table, row in everything_in_the_database() if any(one in row for one in strings)]


def _actor(person):
    return Actor(account_id=person.account_id, person_id=person.pk)


@pytest.fixture
def marked(person, people, settings):
    """Somebody with a name, on record in every table, in others' messages, in a session and in the spool."""
    Person.objects.filter(pk=person.pk).update(
        given_name="Quilla", family_name="Featherstone", email="quilla.featherstone@example.org",
        staff_number="QF-0012345",
    )  # fmt: skip
    Account.objects.filter(pk=person.account_id).update(name="Quilla Featherstone", email="quilla@example.org")
    commands.ask(kind=RequestKind.CORRECTION, text="x", actor=_actor(person), at=NOON)
    people_commands.restrict(person_id=person.pk, reason="x", actor=_actor(person), at=NOON)
    hold = commands.place_hold(person_id=person.pk, basis=Basis.LEGAL_CLAIM, reason="x", actor=OPERATOR, at=NOON)
    commands.release_hold(hold=hold, because="x", actor=OPERATOR, at=NOON)
    notifications.notify(
        accounts=[people.head.account_id], topic="sharing", key="k", title="Quilla Featherstone shared something",
        body="Write to quilla@example.org", url=f"/team/{person.uuid}", at=NOON,
    )  # fmt: skip
    Client().force_login(Account.objects.get(pk=person.account_id))
    audit.note_access(
        actor=_actor(people.manager), at=NOON, what=f"/team/{person.uuid}", subjects=[person.pk], filter={"q": SIGN}
    )
    Session.objects.filter(account_id=None).update(account_id=person.account_id)
    Preference.objects.create(account_id=person.account_id, topic="privacy", frequency="daily")
    QuietHours.objects.create(account_id=person.account_id, from_time=time(20), until_time=time(7))
    AdminSession.objects.create(
        uuid=uuid4(), account_id=person.account_id, reason="x", from_at=NOON, until_at=NOON + timedelta(hours=1)
    )
    EndingReminder.objects.create(grant=Grant.objects.filter(account_id=person.account_id).first(), days=7, at=NOON)
    address = EmailAddress.objects.create(user_id=person.account_id, email="quilla@example.net")
    EmailConfirmation.objects.create(email_address=address, created=NOON, key="key")
    Authenticator.objects.create(user_id=person.account_id, type="totp", data={}, created_at=NOON)
    SignOnIdentity.objects.create(
        provider=IdentityProvider.objects.get(active=True), account_id=person.account_id, kind="oidc",
        issuer="https://depot.example", subject="quilla@example.org", first_at=NOON, last_at=NOON,
    )  # fmt: skip
    RefusedRequest.objects.create(uuid=uuid4(), actor_account_id=person.account_id, at=NOON, what="/x", why="missing")
    RefusedRequest.objects.create(
        uuid=uuid4(), actor_account_id=None, at=NOON, what=f"/team/{person.uuid}", why="missing"
    )
    Job.objects.create(
        uuid=uuid4(), kind="export", key="export", arguments={}, state="done", asked_by=person.account_id,
        asked_at=NOON, next_at=NOON,
    )  # fmt: skip
    draft = Version.objects.filter(published_at=None).earliest("pk")
    DraftReader.objects.filter(account_id=person.account_id).delete()
    DraftReader.objects.create(version=draft, account_id=person.account_id, from_at=NOON)
    UnsavedForm.objects.create(account_id=person.account_id, place="/authoring/x", fields={"name": "x"}, saved_at=NOON)
    planned = OrganisationChange.objects.create(
        uuid=uuid4(), kind="rename", on=NOON.date(), reason="x", account_id=person.account_id, at=NOON
    )
    ChangeOutcome.objects.create(change=planned, kind="called-off", words="x", account_id=person.account_id, at=NOON)
    overlay = Overlay.objects.create(
        uuid=uuid4(), organisation_id=Organisation.objects.earliest("pk").pk, framework_id=draft.framework_id,
        kind="note", role=Role.objects.earliest("pk"),
    )  # fmt: skip
    OverlayEntry.objects.create(
        overlay=overlay, number=1, act="published", text="x", version=draft, account_id=person.account_id, at=NOON
    )
    StagedImport.objects.create(
        uuid=uuid4(), account_id=person.account_id, filename="a.csv", size=1, state="read", at=NOON, changed_at=NOON
    )
    feed = Feed.objects.create(
        uuid=uuid4(), organisation_id=Organisation.objects.earliest("pk").pk, name="Third", source="x", created_at=NOON
    )
    run = FeedRun.objects.create(
        uuid=uuid4(), feed=feed, account_id=person.account_id, filename="hr.csv", size=1, digest="x", full=True,
        state="applied", at=NOON, changed_at=NOON,
    )  # fmt: skip
    FeedRow.objects.create(run=run, kind="new", row=2, value="QF-0012345", name="Quilla Featherstone", person=person)
    Identifier.objects.create(source="x", value="QF-0012345", person=person)
    Movement.objects.create(person=person, kind="joined", on=NOON.date(), run=run, at=NOON)
    FeedUser.objects.create(
        uuid=uuid4(), feed=feed, person=person, value="x", user_name="quilla@example.org", user_key="quilla",
        external_id="QF-0012345", said={"userName": "quilla@example.org"}, created_at=NOON, changed_at=NOON,
    )  # fmt: skip
    FeedToken.objects.create(uuid=uuid4(), feed=feed, digest="x", made_by_id=person.account_id, created_at=NOON)
    MappingBatch.objects.create(
        uuid=uuid4(), organisation_id=feed.organisation_id, how="bulk", words="x", by_id=person.account_id, at=NOON,
        posts=1,
    )  # fmt: skip
    FeedDay.objects.create(feed=feed, on=NOON.date(), opened_by_id=person.account_id, opened_at=NOON)
    Suspicion.objects.create(feed=feed, person=person, other_id=people.head.pk, why="email", at=NOON, reason="Quilla")
    PanelMember.objects.create(panel=Panel.objects.earliest("pk"), account_id=person.account_id, from_at=NOON)
    PersonAlias.objects.create(
        uuid=uuid4(), person=person, kept_id=people.head.pk, reason="Quilla Featherstone twice", from_at=NOON
    )
    person.refresh_from_db()
    return person


def test_there_is_a_row_about_the_person_in_every_table_that_declares_one(marked):
    assert put_signs_everywhere(marked) == [], "make a row of these in marked"
    assert len(told_of([SIGN])) > 15


def test_nothing_of_an_erased_person_is_left_outside_the_minimum(marked, people, settings):
    account = Account.objects.get(pk=marked.account_id)
    strings = [
        SIGN, "Quilla", "Featherstone", "quilla", "QF-0012345", str(marked.uuid), marked.uuid.hex, str(account.uuid),
        account.uuid.hex,
    ]  # fmt: skip
    audit.flush_access()
    audit.note_access(
        actor=_actor(people.manager), at=NOON, what=f"/team/{marked.uuid}", subjects=[marked.pk], filter={"q": SIGN}
    )
    put_signs_everywhere(marked)
    Person.objects.filter(pk=marked.pk).update(
        given_name=marked.given_name, family_name=marked.family_name, email=marked.email,
        staff_number=marked.staff_number,
    )  # fmt: skip
    Account.objects.filter(pk=account.pk).update(name=account.name, email=account.email)
    assert told_of(strings)

    erase(marked)

    assert told_of(strings) == []
    assert not Session.objects.filter(account_id=account.pk).exists()
    assert [path.read_text() for path in settings.AUDIT_SPOOL_DIR.glob("*") if path.read_text().strip()] == []


def test_what_stays_is_a_person_and_an_account_without_a_name(marked):
    uuid, account_id = marked.uuid, marked.account_id

    erase(marked)

    marked.refresh_from_db()
    assert (marked.given_name, marked.family_name, marked.email, marked.account_id) == ("", "", "", None)
    assert marked.staff_number == f"erased-{marked.pk}"
    assert marked.uuid != uuid
    account = Account.objects.get(pk=account_id)
    assert (account.name, account.is_active, account.has_usable_password()) == ("", False, False)


def test_others_keep_their_records_and_their_entries_of_the_record(marked, people):
    before = Judgement.objects.exclude(person=marked).count()
    lines = ReportingLine.objects.exclude(person=marked).count()
    entry = Entry.objects.filter(subjects__person_id=people.head.pk).earliest("pk")

    erase(marked)

    assert Judgement.objects.exclude(person=marked).count() == before
    assert Judgement.objects.filter(person=marked).count() == 0
    assert ReportingLine.objects.count() == lines
    entry.refresh_from_db()
    assert not entry.erased


def test_a_name_in_somebody_elses_message_is_taken_out_and_the_message_stays(marked, people):
    erase(marked)

    item = Item.objects.get(account_id=people.head.account_id, key="k")
    assert item.title == "[erased] shared something"
    assert item.url == "/team/[erased]"


def test_a_look_at_several_people_keeps_its_page_and_loses_what_it_was_narrowed_by(marked, people):
    audit.note_access(
        actor=_actor(people.head), at=NOON, what="/team", subjects=[marked.pk, people.manager.pk], filter={"q": "Q"}
    )

    erase(marked)

    assert list(Access.objects.filter(what="/team").values_list("filter", flat=True)) == [{}]


def test_the_chain_verifies_after_an_erasure(db, place_of_one):
    person = place_of_one
    with transaction.atomic():
        audit.record("people.note.kept", actor=_actor(person), at=NOON, subjects=[person.pk], reason=SIGN, note=SIGN)
        audit.record("access.session.begun", actor=_actor(person), at=NOON, device=SIGN)
    audit.seal(at=NOON)

    done = erase(person)
    audit.seal(at=NOON)

    assert done.entries == 2
    report = audit_queries.verify_chain()
    assert report.whole, report.problems
    assert told_of([SIGN]) == []
    kept = Entry.objects.get(kind="people.note.kept")
    assert (kept.at, kept.actor_account_id, [s.person_id for s in kept.subjects.all()]) == (
        NOON, _actor(person).account_id, [person.pk],
    )  # fmt: skip


@pytest.fixture
def place_of_one(db):
    return world.person("lone")


def test_the_record_says_that_somebody_was_erased_and_why(person, officer):
    done = erase(person, actor=officer, reason="A letter of 1 March.")

    entry = Entry.objects.get(kind="privacy.person.erased")
    assert (entry.reason, entry.actor_account_id) == ("A letter of 1 March.", officer.account_id)
    assert entry.facts["rows"]["assessments.judgement"] == done.rows["assessments.judgement"] == 5
    assert Erasure.objects.get(person=person).done_at == NOON


def test_rows_of_the_append_only_record_go_only_while_their_person_is_being_erased(person, people):
    for table in (Judgement, Withdrawal):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table.objects.all()._raw_delete("default")

    Erasure.objects.create(person=person, at=NOON)
    mine = Judgement.objects.filter(person=person)
    Revocation.objects.filter(judgement__person=person).delete()
    Withdrawal.objects.filter(assessment__person=person).delete()
    for about_them in (Acceptance, Standing):
        about_them.objects.filter(person=person).delete()
    for of_level in (ImportedLevel, LevelNotice):
        of_level.objects.filter(judgement__person=person).delete()
    mine.delete()

    assert not mine.exists()
    for rows in (Judgement.objects.exclude(person=person), Withdrawal.objects.exclude(assessment__person=person)):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Judgement.objects.update(note="changed")


def test_the_guard_closes_when_the_erasure_is_done(person):
    erase(person)
    with triggers.suspended(connection):
        Judgement.objects.update(person=person)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Judgement.objects.filter(person=person)._raw_delete("default")


def test_nobody_under_a_hold_is_erased_and_the_officer_is_told_why(person, officer):
    hold = commands.place_hold(person_id=person.pk, basis=Basis.INVESTIGATION, reason="Case 12", actor=officer, at=NOON)
    strings = Judgement.objects.filter(person=person).count()

    for actor in (officer, OPERATOR):
        with pytest.raises(commands.UnderHold, match="Release it first"):
            erase(person, actor=actor)

    assert Judgement.objects.filter(person=person).count() == strings
    assert not Erasure.objects.exists()
    commands.release_hold(hold=hold, because="Case closed", actor=officer, at=NOON)
    erase(person, actor=officer)


def test_a_hold_ends_by_itself_on_its_day(person, officer):
    commands.place_hold(
        person_id=person.pk, basis=Basis.LEGAL_CLAIM, reason="Claim", until_on=date(2026, 3, 5), actor=officer, at=NOON
    )

    with pytest.raises(commands.UnderHold):
        erase(person, at=NOON + timedelta(days=2))

    erase(person, at=NOON + timedelta(days=3))


@pytest.mark.parametrize("who", ["public", "themselves", "manager", "elsewhere"])
def test_nobody_else_erases_anybody_or_learns_of_a_hold(who, person, people, themselves, elsewhere, officer):
    actor = {
        "public": PUBLIC, "themselves": themselves, "manager": _actor(people.manager), "elsewhere": elsewhere,
    }[who]  # fmt: skip
    commands.place_hold(person_id=person.pk, basis=Basis.INVESTIGATION, reason="Case 12", actor=officer, at=NOON)

    with pytest.raises(NotVisible):
        erase(person, actor=actor)

    with pytest.raises(NotVisible):
        people_commands.erase(person_id=person.pk, actor=actor, at=NOON)


def test_erasing_twice_is_refused(person):
    erase(person)

    with pytest.raises(people_commands.AlreadyErased):
        erase(person)


def test_a_refused_erasure_leaves_nothing_behind(person, officer):
    entries = Entry.objects.count()

    with pytest.raises(commands.NotTheseWords):
        erase(person, actor=officer, reason=" ")

    assert Entry.objects.count() == entries


def test_erasing_does_what_the_person_asked_for(person, themselves, officer):
    commands.ask(kind=RequestKind.ERASURE, text="I am leaving", actor=themselves, at=NOON)

    erase(person, actor=officer)

    request = DataRequest.objects.get()
    assert (request.state, request.text, request.decided_by_id) == ("done", "", officer.account_id)
