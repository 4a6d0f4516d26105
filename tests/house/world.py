"""A small world with rows in every room that has policies or guards, made of the rooms' own models.

A policy or a guard that finds no row here fails its test: add the rows it needs to ``build``.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from waymark.access.models import Account
from waymark.assessments.models import Answer, Assessment, Audience, Judgement, Source, Standing, Withdrawal
from waymark.audit.models import Access, AccessSubject, Entry, EntryObject, RefusedRequest, Seal, Subject
from waymark.careers.models import Target
from waymark.frameworks import models as frameworks
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty
from waymark.notifications.models import Item
from waymark.organisation.models import Grade, GradeBand, Organisation, Profession, Region
from waymark.people.models import Appointment, Membership, Person, Post, ReportingLine, RoleClaim

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
LONG_AGO = date(2020, 1, 1)


def build():
    """Make the world and return its people, by name: head manages manager, manager manages person."""
    profession = Profession.objects.create(uuid=uuid4(), slug="digital", name="Digital", sort_key="digital")
    published = version_of("digital-framework", profession, published=True)
    version_of("draft-framework", profession, published=False)
    people = {name: person(name) for name in ("head", "manager", "person", "stranger")}
    recently = TODAY - timedelta(days=9)
    for managed, manager, from_on, until_on in (
        ("manager", "head", LONG_AGO, None),
        ("person", "stranger", LONG_AGO, recently),
        ("person", "manager", recently, None),
    ):
        ReportingLine.objects.create(
            person=people[managed], manager=people[manager], from_on=from_on, until_on=until_on
        )
    for someone in people.values():
        place_at_work(someone, profession, published)
        say_what_they_can(someone, published)
        Target.objects.create(person=someone, role_level=published["role_level"], from_at=NOON)
        put_on_record(someone)
    return people


def actors(people):
    """Everyone who may ask, by name."""
    known = {name: Actor(account_id=someone.account_id, person_id=someone.pk) for name, someone in people.items()}
    nobody = Actor(account_id=987_654, person_id=987_654)
    auditor = Actor(account_id=987_655, duties=(Duty("auditor", 1),))
    officer = Actor(account_id=987_657, duties=(Duty("data-protection-officer", 3),))
    bounded = Actor(account_id=987_656, duties=(Duty("auditor", 2, organisation_id=1, path="/1/"),))
    return {
        "public": PUBLIC, "operator": OPERATOR, "nobody known": nobody, "auditor": auditor,
        "auditor of one organisation": bounded,
        "data protection officer": officer, **known,
    }  # fmt: skip


def person(name):
    account = Account.objects.create(uuid=uuid4(), email=f"{name}@example.org", name=name, created_at=NOON)
    return Person.objects.create(
        uuid=uuid4(), staff_number=name, account=account, given_name=name, family_name="Lund", sort_key=f"lund {name}"
    )


def place_at_work(someone, profession, version):
    region, _ = Region.objects.get_or_create(slug="north", defaults={"uuid": uuid4(), "name": "North"})
    band, _ = GradeBand.objects.get_or_create(slug="middle", defaults={"name": "Middle", "rank": 1})
    place, _ = Organisation.objects.get_or_create(
        slug="depot", defaults={"uuid": uuid4(), "name": "Depot", "kind": Organisation.Kind.UNIT, "path": "/1/"}
    )
    grade, _ = Grade.objects.get_or_create(
        code="G7", defaults={"uuid": uuid4(), "name": "Grade 7", "band": band, "rank": 1}
    )
    post = Post.objects.create(
        uuid=uuid4(), number=f"P{someone.pk}", title="Planner", organisation=place, grade=grade, region=region,
        profession=profession, role_level=version["role_level"],
    )  # fmt: skip
    Appointment.objects.create(person=someone, post=post, from_on=LONG_AGO)
    Membership.objects.create(person=someone, profession=profession, main=True, from_on=LONG_AGO)
    RoleClaim.objects.create(person=someone, role_level=version["role_level"], from_at=NOON)


def say_what_they_can(someone, version):
    for kind, state in (("quick", "submitted"), ("full", "in_progress"), ("full", "withdrawn")):
        assessment = Assessment.objects.create(
            uuid=uuid4(), person=someone, role_level=version["role_level"], version=version["version"], kind=kind,
            state=state, skills=[version["skill"].pk], started_at=NOON,
        )  # fmt: skip
        Answer.objects.create(assessment=assessment, skill=version["skill"], level=1, saved_at=NOON)
        if state == "withdrawn":
            Withdrawal.objects.create(assessment=assessment, at=NOON)
        if state == "submitted":
            judgements = [
                Judgement.objects.create(
                    uuid=uuid4(), person=someone, skill=version["skill"], version=version["version"],
                    assessment=assessment, source=Source.SELF, level=1, made_at=NOON, audience=audience,
                )
                for audience in Audience
            ]  # fmt: skip
            Standing.objects.create(
                person=someone, skill=version["skill"], purpose="development", judgement=judgements[0], level=1
            )


def put_on_record(someone):
    number = Seal.objects.count() + 1
    seal = Seal.objects.create(number=number, entries=1, previous="0" * 64, digest="0" * 64, sealed_at=NOON)
    entry = Entry.objects.create(kind="a.b.c", at=NOON, salt="salt", digest="0" * 64, seal=seal)
    Subject.objects.create(entry=entry, person_id=someone.pk)
    EntryObject.objects.create(entry=entry, noun="grant", object_id=str(number))
    RefusedRequest.objects.create(uuid=uuid4(), at=NOON, what="/team", why="not-there")
    Item.objects.create(
        uuid=uuid4(), account_id=someone.account_id, topic="people", key="welcome", todo=True, title="Hello", at=NOON
    )
    access = Access.objects.create(uuid=uuid4(), at=NOON, purpose="development", what="/people")
    AccessSubject.objects.create(access=access, person_id=someone.pk)


def version_of(slug, profession, *, published):
    """Make a framework with one version that has a row in every table of wording."""
    framework = frameworks.Framework.objects.create(uuid=uuid4(), slug=slug, profession=profession)
    version = frameworks.Version.objects.create(
        uuid=uuid4(), framework=framework, label="1", title=slug, state="draft", created_at=NOON
    )
    skill = frameworks.Skill.objects.create(uuid=uuid4(), framework=framework, slug=f"{slug}-costing")
    family = frameworks.JobFamily.objects.create(uuid=uuid4(), framework=framework, slug="planning")
    role = frameworks.Role.objects.create(uuid=uuid4(), framework=framework, slug=f"{slug}-planner")
    role_level = frameworks.RoleLevel.objects.create(uuid=uuid4(), role=role, slug=f"{slug}-planner/senior")
    scale = frameworks.Scale.objects.create(version=version, key="s", name="Scale", position=1)
    frameworks.ScaleLevel.objects.create(version=version, scale=scale, rank=1, name="Working")
    skill_wording = frameworks.SkillWording.objects.create(
        version=version, skill=skill, scale=scale, kind="technical", name="Costing", sort_key="costing", position=1
    )
    frameworks.LevelDescriptor.objects.create(
        version=version, skill_wording=skill_wording, rank=1, defined=True, text="You cost plans."
    )
    family_wording = frameworks.FamilyWording.objects.create(
        version=version, family=family, name="Planning", position=1
    )
    role_wording = frameworks.RoleWording.objects.create(
        version=version, role=role, family_wording=family_wording, name="Planner", sort_key="planner", position=1
    )
    wording = frameworks.RoleLevelWording.objects.create(
        version=version, role_level=role_level, role_wording=role_wording, name="Senior", rung=1, position=1
    )
    choice = frameworks.Choice.objects.create(
        version=version, role_level_wording=wording, key="c", name="One of these", choose=1
    )
    frameworks.Requirement.objects.create(
        version=version, role_level_wording=wording, skill_wording=skill_wording, level=1, importance="essential",
        choice=choice, position=1,
    )  # fmt: skip
    if published:
        frameworks.Version.objects.filter(pk=version.pk).update(
            state="published", published_at=NOON, effective_from=NOON
        )
    return {"version": version, "skill": skill, "role_level": role_level}
