"""A small world with rows in every room that has policies or guards, made of the rooms' own models.

A policy or a guard that finds no row here fails its test: add the rows it needs to ``build``.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from waymark.access.models import (
    Account,
    AdminSession,
    Authenticator,
    Grant,
    GrantDecision,
    IdentityProvider,
    Revocation,
    Session,
)
from waymark.access.types import DutyKind
from waymark.assessments.models import (
    Acceptance,
    AcceptanceRule,
    Answer,
    Assessment,
    Audience,
    Evidence,
    EvidenceBefore,
    EvidenceFile,
    EvidenceSkill,
    EvidenceUse,
    Exemption,
    ExerciseAnswer,
    ExerciseCase,
    ExerciseDraft,
    Hand,
    ImportedLevel,
    Interest,
    Judgement,
    LevelFile,
    LevelNotice,
    Panel,
    PanelMember,
    PanelWord,
    RecordLink,
    Sample,
    SamplingRule,
    Share,
    Source,
    Standing,
    Step,
    Talk,
    TalkPoint,
    Terms,
    Withdrawal,
    Witness,
)
from waymark.assessments.models import Revocation as TakenBack
from waymark.audit.models import Access, AccessSubject, Entry, EntryObject, OutboxEvent, RefusedRequest, Seal, Subject
from waymark.careers.models import Target
from waymark.exchange.models import StagedImport
from waymark.frameworks import models as frameworks
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty, Purpose
from waymark.notifications.models import Item, Message
from waymark.organisation.models import (
    ChangeBody,
    ChangeOutcome,
    ChangePart,
    Grade,
    GradeBand,
    Organisation,
    OrganisationBefore,
    OrganisationChange,
    Profession,
    Region,
)
from waymark.people.commands import rebuild_listing
from waymark.people.models import (
    Appointment,
    Correction,
    Erasure,
    Feed,
    FeedRun,
    MappingBatch,
    Membership,
    Person,
    PersonAlias,
    Post,
    PostMapping,
    PostMove,
    ReportingLine,
    Restriction,
    RoleClaim,
    Suspicion,
)
from waymark.privacy.models import DataRequest, Hold, RetentionRun
from waymark.reporting.models import (
    AssessorFigures,
    Comparability,
    DepartmentFigures,
    DisclosureProfile,
    ProfileInForce,
)
from waymark.reviews import models as reviews
from waymark.work.models import Job

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
LONG_AGO = date(2020, 1, 1)


def build():
    """Make the world and return its people, by name: head manages manager, manager manages person."""
    profession = Profession.objects.create(uuid=uuid4(), slug="digital", name="Digital", sort_key="digital")
    published = version_of("digital-framework", profession, published=True)
    draft = version_of("draft-framework", profession, published=False)
    people = {name: person(name) for name in ("head", "manager", "person", "stranger")}
    for framework in (None, published["version"].framework):
        Terms.objects.create(framework=framework, days=20, at=NOON)
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
        keep_evidence(someone, published, people["stranger" if someone != people["stranger"] else "head"])
        Target.objects.create(person=someone, role_level=published["role_level"], from_at=NOON)
        put_on_record(someone)
        Correction.objects.create(
            uuid=uuid4(), person=someone, about="post", text="It is called lead planner.", organisation_path="/1/",
            profession=profession, asked_at=NOON,
        )  # fmt: skip
        protect(someone, still=someone == people["stranger"])
        sign_in(someone)
    for name, holder in (("person", "manager"), ("head", "stranger")):
        sent = Assessment.objects.filter(person=people[name], goes_to="assessor").latest("pk")
        Hand.objects.create(assessment=sent, account=people[holder].account, role="assessor", why="next", from_at=NOON)
    give_duties(people, profession)
    moderate(people, profession)
    sign_off(people["manager"], people["stranger"])
    LevelFile.objects.create(
        uuid=uuid4(), filename="levels.csv", size=1, digest="x", state="applied", at=NOON, changed_at=NOON
    )
    write_what_is_accepted(profession)
    let_a_department_sign_on()
    reorganise()
    put_in_context(published)
    frameworks.DraftReader.objects.create(version=draft["version"], account=people["person"].account, from_at=NOON)
    for name in ("manager", "head"):
        StagedImport.objects.create(
            uuid=uuid4(), account=people[name].account, filename="a.csv", size=1, state="read", at=NOON,
            changed_at=NOON,
        )  # fmt: skip
    feed_people(people)
    hide_small_numbers()
    calibrate(people, profession, published)
    map_posts(people, published["role_level"])
    relate_skills(published["skill"], draft["skill"])
    review(draft, people)
    review(version_of("second-draft", profession, published=False), people)
    rebuild_listing(actor=OPERATOR, at=NOON)
    share_their_first(people["person"], with_manager=True)
    share_their_first(people["head"], with_account=people["stranger"].account)
    DataRequest.objects.create(
        uuid=uuid4(), person=people["stranger"], kind="erasure", state="done", asked_at=NOON, decided_at=NOON,
        decided_by=people["head"].account,
    )  # fmt: skip
    # One of them wants their record shown to nobody; of the others more than their own duty opens must stay open.
    # Somebody was erased, and that is over: guards that make way for an erasure stand again.
    Erasure.objects.create(person=people["stranger"], at=NOON, done_at=NOON)
    return people


def let_a_department_sign_on():
    """Let the depot have two sign-ins of its own, of which one is turned on."""
    for slug, active in (("depot", True), ("depot-before", False)):
        IdentityProvider.objects.create(
            uuid=uuid4(), slug=slug, kind="oidc", name="Depot sign-in", issuer=f"https://{slug}.example",
            organisation=Organisation.objects.get(slug="depot"), sealed="", matched_by="email", claim="email",
            active=active, added_at=NOON,
        )  # fmt: skip


def feed_people(people):
    """Have files of two feeds on their way, and two pairs merged."""
    place = Organisation.objects.order_by("pk").first()
    for name in ("HR", "Second"):
        feed = Feed.objects.create(uuid=uuid4(), organisation=place, name=name, source=f"tests/{name}", created_at=NOON)
        FeedRun.objects.create(
            uuid=uuid4(), feed=feed, filename="hr.csv", size=1, digest="x", full=True, state="shown", at=NOON,
            changed_at=NOON,
        )  # fmt: skip
    for one, kept in (("stranger", "person"), ("manager", "head")):
        PersonAlias.objects.create(
            uuid=uuid4(), person=people[one], kept=people[kept], reason="Twice on record.", from_at=NOON
        )
        Suspicion.objects.create(feed=feed, person=people[one], other=people[kept], why="email", at=NOON)


def hide_small_numbers():
    """Have two profiles, and one of them in force."""
    for version, fewest in ((1, 5), (2, 10)):
        profile = DisclosureProfile.objects.create(
            slug="official", version=version, name="Official", fewest=fewest, fewest_for_mean=10, hide_zero=True,
            round_to=5, secondary=False, added_at=NOON,
        )  # fmt: skip
    ProfileInForce.objects.create(profile=profile, from_at=NOON, put_at=NOON)


def calibrate(people, profession, published):
    """Have exercises of the profession, one of them retired, with everybody's answers, and what came of comparing."""
    place = Organisation.objects.get(slug="depot")
    for key, retired_at in (("loom", None), ("dye", NOON)):
        case = ExerciseCase.objects.create(
            uuid=uuid4(), key=key, skill=published["skill"], version=published["version"], profession=profession,
            title="Cloth", sample="x", panel_level=1, panel_reason="x", added_by=people["head"].account, at=NOON,
            retired_at=retired_at,
        )  # fmt: skip
        for someone in people.values():
            ExerciseAnswer.objects.create(case=case, account=someone.account, level=1, reason="x", at=NOON)
    for whose in (profession, None):
        ExerciseDraft.objects.create(
            uuid=uuid4(), framework=published["version"].framework, profession=whose, title="Cloth", changed_at=NOON
        )
        report = Comparability.objects.create(
            uuid=uuid4(), profession=whose, at=NOON, scale_name="x", judgements=8, cases=2, linking=8, assessors=4,
            pairs=8,
        )  # fmt: skip
        DepartmentFigures.objects.create(report=report, organisation=place, assessors=4, averaged=4, pairs=8, cases=2)
        for someone in people.values():
            AssessorFigures.objects.create(report=report, account=someone.account, organisation=place, pairs=2, cases=2)


