"""A portable record as a PDF."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.assessments import rules
from waymark.assessments.types import PortableRecord
from waymark.kernel.errors import Refusal
from waymark_formats.framework import Unwritable
from waymark_formats.pdf.record import RecordDocument, write_record


class CannotBePrinted(Refusal):
    """A text has a sign that no font of the site shows, such as a picture in a note."""

    def __init__(self, why: str) -> None:
        super().__init__(
            _("This cannot be made a PDF: %(why)s Print the page from your browser instead.") % {"why": why}
        )


def record_pdf(record: PortableRecord, *, site: str, verify_at: str) -> bytes:
    """Return a record to hand over and to print, accessible (PDF/UA-1).

    Args:
        record: what a link shows.
        site: what the site calls itself: the issuer.
        verify_at: the whole address at which its code is verified.

    Raises:
        CannotBePrinted: a text has a character that no font of the site shows.

    Cost: about half a second.
    """
    document = RecordDocument(
        title=_("Record of signed-off levels"),
        publisher=site,
        name=record.name,
        lines=(
            _("Issued by %(site)s on %(day)s.") % {"site": site, "day": _day(record.made_at)},
            _("Each level was signed off by an assessor or a panel of the department that is named beside it."),
        ),
        levels_title=_("Levels"),
        columns=(_("Skill"), _("Level"), _("Framework and version"), _("Signed off"), _("Valid until")),
        rows=tuple(
            (
                one.skill_name,
                one.level_name,
                _("%(framework)s, version %(label)s") % {"framework": one.framework_title, "label": one.version_label},
                ", ".join(filter(None, (_day(one.signed_on), one.issuer, rules.state_in_words(one.state)))),
                _day(one.valid_until) if one.valid_until else _("No end"),
            )
            for one in record.levels
        ),
        verify_title=_("How to verify it"),
        verify=(
            _("Go to %(address)s before %(day)s and enter this code. You see what this record shows as it stands then.")
            % {"address": verify_at, "day": _day(record.expires_at)},
            _("If what you see differs from what is printed here, believe what you see there."),
        ),
        code=record.code,
        page=_("Page"),
        language=(get_language() or "en").split("-")[0],
    )
    try:
        return write_record(document, made_at=record.made_at, fonts=settings.FONTS_DIR)
    except Unwritable as error:
        raise CannotBePrinted(str(error)) from error


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F Y")
