"""The ready-made people: one per kind of user. Which of the generated people plays each part is decided by fit."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DIGITAL = "digital-data-and-technology"


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of user, and whom to look for among the people.

    ``post`` is the title of their post; empty keeps the one they have, which follows their role.
    """

    key: str
    title: str | Promise
    about: str | Promise
    profession: str
    grade: str
    post: str = ""


PARTS: tuple[Part, ...] = (
    Part(
        "individual",
        _("Individual"),
        _("Has a post and a manager, and has not recorded anything yet: the first check starts from nothing."),
        DIGITAL,
        "HEO",
    ),
    Part("manager", _("Line manager"), _("Leads a team of about seven people."), DIGITAL, "G7"),
    Part("assessor", _("Assessor"), _("Is asked to assess other people’s skills."), DIGITAL, "G7"),
    Part("moderator", _("Moderator"), _("Looks after the same standard being applied everywhere."), DIGITAL, "G6"),
    Part(
        "department-head-of-profession",
        _("Departmental head of profession"),
        _("Answers for one profession in one department."),
        DIGITAL,
        "PB1",
        "Departmental head of digital and data",
    ),
    Part(
        "head-of-profession",
        _("Head of profession"),
        _("Answers for one profession across all departments, and for its framework."),
        DIGITAL,
        "PB2",
        "Head of the digital and data profession",
    ),
    Part(
        "hr-director",
        _("HR director"),
        _("Answers for people and skills in a department."),
        "human-resources",
        "PB1",
        "Human resources director",
    ),
    Part(
        "academy-lead",
        _("Academy lead"),
        _("Runs learning for a profession."),
        "human-resources",
        "G7",
        "Learning academy lead",
    ),
    Part(
        "vacancy-holder",
        _("Vacancy holder"),
        _("Has a post to fill and needs the right words for it."),
        "policy",
        "G7",
        "Head of policy team",
    ),
    Part(
        "workforce-planner",
        _("Workforce planner"),
        _("Works out which skills will be needed, where and when."),
        "human-resources",
        "SEO",
        "Workforce planning manager",
    ),
    Part(
        "communications-lead",
        _("Communications lead"),
        _("Brings the frameworks to the people they are for."),
        "communications",
        "G7",
        "Internal communications lead",
    ),
    Part(
        "facilitator",
        _("Facilitator"),
        _("Runs 360-degree feedback and talks people through what it says."),
        "human-resources",
        "HEO",
        "Organisation development adviser",
    ),
    Part(
        "administrator",
        _("Administrator"),
        _("Runs this site for everyone else."),
        "knowledge-and-information-management",
        "HEO",
        "Platform administrator",
    ),
    Part(
        "second-administrator",
        _("Second administrator"),
        _("Approves what the first one proposes, and the other way round."),
        "knowledge-and-information-management",
        "HEO",
        "Platform support officer",
    ),
    Part(
        "framework-author",
        _("Framework author"),
        _("Writes the next version of the profession’s framework."),
        DIGITAL,
        "G7",
        "Career frameworks lead",
    ),
    Part(
        "framework-reviewer",
        _("Framework reviewer"),
        _("Reads drafts, comments on them and says whether they are ready."),
        DIGITAL,
        "SEO",
        "Senior data engineer",
    ),
    Part(
        "auditor",
        _("Auditor"),
        _("Reads the record of what was done and who looked, and changes nothing."),
        "internal-audit",
        "G7",
        "Internal auditor",
    ),
    Part(
        "data-protection-officer",
        _("Data protection officer"),
        _("Answers for personal data: what is held, who looked at it, and requests about it."),
        "legal",
        "G6",
        "Data protection officer",
    ),
)
