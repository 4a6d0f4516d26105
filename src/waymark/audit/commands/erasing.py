"""Taking personal data out of the record without breaking it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import policies
from waymark.audit.commands.entries import record
from waymark.audit.models import Entry, EntryObject, Subject
from waymark.audit.types import ERASED_KIND
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor


class ErasuresAreKept(Refusal):
    """An entry that says what was erased cannot be erased."""

    def __init__(self) -> None:
        super().__init__(_("An entry that says what was erased is kept. Leave such entries out and erase the others."))


@transaction.atomic
def erase_payload(*, entry_ids: Iterable[int], reason: str, actor: Actor, at: datetime) -> int:
    """Empty the reason, the facts and the salt of entries, and return how many had any.

    What the facts named (``EntryObject``) goes with them.

    What was done, when, by whom and about whom stays, and so does the digest: the chain verifies as before, and nobody
    can try what the payload was. The erasure is an entry of its own, about the same people.

    Raises:
        NotVisible: one of the ids is no entry, or the actor may not erase it. Nothing is erased then.
        ErasuresAreKept: one of them records an erasure.
    """
    wanted = sorted(set(entry_ids))
    rows = Entry.objects.select_for_update().filter(pk__in=wanted, id__in=policies.MAY_ERASE_PAYLOAD.visible(actor, at))
    kinds = dict(rows.order_by("pk").values_list("pk", "kind"))
    if len(kinds) != len(wanted):
        raise NotVisible
    if ERASED_KIND in kinds.values():
        raise ErasuresAreKept
    written = sorted(Entry.objects.filter(pk__in=wanted, erased=False).values_list("pk", flat=True))
    if not written:
        return 0
    Entry.objects.filter(pk__in=written).update(reason="", facts={}, salt="", erased=True)
    EntryObject.objects.filter(entry_id__in=written).delete()
    about = Subject.objects.filter(entry_id__in=written).values_list("person_id", flat=True).distinct()
    record(ERASED_KIND, actor=actor, at=at, subjects=list(about), reason=reason, entries=written)
    return len(written)
