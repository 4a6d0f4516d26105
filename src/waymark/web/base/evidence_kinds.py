"""The kinds of evidence in words: what each is, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.assessments.types import EvidenceKind, EvidenceView, UsedEvidence

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Asked:
    """One text that a kind of evidence asks for."""

    column: str
    label: Text
    hint: Text = ""
    rows: int = 4
    """Lines of its field; 1: an input of one line."""
    optional: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """A kind of evidence, as the pages speak of it."""

    name: Text
    adding: Text
    """What it is, where somebody chooses a kind."""
    texts: tuple[Asked, ...]
    day: Text
    file: Text = ""
    """What its file is called; empty where one may be left out."""


ABOUT: dict[EvidenceKind, About] = {
    EvidenceKind.ACCOUNT: About(
        _("Account of your work"),
        _("Something you did, told as situation, task, action and result."),
        (
            Asked("situation", _("Situation"), _("What was going on?"), 3),
            Asked("task", _("Task"), _("What did you have to do, and why you?"), 3),
            Asked("action", _("What you did"), _("Say what you did yourself, and how."), 6, optional=False),
            Asked("result", _("Result"), _("What came of it? Figures help."), 3),
        ),
        _("When it was (optional)"),
    ),
    EvidenceKind.FILE: About(
        _("File"),
        _("A document, a sheet, slides or a picture. You can take a photo with your phone."),
        (Asked("words", _("What it shows"), _("Say which part is yours, and where to look.")),),
        _("When you made it (optional)"),
        _("Your file"),
    ),
    EvidenceKind.LINK: About(
        _("Link"),
        _("A page that others can open, such as something you published."),
        (
            Asked(
                "url",
                _("Address"),
                _("Like https://www.example.org/page. We never open it ourselves."),
                1,
                optional=False,
            ),
            Asked("words", _("What it shows"), _("Say which part is yours, and where to look.")),
        ),
        _("When you made it (optional)"),
    ),
    EvidenceKind.OBSERVATION: About(
        _("Observation"),
        _("What somebody saw you do, noted down by you."),
        (
            Asked("by_name", _("Who saw it"), _("Their name, and what they do."), 1, optional=False),
            Asked("words", _("What they saw"), _("In their own words where you can."), 6, optional=False),
        ),
        _("When it was (optional)"),
    ),
    EvidenceKind.TESTIMONY: About(
        _("Testimony"),
        _("What a colleague writes here for you. You say what it is about, then choose whom to ask."),
        (Asked("words", _("What it is about"), _("They see the title and the skills. This is for you.")),),
        _("When it was (optional)"),
    ),
    EvidenceKind.QUALIFICATION: About(
        _("Qualification"),
        _("A degree, a certificate or a licence, and who awarded it."),
        (
            Asked("by_name", _("Who awarded it"), "", 1, optional=False),
            Asked("words", _("What it covers"), _("Its level or grade, and until when it holds.")),
        ),
        _("When it was awarded (optional)"),
    ),
}
"""The kinds that a person adds. Learning that was finished comes from the learning it belongs to."""

LEARNING = About(
    _("Learning"), "", (Asked("by_name", _("Who gave it")), Asked("words", _("What it covers"))), _("When")
)


def about(kind: EvidenceKind) -> About:
    """Return how the pages speak of a kind."""
    return ABOUT.get(kind, LEARNING)


def kind_name(kind: EvidenceKind) -> str:
    """Return what a kind is called."""
    return str(about(kind).name)


def texts_of(view: EvidenceView | UsedEvidence) -> tuple[tuple[str, str], ...]:
    """Return what a piece of evidence says, each text with what it is; without what is empty and without the link."""
    return tuple(
        (str(asked.label), getattr(view.words, asked.column))
        for asked in about(view.kind).texts
        if asked.column != "url" and getattr(view.words, asked.column)
    )
