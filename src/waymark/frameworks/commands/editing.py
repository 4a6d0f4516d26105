"""What every command that changes a draft does first: fetch it, see that nobody was faster, refuse what is no text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from waymark.frameworks import policies, rules
from waymark.frameworks.commands.publishing import one_at_a_time
from waymark.frameworks.models import Version
from waymark.frameworks.queries.drafts import UNPUBLISHED
from waymark.frameworks.types import Shown
from waymark.kernel.errors import Refusal, Stale
from waymark.kernel.policy import Actor, fetch


class NotADraft(Refusal):
    """The version was released meanwhile, and is not changed any more."""

    def __init__(self, label: str) -> None:
        super().__init__(
            _("Version %(label)s is published, so nothing in it changes any more. Begin the next version.")
            % {"label": label}
        )


class Changed(Stale):
    """Somebody else changed the thing since the form was opened. Nothing is written.

    ``now`` is how it stands; ``noun`` and ``number`` are what the record calls it, to look up who it was.
    """

    def __init__(self, now: Shown, noun: str, number: int) -> None:
        super().__init__(
            _("This was changed while you were writing. Nothing is lost: choose what to keep, and save again.")
        )
        self.now = now
        self.noun = noun
        self.number = number


class ChangedSince(Stale):
    """Somebody else changed what is about to go since whoever confirms it saw it. Nothing is written."""

    def __init__(self) -> None:
        super().__init__(_("This was changed since you opened the page. Look at what goes with it once more."))


class Unfit(Refusal):
    """Something typed cannot be kept. ``fields`` says what is wrong, by the name of the argument it was given as."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


def open_draft(version_id: int, actor: Actor, at: datetime) -> Version:
    """Return a version that the actor may change, locked until the transaction ends.

    Raises:
        NotVisible: there is none, or the actor may not.
        NotADraft: it is published by now.
    """
    one_at_a_time()  # an import beside it would give away the same ids and slugs
    version = fetch(policies.MAY_EDIT, Version.objects.select_for_update(of=("self",)), actor, at, pk=version_id)
    if version.state not in UNPUBLISHED:
        raise NotADraft(version.label)
    if version.source_digest:
        # It no longer says what its files say: they are not "already there" any more.
        version.source_digest = ""
        version.save(update_fields=["source_digest"])
    return version


def must_be_as_seen(now: Shown, seen: str | None, *, noun: str, number: int) -> None:
    """Refuse a write that was made in ignorance of another. ``seen`` None: whoever writes has no form.

    Raises:
        Changed: the thing is not as the form showed it.
    """
    if seen is not None and seen != now.seen:
        raise Changed(now, noun, number)


def must_go_as_seen(now: str, seen: str | None) -> None:
    """Refuse to take out what is not as it was shown. ``seen`` None: whoever takes it out has no page.

    Raises:
        ChangedSince: the digests differ.
    """
    if seen is not None and seen != now:
        raise ChangedSince


def must_be_text(new: Mapping[str, str], now: Mapping[str, str] | None = None, **longest: int) -> None:
    """Refuse what decision 6 refuses in files: HTML tags and formulas; and what is too long.

    Args:
        new: text by the name of its argument.
        now: what stands there already; text that stays as it is, is let be.
        **longest: characters that fit, by name.

    Raises:
        Unfit: with every field that is wrong.
    """
    changed = {name: text for name, text in new.items() if now is None or now.get(name) != text}
    if wrong := rules.why_not_text(changed, longest):
        raise Unfit(wrong)
