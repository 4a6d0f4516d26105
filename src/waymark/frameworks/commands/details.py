"""What a draft says of itself: its title, purpose, licence and label."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.drafting import LabelTaken
from waymark.frameworks.commands.editing import Unfit, must_be_as_seen, must_be_text, open_draft
from waymark.frameworks.models import UnsavedForm, Version
from waymark.frameworks.queries.addresses import address
from waymark.frameworks.queries.editing import DETAILS, details_shown
from waymark.frameworks.queries.versions import version_by_id
from waymark.frameworks.types import VersionCard
from waymark.kernel.policy import Actor


@transaction.atomic
def save_details(
    *,
    version_id: int,
    title: str,
    label: str,
    summary: str,
    licence: str,
    attribution: str,
    seen: str | None,
    actor: Actor,
    at: datetime,
) -> VersionCard:
    """Say what a draft is called, what it is for, and on which terms it may be used.

    Args:
        version_id: of a draft.
        title: what people read; up to 200 characters.
        label: of the version, which no other version of the framework has.
        summary: its purpose.
        licence: its terms, in short.
        attribution: whom to name when it is used elsewhere.
        seen: digest of what the form showed (``queries.details_shown``); None without a form.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Changed, Unfit: see ``commands.editing``.
        LabelTaken: another version has it.
    """
    version = open_draft(version_id, actor, at)
    now = details_shown(version_id)
    new = {"title": title, "label": label, "summary": summary, "licence": licence, "attribution": attribution}
    if new == now.fields:
        return version_by_id(version_id)
    must_be_as_seen(now, seen, noun="version", number=version_id)
    if not title.strip():
        raise Unfit({"title": _("Enter what the framework is called")})
    must_be_text(new, now.fields, title=rules.LONGEST["title"], licence=rules.LONGEST["licence"])
    if not rules.is_label(label):
        raise Unfit({"label": _("Use letters, digits, dots, hyphens and underscores for the label, such as 2027-01")})
    if Version.objects.filter(framework=version.framework_id, label=label).exclude(pk=version_id).exists():
        raise LabelTaken(label)
    if label != now.fields["label"]:
        _move_unsaved(version.framework.slug, now.fields["label"], label)
    changed = [name for name in DETAILS if new[name] != now.fields[name]]
    for name in changed:
        setattr(version, name, new[name])
    version.save(update_fields=changed)
    audit.record(
        "frameworks.draft.details_saved",
        actor=actor,
        at=at,
        framework=version.framework_id,
        version=version_id,
        label=label,
        changed=changed,
    )
    return version_by_id(version_id)


def _move_unsaved(framework: str, before: str, after: str) -> None:
    """Take what others have typed and not saved along to the draft's new address, where they will look for it."""
    old, new = address("draft", framework, before) + "/", address("draft", framework, after) + "/"
    UnsavedForm.objects.filter(place__startswith=new).delete()  # of a draft that had the label long ago
    kept = UnsavedForm.objects.filter(place__startswith=old).annotate(size=Length("place"))
    longest = UnsavedForm._meta.get_field("place").max_length or 0
    kept.filter(size__lte=longest - len(new) + len(old)).update(place=Concat(Value(new), Substr("place", len(old) + 1)))