def map_posts(people, role_level):
    """Have posts mapped to a role level, once by the manager and once by the program."""
    place = Organisation.objects.get(slug="depot")
    for by in (people["manager"].account, None):
        batch = MappingBatch.objects.create(
            uuid=uuid4(), organisation=place, how="bulk", words="every title", by=by, at=NOON, posts=1
        )
        PostMapping.objects.create(
            batch=batch, post=Post.objects.order_by("pk").first(), role_level=role_level, in_no_framework=False,
            before_in_no_framework=False,
        )  # fmt: skip


def relate_skills(one, other):
    """Relate two skills of different frameworks, once in force and once no longer, and reject them as well."""
    said = {"skill": one, "other": other, "kind": "similar", "from_at": NOON}
    frameworks.Crosswalk.objects.create(uuid=uuid4(), **said)
    ended = frameworks.Crosswalk.objects.create(uuid=uuid4(), **said)
    frameworks.CrosswalkEnd.objects.create(crosswalk=ended, at=NOON)
    frameworks.CrosswalkRejection.objects.create(skill=one, other=other, at=NOON)
    ladder = {"kind": "labels", "names": ["Learning", "Able"], "values": []}
    for here, there in ((one, other), (other, other)):
        frameworks.Equivalence.objects.create(
            uuid=uuid4(), from_framework=here.framework, from_ladder=ladder, from_digest="one",
            to_framework=there.framework, to_ladder=ladder, to_digest="other", counts_as=[1, 2], reason="x",
            from_at=NOON,
        )  # fmt: skip


