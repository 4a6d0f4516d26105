"""What counts as in time, and the words of purposes, kinds and columns. No table, no clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.kernel.personal import RUNNING
from waymark.kernel.policy import Purpose
from waymark.privacy.types import Basis, RequestKind, RequestState

Words = str | Promise

MOST_TEXT = 4_000
MOST_REASON = 400
PREVIEW_HOURS = 24
"""How long what a retention run found may be acted on: later, somebody looks again."""
LEAVERS_DAYS = 6 * 365 + 2
"""Days after their last post for which somebody who left is kept: six years, the time for most legal claims."""
LEAVERS = "people.leavers"
"""The line of a retention run for people who left long ago: they are erased whole."""
ANSWER_DAYS = 30
"""Days within which a request is answered: the law says one month."""

PURPOSES: dict[str, tuple[str, Words, Words]] = {
    Purpose.DEVELOPMENT.value: (
        "development",
        gettext_lazy("Your development"),
        gettext_lazy("Knowing who you are at work and where you want to get to, so that you see what is next for you."),
    ),
    Purpose.ASSESSMENT.value: (
        "assessment",
        gettext_lazy("Assessing your skills"),
        gettext_lazy("Recording what you and others say about your skills, against a published standard."),
    ),
    Purpose.RECRUITMENT.value: (
        "recruitment",
        gettext_lazy("Recruitment"),
        gettext_lazy("Filling a post. What you record for your development is not used for it unless you give it."),
    ),
    Purpose.TALENT.value: (
        "talent",
        gettext_lazy("Talent and succession"),
        gettext_lazy("Planning who could do which work later, with your knowledge."),
    ),
    Purpose.STATISTICS.value: (
        "statistics",
        gettext_lazy("Statistics"),
        gettext_lazy("Counting skills across an organisation, in numbers too large to point at anybody."),
    ),
    RUNNING: (
        "running-the-site",
        gettext_lazy("Running this site"),
        gettext_lazy("Signing in, telling you what happened, keeping a record of what was done, and protecting you."),
    ),
}
"""Slug, title and sentence of each purpose, in the order of the notices."""

KINDS: dict[RequestKind, Words] = {
    RequestKind.CORRECTION: gettext_lazy("Put something right"),
    RequestKind.ERASURE: gettext_lazy("Erase everything about me"),
}
STATES: dict[RequestState, Words] = {
    RequestState.OPEN: gettext_lazy("Waiting for an answer"),
    RequestState.DONE: gettext_lazy("Done"),
    RequestState.DECLINED: gettext_lazy("Declined"),
    RequestState.WITHDRAWN: gettext_lazy("Taken back"),
}
BASES: dict[Basis, Words] = {
    Basis.LEGAL_CLAIM: gettext_lazy("A legal claim that is open or expected"),
    Basis.INVESTIGATION: gettext_lazy("An investigation or disciplinary case"),
    Basis.RECORDS_DUTY: gettext_lazy("A duty in law to keep records"),
    Basis.PUBLIC_INTEREST: gettext_lazy("Archiving in the public interest"),
}

COLUMNS: dict[str, Words] = {
    "case_title": gettext_lazy("Exercise"),
    "report_at": gettext_lazy("Worked out on"),
    "cases": gettext_lazy("Cases"),
    "pairs": gettext_lazy("Comparisons"),
    "exact": gettext_lazy("Share at the same level"),
    "adjacent": gettext_lazy("Share at most one level apart"),
    "difference": gettext_lazy("Mean difference"),
    "kappa_linear": gettext_lazy("Weighted kappa, linear"),
    "kappa_quadratic": gettext_lazy("Weighted kappa, quadratic"),
    "alpha": gettext_lazy("Krippendorff’s alpha"),
    "severity": gettext_lazy("Stricter than the average, in logits"),
    "low": gettext_lazy("Lower end of its interval"),
    "high": gettext_lazy("Upper end of its interval"),
    "infit": gettext_lazy("Infit"),
    "outfit": gettext_lazy("Outfit"),
    "situation": gettext_lazy("Situation"),
    "task": gettext_lazy("Task"),
    "action": gettext_lazy("What you did"),
    "result": gettext_lazy("Result"),
    "by_name": gettext_lazy("Who saw it, or awarded it"),
    "happened_on": gettext_lazy("When it was"),
    "revision": gettext_lazy("Times it was saved"),
    "removed_at": gettext_lazy("Removed on"),
    "evidence_uuid": gettext_lazy("Evidence"),
    "media_type": gettext_lazy("Kind of file"),
    "sha256": gettext_lazy("Digest of the file"),
    "scan": gettext_lazy("What the scanner said"),
    "scanned_at": gettext_lazy("Scanned on"),
    "added_at": gettext_lazy("Added on"),
    "written_at": gettext_lazy("Written on"),
    "declined_at": gettext_lazy("Declined on"),
    "two_at": gettext_lazy("Said to be two people on"),
    "opened_at": gettext_lazy("Let through on"),
    "active": gettext_lazy("Whether you work there"),
    "applied_at": gettext_lazy("Applied on"),
    "before_post_title": gettext_lazy("Post before"),
    "change_kind": gettext_lazy("Kind of change"),
    "changed_at": gettext_lazy("Last changed"),
    "external_id": gettext_lazy("What the HR system calls you"),
    "full": gettext_lazy("Names everybody"),
    "left_on": gettext_lazy("Left on"),
    "on": gettext_lazy("Day"),
    "proposed_role_level_slug": gettext_lazy("Role you named"),
    "row": gettext_lazy("Row of the file"),
    "user_name": gettext_lazy("User name"),
    "value": gettext_lazy("What you are called there"),
    "filename": gettext_lazy("Name of the file"),
    "how": gettext_lazy("How"),
    "posts": gettext_lazy("Posts"),
    "label": gettext_lazy("Label"),
    "size": gettext_lazy("Size in bytes"),
    "about": gettext_lazy("About"),
    "access_at": gettext_lazy("When somebody looked"),
    "act": gettext_lazy("What you did or proposed"),
    "answer": gettext_lazy("Answer"),
    "approved": gettext_lazy("Approved"),
    "asked_at": gettext_lazy("Asked on"),
    "assessment_uuid": gettext_lazy("Assessment"),
    "at": gettext_lazy("When"),
    "audience": gettext_lazy("Who sees it"),
    "basis": gettext_lazy("Why the data is kept"),
    "body": gettext_lazy("Text"),
    "by_operator": gettext_lazy("By an operator of the site"),
    "created": gettext_lazy("Made on"),
    "created_at": gettext_lazy("Made on"),
    "file_filename": gettext_lazy("Name of the file"),
    "judged_by": gettext_lazy("Judged by"),
    "days": gettext_lazy("Days before the end"),
    "decided_at": gettext_lazy("Answered on"),
    "digest": gettext_lazy("Collected in one message"),
    "done_at": gettext_lazy("Done on"),
    "due_at": gettext_lazy("Due on"),
    "due_on": gettext_lazy("By when"),
    "email": gettext_lazy("Email address"),
    "ended_at": gettext_lazy("Ended on"),
    "entry_at": gettext_lazy("When"),
    "entry_kind": gettext_lazy("What was done"),
    "erased": gettext_lazy("What was said is erased"),
    "expire_date": gettext_lazy("Ends on"),
    "family_name": gettext_lazy("Family name"),
    "field": gettext_lazy("Which text"),
    "fields": gettext_lazy("What was typed"),
    "finished_at": gettext_lazy("Ended on"),
    "framework_slug": gettext_lazy("Framework"),
    "frequency": gettext_lazy("How often"),
    "from_at": gettext_lazy("From"),
    "from_on": gettext_lazy("From"),
    "from_time": gettext_lazy("From"),
    "fte": gettext_lazy("Share of full time"),
    "given_name": gettext_lazy("Given name"),
    "grant_kind": gettext_lazy("Duty"),
    "ground": gettext_lazy("Why they may"),
    "group_framework_slug": gettext_lazy("Framework"),
    "group_name": gettext_lazy("Group"),
    "has_skill": gettext_lazy("Has the skill"),
    "is_active": gettext_lazy("Open"),
    "kind": gettext_lazy("Kind"),
    "last_login": gettext_lazy("Last signed in"),
    "last_used_at": gettext_lazy("Last used"),
    "last_used_on": gettext_lazy("Last used"),
    "level": gettext_lazy("Level"),
    "lifted_because": gettext_lazy("Why it ended"),
    "made_at": gettext_lazy("Said on"),
    "main": gettext_lazy("Main profession"),
    "manager_family_name": gettext_lazy("Family name of the manager"),
    "manager_given_name": gettext_lazy("Given name of the manager"),
    "message": gettext_lazy("Message"),
    "name": gettext_lazy("Name"),
    "note": gettext_lazy("Note"),
    "notes": gettext_lazy("Notes"),
    "noun": gettext_lazy("What kind of thing"),
    "object_id": gettext_lazy("Its number"),
    "organisation_id": gettext_lazy("Number of the organisation"),
    "organisation_name": gettext_lazy("Organisation"),
    "overlay_kind": gettext_lazy("Kind of addition"),
    "overlay_organisation_name": gettext_lazy("Organisation"),
    "place": gettext_lazy("Page"),
    "placed_at": gettext_lazy("Placed on"),
    "post_grade_name": gettext_lazy("Grade"),
    "post_number": gettext_lazy("Number of the post"),
    "post_organisation_name": gettext_lazy("Organisation"),
    "post_region_name": gettext_lazy("Region"),
    "post_title": gettext_lazy("Post"),
    "primary": gettext_lazy("Main address"),
    "profession_id": gettext_lazy("Number of the profession"),
    "profession_name": gettext_lazy("Profession"),
    "proposed_at": gettext_lazy("Proposed on"),
    "purpose": gettext_lazy("What for"),
    "quick": gettext_lazy("Quick answer"),
    "read_at": gettext_lazy("Read on"),
    "ready": gettext_lazy("Ready"),
    "reason": gettext_lazy("Reason"),
    "released_at": gettext_lazy("Released on"),
    "released_because": gettext_lazy("Why it was released"),
    "role_level": gettext_lazy("Role"),
    "said": gettext_lazy("What was on record"),
    "saved_at": gettext_lazy("Saved on"),
    "seen": gettext_lazy("The text as it stood"),
    "seen_at": gettext_lazy("Last seen"),
    "sent": gettext_lazy("Sent on"),
    "signatory_version_label": gettext_lazy("Version"),
    "signatory_version_title": gettext_lazy("Framework"),
    "skill": gettext_lazy("Skill"),
    "source": gettext_lazy("Said by"),
    "staff_number": gettext_lazy("Staff number"),
    "started_at": gettext_lazy("Started on"),
    "state": gettext_lazy("State"),
    "subject": gettext_lazy("Subject"),
    "submitted_at": gettext_lazy("Sent on"),
    "text": gettext_lazy("What you said"),
    "thread_framework_slug": gettext_lazy("Framework"),
    "title": gettext_lazy("Title"),
    "todo": gettext_lazy("Asks you to do something"),
    "topic": gettext_lazy("Topic"),
    "type": gettext_lazy("Kind"),
    "until_at": gettext_lazy("Until"),
    "until_on": gettext_lazy("Until"),
    "until_time": gettext_lazy("Until"),
    "url": gettext_lazy("Where"),
    "user_agent": gettext_lazy("Browser"),
    "uuid": gettext_lazy("Number"),
    "valid_until": gettext_lazy("Counts until"),
    "verified": gettext_lazy("Confirmed"),
    "version_label": gettext_lazy("Version of the framework"),
    "version_title": gettext_lazy("Framework"),
    "what": gettext_lazy("Where on the site"),
    "why": gettext_lazy("Why"),
    "with_manager": gettext_lazy("With the manager"),
    "withdrawn_at": gettext_lazy("Taken back on"),
    "words": gettext_lazy("What came of it"),
    "because": gettext_lazy("Why"),
    "first_at": gettext_lazy("First on"),
    "issuer": gettext_lazy("Issued by"),
    "last_at": gettext_lazy("Last on"),
    "let_go_at": gettext_lazy("Not used since"),
    "goes_to": gettext_lazy("Goes to"),
    "confirmed_at": gettext_lazy("Role confirmed on"),
    "own_role_level": gettext_lazy("Your own role level then"),
    "own_role_level_id": gettext_lazy("Your own role level then"),
    "seen_version_label": gettext_lazy("Version that held then"),
    "move": gettext_lazy("What happened"),
    "before": gettext_lazy("State before"),
    "after": gettext_lazy("State after"),
    "declaration": gettext_lazy("What was declared"),
    "role": gettext_lazy("As"),
    "ended_why": gettext_lazy("Why it ended"),
    "judgement_uuid": gettext_lazy("Word on your level"),
    "interest": gettext_lazy("Interest, from 0 to 3"),
    "would_use": gettext_lazy("Would like to use it"),
    "would_teach": gettext_lazy("Would teach it"),
    "outcome": gettext_lazy("Outcome"),
    "moved_on": gettext_lazy("Moved on"),
    "items": gettext_lazy("Levels it shows"),
    "expires_at": gettext_lazy("Works until"),
    "looks": gettext_lazy("Times opened"),
    "looked_at": gettext_lazy("Last opened on"),
    "panel_name": gettext_lazy("Panel"),
    "begun_at": gettext_lazy("Begun on"),
    "talk_assessment_uuid": gettext_lazy("Assessment"),
    "own_level": gettext_lazy("Level you put"),
    "own_has_skill": gettext_lazy("Whether you said you have it"),
    "manager_level": gettext_lazy("Level your manager put"),
    "manager_has_skill": gettext_lazy("Whether your manager said you have it"),
    "came_of_it": gettext_lazy("What came of it"),
    "agreed": gettext_lazy("What was agreed"),
}
"""What a column of a copy is called for people; one that is not here is shown by its own name."""

_CODES = {
    "audience", "entry_kind", "frequency", "grant_kind", "kind", "noun", "purpose", "quick", "source", "state", "topic",
    "type", "why", "goes_to", "move", "before", "after", "role", "ended_why", "outcome",
}  # fmt: skip


def column(name: str) -> str:
    """Return what a column is called for people."""
    return str(COLUMNS.get(name) or name.replace("_", " ").capitalize())


def value(name: str, found: Any) -> str:
    """Return a value as people read it; empty when there is none."""
    match found:
        case None | "" | [] | {}:
            return ""
        case bool():
            return _("Yes") if found else _("No")
        case datetime():
            return date_format(localtime(found), "j F Y, H:i")
        case date():
            return date_format(found, "j F Y")
        case str() if name in _CODES:
            return found.replace("_", " ").replace(".", " ").replace("-", " ").capitalize()
        case list() if name in {"why", "items"}:
            return ", ".join(value(name, one) for one in found)
        case _:
            return str(found)


def too_old(looked_at: datetime, at: datetime) -> bool:
    """Say whether what a retention run found at ``looked_at`` may no longer be acted on at ``at``."""
    return at - looked_at > timedelta(hours=PREVIEW_HOURS)


def why_not_these_words(text: str, most: int) -> str:
    """Say why a text cannot be taken as it is; empty when it can."""
    if not text.strip():
        return _("Enter what it is about.")
    if len(text) > most:
        return _("The text is %(length)d characters long. Shorten it to %(most)d characters or fewer.") % {
            "length": len(text),
            "most": most,
        }
    return ""
