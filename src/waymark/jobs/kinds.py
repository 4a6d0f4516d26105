"""Which function does which kind of job, and which kinds are due by the clock.

A function gets a ``Step``: what the work needs to know, how far an earlier attempt came, and a way to say how far it
is. It returns a sentence about what came of it. It may be run again from where it was, so each step's writes and its
word of progress stand in one transaction. A refusal ends the job for good; anything else is tried again later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.assessments import commands as assessments
from waymark.audit import commands as audit
from waymark.exchange import commands as exchange
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.kernel import clock
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, Actor
from waymark.notifications import commands as notifications
from waymark.people import commands as people_commands
from waymark.people import queries as people
from waymark.privacy import commands as privacy
from waymark.reporting import commands as reporting
from waymark.reviews import commands as reviews
from waymark.work import commands as work
from waymark.work.types import Claimed, Regular

EVENTS_KEPT, TASKS_KEPT = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Step:
    """A job in the hands of a worker."""

    job: Claimed
    worker: str

    @property
    def arguments(self) -> dict[str, Any]:
        """What the work needs to know, as whoever asked said."""
        return self.job.arguments

    @property
    def done(self) -> int:
        """Steps that an earlier attempt had done."""
        return self.job.done

    def now(self) -> datetime:
        """Return this moment."""
        return clock.now()

    def say(self, *, done: int | None = None, total: int | None = None, words: str | None = None) -> None:
        """Say how far it is, and keep the lease.

        Raises:
            LeaseLost: the job was cancelled or taken over: undo this step and stop.
        """
        work.progress(job=self.job.uuid, worker=self.worker, done=done, total=total, words=words, at=self.now())


Work = Callable[[Step], str]


def tidy(step: Step) -> str:
    """Delete what is past its time: delivered events, old e-mails, old jobs, sessions that ran out, counts of tries."""
    at = step.now()
    events = audit.forget_delivered(before=at - EVENTS_KEPT)
    mails = notifications.forget_messages(at=at)
    jobs = work.forget_jobs(at=at)
    # What carried a job is done with it long before: also a task whose worker was killed.
    DBTaskResult.objects.filter(enqueued_at__lt=at - TASKS_KEPT).delete()
    access.forget_old_sessions(at=at)
    access.forget_old_attempts(at=at)
    return _("Deleted %(events)d delivered events, %(mails)d old emails and items, and %(jobs)d old jobs.") % {
        "events": events,
        "mails": mails,
        "jobs": jobs,
    }


def remind_of_endings(step: Step) -> str:
    """Tell those whose duties end soon, as many at a time as one command announces."""
    told = step.done
    while now_told := access.remind_of_endings(at=step.now()):
        told += now_told
        step.say(done=told)
    return ngettext("Announced the end of %(num)d duty.", "Announced the end of %(num)d duties.", told) % {"num": told}


def look_for_old_data(step: Step) -> str:
    """Count what is past its time, for an officer to look at and delete. Nothing is deleted by itself."""
    found = privacy.look_for_old_data(actor=OPERATOR, at=step.now()).rows
    return ngettext(
        "Found %(num)d entry that is past its time.", "Found %(num)d entries that are past their time.", found
    ) % {"num": found}


def carry_an_import_on(step: Step) -> str:
    """Take the next step of a file that somebody brought, as they who asked."""
    account = step.job.asked_by
    actor = Actor(account, duties=access_queries.duties_of(account, step.now()) if account else ())
    card = exchange.carry_out(
        uuid=UUID(step.arguments["uuid"]), actor=actor, say=lambda words: step.say(words=words), at=step.now()
    )
    return card.problem or _("Done.")


def make_a_file(step: Step) -> str:
    """Make a file of a published version, for whoever waits for it."""
    step.say(words=_("Making the file"))
    size = exchange.make(
        version_id=int(step.arguments["version"]), format=step.arguments["format"], language=step.arguments["language"]
    )
    return _("Made a file of %(size)s kB.") % {"size": f"{size // 1024:,}"}


def tidy_imports(step: Step) -> str:
    """Delete files that were brought and not touched for 30 days."""
    count = exchange.tidy_imports(actor=OPERATOR, at=step.now())
    return ngettext("Deleted %(num)d old import.", "Deleted %(num)d old imports.", count) % {"num": count}


def carry_a_feed_on(step: Step) -> str:
    """Take the next step of a file of people, as they who asked: their session may have ended since, not their duty."""
    account, uuid = step.job.asked_by, UUID(step.arguments["uuid"])
    asked_at = step.arguments.get("asked_at")
    duties = (
        access_queries.duties_of(account, step.now(), asked_at=datetime.fromisoformat(asked_at) if asked_at else None)
        if account
        else ()
    )
    try:
        card = people_commands.carry_out_feed(
            uuid=uuid, actor=Actor(account, operator=account is None, duties=duties),
            say=lambda words: step.say(words=words), at=step.now(),
        )  # fmt: skip
    except NotVisible:
        people_commands.give_back_feed(uuid=uuid, actor=OPERATOR, at=step.now())
        return _("Whoever asked for this may not do it any more.")
    return card.problem or _("Done.")


def read_titles(step: Step) -> str:
    """Work out which roles the posts of a department are likely to be, as the site itself: it decides nothing."""
    done = people_commands.work_out_suggestions(
        organisation_id=int(step.arguments["organisation"]), say=lambda words: step.say(words=words), actor=OPERATOR,
        at=step.now(),
    )  # fmt: skip
    return ngettext("Read %(num)d title.", "Read %(num)d titles.", done.titles) % {"num": done.titles}


def tell_of_decision(step: Step) -> str:
    """Tell everyone in whose post somebody decided which role it is, some thousands at a time."""
    after, told = step.done, 0
    while True:
        with transaction.atomic():
            after, now_told = people_commands.tell_of_decision(
                batch_id=int(step.arguments["batch"]), after=after, at=step.now()
            )
            told += now_told
            step.say(done=after or None, words=_("%(people)d people told") % {"people": told})
        if not after:
            return ngettext("Told %(num)d person.", "Told %(num)d people.", told) % {"num": told}


def tidy_feeds(step: Step) -> str:
    """Delete what files of people said 30 days after."""
    count = people_commands.tidy_feeds(actor=OPERATOR, at=step.now())
    return ngettext("Deleted %(num)d old row.", "Deleted %(num)d old rows.", count) % {"num": count}


def end_access_of_leavers(step: Step) -> str:
    """Close the accounts of those whose day to leave has come."""
    closed = people_commands.end_access_of_leavers(actor=OPERATOR, at=step.now())
    return ngettext("Closed %(num)d account.", "Closed %(num)d accounts.", closed) % {"num": closed}


def remind_of_tokens(step: Step) -> str:
    """Tell administrators which tokens of HR systems end within a month."""
    count = people_commands.remind_of_tokens(actor=OPERATOR, at=step.now())
    return ngettext("Told of %(num)d token.", "Told of %(num)d tokens.", count) % {"num": count}


def tell_of_changes(step: Step) -> str:
    """Tell everyone whom a version of a framework affects, some thousands at a time; it goes on where it was."""
    version_id = int(step.arguments["version"])
    version, at = frameworks.version_by_id(version_id), step.now()
    if version.state_at(at) not in {"published", "retiring"}:
        return _("The version does not hold, so nobody was told.")
    touched, after, told = frameworks.touched(version_id), step.done, 0
    step.say(total=people.highest_id())
    while True:
        with transaction.atomic():
            after, now_told = assessments.tell_of_changes(
                version_id=version_id, touched=touched, after=after, at=step.now()
            )
            told += now_told
            step.say(done=after or None, words=_("%(people)d people told") % {"people": told})
        if not after:
            return ngettext("Told %(num)d person.", "Told %(num)d people.", told) % {"num": told}


def carry_levels(step: Step) -> str:
    """Hold the signed-off levels of everybody whom a file moved to the rule of the department they moved to."""
    following, travelled = step.done or int(step.arguments["first"]), 0
    while following:
        with transaction.atomic():
            following, now = assessments.accept_levels_of_many(
                first=following, last=int(step.arguments["last"]), at=step.now()
            )
            travelled += now
            step.say(done=following or None)
    return ngettext("Levels of %(num)d person travelled.", "Levels of %(num)d people travelled.", travelled) % {
        "num": travelled
    }


def ask_to_check(step: Step) -> str:
    """Ask departments to look at what they added to things of which a version says something else."""
    version_id, at = int(step.arguments["version"]), step.now()
    if frameworks.version_by_id(version_id).state_at(at) not in {"published", "retiring"}:
        return _("The version does not hold, so nobody was asked.")
    asked = frameworks_commands.ask_departments_to_check(version_id=version_id, at=at)
    return ngettext("Asked %(num)d department.", "Asked %(num)d departments.", asked) % {"num": asked}


def run_checks(step: Step) -> str:
    """Check a large draft, as the site itself: whoever asked may have lost sight of it meanwhile, others have not."""
    version_id = int(step.arguments["version"])
    found = reviews.run_checks(
        version_id=version_id, say=lambda words: step.say(words=words), actor=OPERATOR, at=step.now()
    )
    return ngettext("%(num)d finding.", "%(num)d findings.", found) % {"num": found}


def sweep_evidence(step: Step) -> str:
    """Delete files that belong to no evidence: left by a program that stopped in the middle."""
    swept = assessments.sweep_evidence_files(actor=OPERATOR, at=step.now())
    return ngettext("Deleted %(num)d file.", "Deleted %(num)d files.", swept) % {"num": swept}


def tidy_level_files(step: Step) -> str:
    """Delete spreadsheets of levels that were brought, never applied, and not touched for 30 days."""
    count = assessments.tidy_level_files(actor=OPERATOR, at=step.now())
    return ngettext("Deleted %(num)d old spreadsheet.", "Deleted %(num)d old spreadsheets.", count) % {"num": count}


def reorganise(step: Step) -> str:
    """Make the changes of organisations whose day has come. Each is a transaction of its own: it can be run again."""
    made, stopped = people_commands.make_due_changes(actor=OPERATOR, at=step.now())
    return _("Made %(made)d changes of organisations; %(stopped)d could not be made.") % {
        "made": made,
        "stopped": stopped,
    }


def count_for_figures(step: Step) -> str:
    """Count posts for figures, on the first night of a month."""
    taken = reporting.take_snapshot(actor=OPERATOR, at=step.now())
    if taken is None:
        return _("Nothing to count: this month’s figures stand, or no post is mapped.")
    return ngettext("Counted %(num)d post.", "Counted %(num)d posts.", taken.posts) % {"num": taken.posts}


def tend_assessments(step: Step) -> str:
    """Have assessments follow duties and managers, remind of what is late, and let lapse what was left.

    A duty that ran out and a manager who came with a file announce nothing: they are found here.
    """
    moved = assessments.put_back(at=step.now()) + assessments.follow_managers(at=step.now())
    reminded = assessments.remind_overdue(at=step.now()) + assessments.remind_untaken(at=step.now())
    reminded += assessments.remind_panels(at=step.now())
    lapsed = 0
    while count := assessments.lapse_returned(at=step.now()):
        lapsed += count
        step.say(done=lapsed)
    return _("%(moved)d given to others, %(reminded)d reminded, %(lapsed)d lapsed.") % {
        "moved": moved,
        "reminded": reminded,
        "lapsed": lapsed,
    }


def compare_assessors(step: Step) -> str:
    """Work out how comparably the assessors of a profession judge, as the site itself: it changes no level."""
    done = reporting.compute_comparability(
        profession_id=step.arguments["profession"],
        say=lambda done, total, words: step.say(done=done, total=total or None, words=words), actor=OPERATOR,
        at=step.now(),
    )  # fmt: skip
    return ngettext("Compared %(num)d assessor.", "Compared %(num)d assessors.", done.assessors) % {
        "num": done.assessors
    }


def tell_of_ending_levels(step: Step) -> str:
    """Tell people whose signed-off levels end within three months, or have ended, some hundreds at a time."""
    told = step.done
    while now_told := assessments.tell_of_ending_levels(at=step.now()):
        told += now_told
        step.say(done=told)
    return ngettext("Told of %(num)d level.", "Told of %(num)d levels.", told) % {"num": told}


def carry_a_level_file_on(step: Step) -> str:
    """Take the next step of a spreadsheet of levels, as they who asked."""
    account = step.job.asked_by
    actor = OPERATOR
    if account is not None:
        # With the person: nobody brings levels of their own, and who brought them stands beside them.
        person = people.persons_of_accounts([account]).get(account)
        actor = Actor(account, person, duties=access_queries.duties_of(account, step.now()))
    card = assessments.carry_out_level_file(
        uuid=UUID(step.arguments["uuid"]), actor=actor, say=lambda words: step.say(words=words), at=step.now()
    )
    return card.problem or _("Done.")


KINDS: dict[str, Work] = {
    "frameworks.ask_to_check": ask_to_check,
    "assessments.sweep": sweep_evidence,
    "assessments.accept": carry_levels,
    assessments.LEVELS_JOB: carry_a_level_file_on,
    "assessments.tidy": tidy_level_files,
    "assessments.ending": tell_of_ending_levels,
    "assessments.tell": tell_of_changes,
    "assessments.tend": tend_assessments,
    "access.remind": remind_of_endings,
    exchange.JOB: carry_an_import_on,
    exchange.MAKE_JOB: make_a_file,
    "exchange.tidy": tidy_imports,
    people_commands.FEED_JOB: carry_a_feed_on,
    people_commands.TELL_JOB: tell_of_decision,
    people_commands.TITLES_JOB: read_titles,
    "people.tidy": tidy_feeds,
    "people.leavers": end_access_of_leavers,
    "people.tokens": remind_of_tokens,
    "people.reorganise": reorganise,
    "privacy.look": look_for_old_data,
    reporting.JOB: count_for_figures,
    reporting.COMPARABILITY_JOB: compare_assessors,
    reviews.CHECK_JOB: run_checks,
    "work.tidy": tidy,
}
"""Kinds of job. A kind is fixed for good: jobs of that kind may be waiting."""

REGULAR: tuple[Regular, ...] = (
    Regular("people.reorganise", daily_at=time(0, 15)),
    Regular("work.tidy", daily_at=time(3, 30)),
    Regular("exchange.tidy", daily_at=time(3, 45)),
    Regular("assessments.sweep", daily_at=time(3, 55)),
    Regular("assessments.tidy", daily_at=time(3, 50)),
    Regular("people.leavers", daily_at=time(0, 5)),
    Regular(reporting.JOB, daily_at=time(0, 20)),
    Regular("people.tidy", daily_at=time(4)),
    Regular("access.remind", daily_at=time(7)),
    Regular("assessments.tend", daily_at=time(7, 20)),
    Regular("assessments.ending", daily_at=time(7, 30)),
    Regular("people.tokens", daily_at=time(7, 10)),
    Regular("privacy.look", every=timedelta(days=30)),
)
"""What is due by the clock; each is one of the kinds."""