def review(draft, people):
    """Have a draft talked about, and its sign-off asked for."""
    version, person, manager = draft["version"], people["person"].account, people["manager"].account
    about = {
        "framework": version.framework, "version": version, "passage_kind": "skill", "passage": draft["skill"].uuid,
    }  # fmt: skip
    reviews.AcceptedFinding.objects.create(
        uuid=uuid4(), framework=version.framework, kind="vague", thing=draft["skill"].uuid, digest="x", reason="x",
        from_at=NOON,
    )  # fmt: skip
    reviews.CheckLimits.objects.create(framework=version.framework, most_skills=12, reading_age=16)
    thread = reviews.Thread.objects.create(uuid=uuid4(), started_at=NOON, **about)
    reviews.Remark.objects.create(thread=thread, author=person, text="Which cloth?", at=NOON)
    reviews.Suggestion.objects.create(
        uuid=uuid4(), field="name", seen="Costing", text="Cost planning", author=person, at=NOON, **about
    )
    group = reviews.ReviewGroup.objects.create(
        uuid=uuid4(), framework=version.framework, name="Readers", created_at=NOON
    )
    reviews.GroupMember.objects.create(group=group, account=person, from_at=NOON)
    reviews.Invitation.objects.create(uuid=uuid4(), version=version, account=person, group=group, from_at=NOON)
    reviews.Release.objects.create(
        uuid=uuid4(), version=version, act="publish", from_at=NOON, digest="0" * 64, proposed_by=person,
        proposed_at=NOON,
    )  # fmt: skip
    for account in (person, manager):
        chosen = reviews.Signatory.objects.create(uuid=uuid4(), version=version, account=account, from_at=NOON)
        reviews.SignOff.objects.create(signatory=chosen, ready=True, digest="0" * 64, at=NOON)


