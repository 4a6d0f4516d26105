"""What can be in the way of keeping evidence, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from waymark.assessments import rules
from waymark.assessments.rules import evidence as evidence_rules
from waymark.assessments.types.evidence import EvidenceView
from waymark.kernel import errors
from waymark_formats.uploads import Why


class NotTheseWords(errors.Refusal):
    """What was put cannot be kept. ``wrong`` says why, by column."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(" ".join(wrong.values()))
        self.wrong = dict(wrong)


class NotTheseSkills(errors.Refusal):
    """A skill is not there, or there are too many."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose up to %(most)d skills out of those on this page.") % {"most": evidence_rules.MOST_SKILLS}
        )


class EvidenceStale(errors.Stale):
    """It was saved again after the page was opened, in another tab or on another device. ``there`` is what is saved."""

    def __init__(self, there: EvidenceView, changed: Sequence[str]) -> None:
        super().__init__(
            _(
                "You saved this in another tab or on another device at %(time)s on %(day)s. What differs: %(what)s. "
                "Nothing was changed. Check it, and save again if you want yours instead."
            )
            % {
                "time": rules.time_of_day(there.saved_at),
                "day": rules.day(there.saved_at),
                "what": ", ".join(changed) or _("files or skills"),
            }
        )
        self.there = there


class EvidenceInUse(errors.Refusal):
    """A submitted assessment used it, so the file stays."""

    def __init__(self) -> None:
        super().__init__(
            _("You sent this with an assessment, so its files stay as part of that record. You can add another file.")
        )


class FileNeeded(errors.Refusal):
    """Evidence of the kind "file" has none."""

    def __init__(self) -> None:
        super().__init__(_("Choose a file"))


class TooManyFiles(errors.Refusal):
    """It has as many files as it can have."""

    def __init__(self) -> None:
        super().__init__(
            _("It has %(most)d files, which is as many as it can have. Remove one first.")
            % {"most": evidence_rules.MOST_FILES}
        )


class FileTooLarge(errors.Refusal):
    """The file is larger than this site takes."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("The file is larger than %(most)d MB, which is the most we take. Make it smaller, or bring part of it.")
            % {"most": most // 1024**2}
        )


class FileNotTaken(errors.Refusal):
    """The content of the file is not of a kind that is taken, or is two kinds at once."""

    def __init__(self, why: Why, found: str = "") -> None:
        super().__init__(evidence_rules.file_in_words(why, found))
        self.why = why


class FileInfected(errors.Refusal):
    """The scanner found something in the file. It was not kept, and that is on record."""

    def __init__(self, found: str) -> None:
        super().__init__(
            _(
                "The file was not kept: the scanner found malicious software in it (%(found)s). Do not open it, "
                "and tell whoever looks after your computer."
            )
            % {"found": found}
        )


class FileNotScanned(errors.Refusal):
    """The scanner does not answer, and a file is not kept unseen."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "We could not scan the file just now, so it was not kept. Try again in a few minutes. You can save "
                "everything else without it."
            )
        )


class NotATestimony(errors.Refusal):
    """Somebody can be asked to write something for a testimony only."""

    def __init__(self) -> None:
        super().__init__(_("A colleague can be asked for a testimony only. Add one, and ask them there."))


class TooManyWitnesses(errors.Refusal):
    """As many people were asked as can be."""

    def __init__(self) -> None:
        super().__init__(
            _("You asked %(most)d people for this already. Take one of them back first.")
            % {"most": evidence_rules.MOST_WITNESSES}
        )


class TestimonyOver(errors.Refusal):
    """It was answered, or taken back."""

    __test__ = False

    def __init__(self, *, written_at: datetime | None) -> None:
        super().__init__(
            _("You wrote this on %(day)s, so it cannot change.") % {"day": rules.day(written_at)}
            if written_at
            else _("This is not asked of you any more.")
        )


class WordsNeeded(errors.Refusal):
    """A testimony without words."""

    def __init__(self) -> None:
        super().__init__(_("Enter what you saw"))
