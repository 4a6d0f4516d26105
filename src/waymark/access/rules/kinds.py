"""The kinds of duty: over what each is held, for how long, who gives it, and what it lets its holder see and do.

Pages, refusals and the guide for administrators are made from this table.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind, Extent, KindOfDuty, Text

TWO_YEARS = 731
"""Days: two years, one of them a leap year."""
ONE_YEAR = 366


def _kind(
    kind: DutyKind,
    name: Text,
    sees: Text,
    does: Text,
    *given_by: DutyKind,
    profession: Extent = Extent.NEVER,
    organisation: Extent = Extent.NEVER,
    two_people: bool = False,
    most_days: int = TWO_YEARS,
) -> KindOfDuty:
    return KindOfDuty(
        kind, name, sees, does, profession, organisation, two_people, most_days, (DutyKind.ADMINISTRATOR, *given_by)
    )


KINDS: tuple[KindOfDuty, ...] = (
    _kind(
        DutyKind.HEAD_OF_PROFESSION,
        _("Head of profession"),
        _("You see how the profession stands across every department, and the people in it as far as they shared."),
        _("You answer for the profession’s framework, and name its authors, reviewers, assessors and moderators."),
        profession=Extent.ALWAYS,
        two_people=True,
    ),
    _kind(
        DutyKind.DEPARTMENT_HEAD_OF_PROFESSION,
        _("Departmental head of profession"),
        _("You see how the profession stands in the department, and its people there as far as they shared."),
        _("You answer for the profession in the department, and name its assessors there."),
        DutyKind.HEAD_OF_PROFESSION,
        profession=Extent.ALWAYS,
        organisation=Extent.ALWAYS,
        two_people=True,
    ),
    _kind(
        DutyKind.FRAMEWORK_AUTHOR,
        _("Framework author"),
        _("You see the drafts of the profession’s framework."),
        _("You write the next version of the profession’s framework."),
        DutyKind.HEAD_OF_PROFESSION,
        profession=Extent.ALWAYS,
    ),
    _kind(
        DutyKind.FRAMEWORK_REVIEWER,
        _("Framework reviewer"),
        _("You see the drafts of the profession’s framework."),
        _("You comment on drafts and say whether they are ready."),
        DutyKind.HEAD_OF_PROFESSION,
        profession=Extent.ALWAYS,
    ),
    _kind(
        DutyKind.HR_DIRECTOR,
        _("HR director"),
        _("You see who works in the organisation, and how it stands in each profession."),
        _("You answer for people and skills there, and name its vacancy holders, planners and facilitators."),
        organisation=Extent.ALWAYS,
        two_people=True,
    ),
    _kind(
        DutyKind.ASSESSOR,
        _("Assessor"),
        _("You see the assessments and the evidence that you are asked to assess."),
        _("You judge the levels of people who are not your own, against the profession’s framework."),
        DutyKind.HEAD_OF_PROFESSION,
        DutyKind.DEPARTMENT_HEAD_OF_PROFESSION,
        profession=Extent.ALWAYS,
        organisation=Extent.OPTIONAL,
    ),
    _kind(
        DutyKind.MODERATOR,
        _("Moderator"),
        _("You see assessments that were submitted in the profession, and how assessors judged them."),
        _("You look after the same standard being applied everywhere."),
        DutyKind.HEAD_OF_PROFESSION,
        profession=Extent.ALWAYS,
        organisation=Extent.OPTIONAL,
        two_people=True,
    ),
    _kind(
        DutyKind.ACADEMY_LEAD,
        _("Academy lead"),
        _("You see what the profession needs to learn, in figures."),
        _("You run learning for the profession."),
        DutyKind.HEAD_OF_PROFESSION,
        profession=Extent.ALWAYS,
        organisation=Extent.OPTIONAL,
    ),
    _kind(
        DutyKind.VACANCY_HOLDER,
        _("Vacancy holder"),
        _("You see the posts you have to fill, and what their roles ask for."),
        _("You prepare the words and the sift for a vacancy."),
        DutyKind.HR_DIRECTOR,
        profession=Extent.OPTIONAL,
        organisation=Extent.ALWAYS,
    ),
    _kind(
        DutyKind.WORKFORCE_PLANNER,
        _("Workforce planner"),
        _("You see skills, posts and places in figures, never one person’s record."),
        _("You work out which skills will be needed, where and when."),
        DutyKind.HR_DIRECTOR,
        profession=Extent.OPTIONAL,
        organisation=Extent.OPTIONAL,
    ),
    _kind(
        DutyKind.COMMUNICATIONS_LEAD,
        _("Communications lead"),
        _("You see how far a campaign reached, in figures."),
        _("You bring the frameworks to the people they are for."),
        DutyKind.HEAD_OF_PROFESSION,
        DutyKind.HR_DIRECTOR,
        profession=Extent.OPTIONAL,
        organisation=Extent.OPTIONAL,
    ),
    _kind(
        DutyKind.FACILITATOR,
        _("Facilitator"),
        _("You see the 360-degree feedback of people who were given to you to talk it through with."),
        _("You run rounds of 360-degree feedback and release their reports."),
        DutyKind.HR_DIRECTOR,
        organisation=Extent.OPTIONAL,
    ),
    _kind(
        DutyKind.DATA_PROTECTION_OFFICER,
        _("Data protection officer"),
        _("You see which personal data is held, who looked at it, and every duty that was given."),
        _("You answer requests about personal data."),
        organisation=Extent.OPTIONAL,
        two_people=True,
    ),
    _kind(
        DutyKind.AUDITOR,
        _("Auditor"),
        _("You see the record of what was done and who looked, and every duty that was given. You change nothing."),
        _("You check that the record is whole and that access is as it should be."),
        organisation=Extent.OPTIONAL,
        two_people=True,
    ),
    _kind(
        DutyKind.ADMINISTRATOR,
        _("Administrator"),
        _("You see accounts and duties. You see nobody’s assessments."),
        _("You give and take back duties, in sessions that you open with a reason and that end by themselves."),
        two_people=True,
        most_days=ONE_YEAR,
    ),
)

BY_KIND = {one.kind: one for one in KINDS}


def kind_of(name: str) -> KindOfDuty | None:
    """Return what holds for a kind of duty, or None when there is none of that name."""
    return next((one for one in KINDS if one.kind == name), None)