def actors(people):
    """Everyone who may ask, by name."""
    known = {name: Actor(account_id=someone.account_id, person_id=someone.pk) for name, someone in people.items()}
    nobody = Actor(account_id=987_654, person_id=987_654)
    holders = {kind.value: holding(kind) for kind in DutyKind}
    for_talent = replace(holders[DutyKind.HEAD_OF_PROFESSION], purpose=Purpose.TALENT)
    unbound = Actor(account_id=987_655, duties=(Duty(DutyKind.AUDITOR, 1),))
    bounded = Actor(account_id=987_656, duties=(Duty(DutyKind.AUDITOR, 2, organisation_id=1, path="/1/"),))
    officer = Actor(account_id=987_653, duties=(Duty(DutyKind.DATA_PROTECTION_OFFICER, grant_id=1),))
    digital = Profession.objects.get(slug="digital").pk
    writes = Duty(DutyKind.FRAMEWORK_AUTHOR, 4, profession_id=digital)
    of_frameworks = {
        f"{kind.value}, everywhere": Actor(account_id=987_657, duties=(Duty(kind.value, 3, profession_id=digital),))
        for kind in (DutyKind.FRAMEWORK_AUTHOR, DutyKind.FRAMEWORK_REVIEWER, DutyKind.HEAD_OF_PROFESSION)
    }
    depot = Organisation.objects.get(slug="depot")
    director = Actor(
        account_id=987_658, duties=(Duty(DutyKind.HR_DIRECTOR, 5, organisation_id=depot.pk, path=depot.path),)
    )
    return {
        "HR director of a department": director,
        "administrator of everything": Actor(account_id=987_659, duties=(Duty(DutyKind.ADMINISTRATOR, 5),)),
        "HR director who mapped posts": replace(known["manager"], duties=director.duties),
        "author who brought a file": replace(known["manager"], duties=(writes,)),
        "moderator in a panel": replace(known["manager"], duties=holders[DutyKind.MODERATOR].duties),
        "assessor with a case": replace(known["stranger"], duties=holders[DutyKind.ASSESSOR].duties),
        "officer who answered": replace(known["head"], duties=officer.duties),
        "officer of everything": officer, "auditor of one organisation": bounded,
        "public": PUBLIC, "operator": OPERATOR, "nobody known": nobody, "head of profession, for talent": for_talent,
        "auditor of everything": unbound, **of_frameworks, **holders, **known,
    }  # fmt: skip


def holding(kind):
    """Return somebody who is not among the people and holds a duty over the profession and place there is."""
    place, profession = Organisation.objects.get(slug="depot"), Profession.objects.get(slug="digital")
    duty = Duty(kind.value, 1, profession_id=profession.pk, organisation_id=place.pk, path=place.path)
    return Actor(account_id=987_653, duties=(duty,))


def give_duties(people, profession):
    """Give duties of every standing: to the manager by the head, covered by the person, and one to decide about."""
    head, manager, person = (people[name].account for name in ("head", "manager", "person"))
    depot = Organisation.objects.get(slug="depot")
    given = {
        "from_at": NOON - timedelta(days=30),
        "until_at": NOON + timedelta(days=30),
        "created_at": NOON,
        "reason": "x",
    }

    def grant(account, kind, **changed):
        return Grant.objects.create(
            uuid=uuid4(), account=account, kind=kind, **(given | {"two_people": False} | changed)
        )

    grant(head, "administrator")
    own = grant(manager, "assessor", profession=profession, organisation=depot, proposed_by=head)
    grant(person, "assessor", profession=profession, organisation=depot, proposed_by=manager, covers=own)
    grant(manager, "vacancy-holder", organisation=depot)
    waiting = grant(person, "auditor", two_people=True, proposed_by=head)
    declined = grant(person, "moderator", profession=profession, two_people=True)
    GrantDecision.objects.create(grant=declined, approved=False, reason="x", at=NOON)
    Revocation.objects.create(grant=waiting, reason="x", at=NOON)
    for account in (head, manager):
        AdminSession.objects.create(
            uuid=uuid4(), account=account, reason="x", from_at=NOON, until_at=NOON + timedelta(hours=1)
        )


def reorganise():
    """Let the depot have taken in a shed, and let that be undone soon; the post that went along is the depot's."""
    depot = Organisation.objects.get(slug="depot")
    shed = Organisation.objects.create(
        uuid=uuid4(), slug="shed", name="Shed", kind="unit", path="/shed/", until_on=TODAY
    )
    said = {"on": TODAY, "reason": "x", "at": NOON}
    merged = OrganisationChange.objects.create(uuid=uuid4(), kind="merge", into=depot, **said)
    OrganisationChange.objects.create(uuid=uuid4(), kind="close", undoes=merged, **said)
    ChangeBody.objects.create(change=merged, organisation=shed)
    ChangePart.objects.create(change=merged, before=shed, after=depot, whole=True)
    ChangeOutcome.objects.create(change=merged, kind="made", at=NOON)
    OrganisationBefore.objects.create(
        organisation=shed, on=TODAY, change=merged, name="Shed", kind="unit", path="/shed/"
    )
    PostMove.objects.create(post=Post.objects.earliest("pk"), before=shed, after=depot, on=TODAY, change=merged)


def put_in_context(version):
    """Let the depot add to a role level and to a skill."""
    depot = Organisation.objects.get(slug="depot")
    for kind, hangs in (("note", {"role_level": version["role_level"]}), ("example", {"skill": version["skill"]})):
        overlay = frameworks.Overlay.objects.create(
            uuid=uuid4(), organisation=depot, framework=version["version"].framework, kind=kind, **hangs
        )
        frameworks.OverlayEntry.objects.create(
            overlay=overlay, number=1, act="published", text="At the depot.", version=version["version"], at=NOON
        )
    # Of a framework that no profession owns.
    everybodys = frameworks.Framework.objects.create(uuid=uuid4(), slug="for-everybody")
    patience = frameworks.Skill.objects.create(uuid=uuid4(), framework=everybodys, slug="patience-of-everybody")
    frameworks.Overlay.objects.create(
        uuid=uuid4(), organisation=depot, framework=everybodys, kind="note", skill=patience
    )


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
            submitted_at=NOON if state == "submitted" else None,
        )  # fmt: skip
        Answer.objects.create(assessment=assessment, skill=version["skill"], level=1, saved_at=NOON)
        Step.objects.create(assessment=assessment, move="start", after="in_progress", at=NOON)
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
            TakenBack.objects.create(judgement=judgements[1], reason="x", at=NOON)
            LevelNotice.objects.create(judgement=judgements[0], about="ending", at=NOON)
            file = LevelFile.objects.create(
                uuid=uuid4(), account=someone.account, filename="levels.csv", size=1, digest="x", state="applied",
                at=NOON, changed_at=NOON,
            )  # fmt: skip
            ImportedLevel.objects.create(judgement=judgements[0], file=file, row=2, judged_by="x")
            let_levels_travel(someone, judgements[0])
            Hand.objects.create(
                assessment=assessment, account=someone.account, role="manager", why="chosen", from_at=NOON,
                ended_at=NOON, ended_why="decided",
            )  # fmt: skip
    for goes_to in ("manager", "assessor", "assessor"):
        sent = Assessment.objects.create(
            uuid=uuid4(), person=someone, role_level=version["role_level"], version=version["version"], kind="full",
            state="submitted", goes_to=goes_to, profession=version["version"].framework.profession,
            skills=[version["skill"].pk], started_at=NOON, submitted_at=NOON, due_on=TODAY,
        )  # fmt: skip
        Judgement.objects.create(
            uuid=uuid4(), person=someone, skill=version["skill"], version=version["version"], assessment=sent,
            source=Source.SELF, level=1, made_at=NOON,
        )  # fmt: skip
    differing = Assessment.objects.filter(person=someone, goes_to="manager").earliest("pk")
    talk = Talk.objects.create(assessment=differing, account=someone.account, begun_at=NOON)
    TalkPoint.objects.create(talk=talk, skill=version["skill"], own_level=2, manager_level=1, saved_at=NOON)
    Exemption.objects.create(uuid=uuid4(), person=someone, skill=version["skill"], from_on=TODAY, reason="x", at=NOON)
    Interest.objects.create(person=someone, skill=version["skill"], interest=2, audience=Audience.SHARED, saved_at=NOON)


def keep_evidence(someone, version, witness):
    """Give someone what an assessment of theirs used, what they show to their manager, and what is theirs alone."""
    used = Assessment.objects.filter(person=someone, state="submitted").earliest("pk")
    for title, audience in (("Used", "only_me"), ("Shown", "shared"), ("Alone", "only_me")):
        piece = Evidence.objects.create(
            uuid=uuid4(), person=someone, kind="testimony", title=title, audience=audience, sought=title, saved_at=NOON
        )
        EvidenceSkill.objects.create(evidence=piece, skill=version["skill"])
        EvidenceFile.objects.create(
            uuid=uuid4(), evidence=piece, name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64,
            scan="not_scanned", added_at=NOON,
        )  # fmt: skip
        EvidenceBefore.objects.create(evidence=piece, revision=1, said={}, until_at=NOON)
        Witness.objects.create(
            uuid=uuid4(), evidence=piece, account=witness.account, asked_at=NOON, words="x", written_at=NOON
        )
        if title == "Used":
            for assessment in (used, *Assessment.objects.filter(person=someone).exclude(goes_to="")):
                EvidenceUse.objects.create(
                    assessment=assessment, evidence=piece, skill=version["skill"], revision=1, at=NOON
                )


def let_levels_travel(someone, judgement):
    """Have somebody's level accepted at the depot, and shown outside by a link that they ended."""
    Acceptance.objects.create(
        uuid=uuid4(), person=someone, organisation=Organisation.objects.get(slug="depot"), judgement=judgement,
        moved_on=TODAY, outcome="accepted", at=NOON,
    )  # fmt: skip
    RecordLink.objects.create(
        uuid=uuid4(), person=someone, digest=f"{someone.pk:064}", code_digest=f"{someone.pk:064}", made_at=NOON,
        expires_at=NOON + timedelta(days=7), ended_at=NOON,
    )  # fmt: skip


def write_what_is_accepted(profession):
    """Have the depot say what it accepts of levels signed off elsewhere: of one profession, and of the others."""
    for whose in (profession, None):
        AcceptanceRule.objects.create(
            uuid=uuid4(), organisation=Organisation.objects.get(slug="depot"), profession=whose, assurance="assessor",
            scales="same", reason="x", at=NOON,
        )  # fmt: skip


def moderate(people, profession):
    """Have the manager in a panel that looks at what everybody sent to an assessor, and others wait for a panel."""
    _before, rule = (
        SamplingRule.objects.create(uuid=uuid4(), profession=profession, seed="x", reason="x", at=NOON)
        for _ in range(2)
    )
    depot = Organisation.objects.get(slug="depot")
    here, closed = (
        Panel.objects.create(
            uuid=uuid4(), profession=profession, organisation=place, name="Panel", made_at=NOON, closed_at=ended
        )
        for place, ended in ((depot, None), (None, NOON))
    )
    for panel, account in ((here, people["manager"].account), (closed, people["head"].account)):
        PanelMember.objects.create(panel=panel, account=account, from_at=NOON)
    for someone in people.values():
        for state, panel in (("in_moderation", here), ("confirmed", None)):
            first = Assessment.objects.filter(person=someone, goes_to="assessor").earliest("pk")
            chosen = Assessment.objects.create(
                uuid=uuid4(), person=someone, role_level=first.role_level, version=first.version, kind="full",
                state=state, goes_to="assessor", profession=profession, skills=first.skills, started_at=NOON,
                submitted_at=NOON, due_on=TODAY,
            )  # fmt: skip
            sample = Sample.objects.create(uuid=uuid4(), assessment=chosen, rule=rule, panel=panel, at=NOON)
            used = EvidenceUse.objects.filter(assessment=first).earliest("pk")
            EvidenceUse.objects.create(assessment=chosen, evidence=used.evidence, skill=used.skill, revision=1, at=NOON)
            PanelWord.objects.create(
                sample=sample, skill_id=first.skills[0], account=people["stranger"].account, level=1, at=NOON
            )


def sign_off(someone, assessor):
    """Have an assessor sign off what somebody sent."""
    sent = Assessment.objects.filter(person=someone, goes_to="assessor", state="submitted").earliest("pk")
    signed = Assessment.objects.create(
        uuid=uuid4(), person=someone, role_level=sent.role_level, version=sent.version, kind="full", state="signed_off",
        goes_to="assessor", profession=sent.profession, skills=sent.skills, started_at=NOON, submitted_at=NOON,
    )  # fmt: skip
    Step.objects.create(
        assessment=signed, move="sign_off", before="submitted", after="signed_off", account=assessor.account, at=NOON
    )
    Judgement.objects.create(
        uuid=uuid4(), person=someone, skill_id=sent.skills[0], version=sent.version, assessment=signed,
        source=Source.ASSESSOR, level=1, made_at=NOON,
    )  # fmt: skip


def share_their_first(someone, **receiver):
    assessment = Assessment.objects.filter(person=someone, state="submitted").earliest("pk")
    Share.objects.create(uuid=uuid4(), assessment=assessment, from_at=NOON, **receiver)


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
    Message.objects.create(
        reference=uuid4(), account_id=someone.account_id, topic="people", subject="Hello", text="", at=NOON,
        send_after=NOON,
    )  # fmt: skip
    Job.objects.create(
        uuid=uuid4(), kind="a.b", key=f"a.b.{someone.pk}", next_at=NOON, asked_by=someone.account_id, asked_at=NOON
    )
    OutboxEvent.objects.create(uuid=uuid4(), kind="a.b.c", at=NOON, next_at=NOON)
    access = Access.objects.create(uuid=uuid4(), at=NOON, purpose="development", what="/people")
    AccessSubject.objects.create(access=access, person_id=someone.pk)


def protect(someone, *, still):
    Restriction.objects.create(
        uuid=uuid4(), person=someone, from_at=NOON - timedelta(days=2), until_at=None if still else NOON
    )
    DataRequest.objects.create(
        uuid=uuid4(), person=someone, kind="correction", state="open", text="My post is another.", asked_at=NOON
    )
    Hold.objects.create(uuid=uuid4(), person=someone, basis="legal-claim", reason="A claim", placed_at=NOON)
    RetentionRun.objects.create(uuid=uuid4(), at=NOON)


def sign_in(someone):
    Session.objects.create(
        session_key=someone.staff_number, session_data="", expire_date=NOON + timedelta(hours=12),
        account=someone.account, uuid=uuid4(), started_at=NOON, seen_at=NOON,
    )  # fmt: skip
    Authenticator.objects.create(user=someone.account, type="webauthn", data={"name": "Phone"}, created_at=NOON)


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
    frameworks.Relation.objects.create(
        version=version, uuid=uuid4(), skill_wording=skill_wording, kind="same", uri="https://example.org/1", position=1
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
    replaced = frameworks.Replacement.objects.create(version=version, skill=skill, said_at=NOON)
    frameworks.Successor.objects.create(replacement=replaced, skill=skill, position=0)
    if published:
        frameworks.Version.objects.filter(pk=version.pk).update(
            state="published", published_at=NOON, effective_from=NOON
        )
    return {"version": version, "skill": skill, "role_level": role_level}
