"""Taking personal data out of the record without breaking it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from waymark.audit import policies
from waymark.audit.commands.entries import record
from waymark.audit.models import Access, AccessSubject, Entry, EntryObject, RefusedRequest, Subject
from waymark.audit.types import ERASED_KIND
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor


class ErasuresAreKept(Refusal):
    """An entry that says what was erased cannot be erased."""

    def __init__(self) -> None:
        super().__init__(_("An entry that says what was erased is kept. Leave such entries out and erase the others."))


@transaction.atomic
def erase_payload(
    *, entry_ids: Iterable[int], reason: str, about: Collection[int] = (), actor: Actor, at: datetime
) -> int:
    """Empty the reason, the facts and the salt of entries, and return how many had any.

    What the facts named (``EntryObject``) goes with them.

    What was done, when, by whom and about whom stays, and so does the digest: the chain verifies as before, and nobody
    can try what the payload was. The erasure is an entry of its own, about those in ``about``: by default everybody
    the entries are about.

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
    people = about or Subject.objects.filter(entry_id__in=written).values_list("person_id", flat=True).distinct()
    record(ERASED_KIND, actor=actor, at=at, subjects=list(people), reason=reason, entries=written)
    return len(written)


@transaction.atomic
def erase_about(
    *, person_id: int, account_id: int | None, names: Collection[str] = (), reason: str, actor: Actor, at: datetime
) -> int:
    """Take what the record says about a person out of it, and return how many entries had anything.

    Emptied are the payloads of every entry about them, and of entries of their account about nobody (that they signed
    in, say); what they did to others stays, since it is about the others. Of looks at their record goes what the look
    was narrowed by, and of looks at them alone the page, whose address can name them; of refused requests the page,
    when they asked for it or its address names them.

    Args:
        person_id: whom it is about.
        account_id: their account; None for somebody without one.
        names: texts that say who they are, as an address can hold them: a UUID, say.
        reason: why. It stays, so it names nobody.
        actor: an operator or a data protection officer.
        at: when.

    Raises:
        NotVisible: the actor may not erase; nothing is erased then.
    """
    if not (actor.operator or actor.holding("data-protection-officer")):
        raise NotVisible
    whole = Entry.objects.filter(erased=False).exclude(kind=ERASED_KIND)
    ids = list(whole.filter(subjects__person_id=person_id).values_list("pk", flat=True))
    if account_id is not None:
        alone = whole.filter(~Exists(Subject.objects.filter(entry_id=OuterRef("pk"))), actor_account_id=account_id)
        ids += alone.values_list("pk", flat=True)
    erased = erase_payload(entry_ids=ids, reason=reason, about=[person_id], actor=actor, at=at)
    erase_accesses(person_id=person_id, actor=actor, at=at)
    if account_id is not None:
        RefusedRequest.objects.filter(actor_account_id=account_id).update(what="")
    for name in names:
        RefusedRequest.objects.filter(what__contains=name).update(what="")
    return erased


@transaction.atomic
def erase_accesses(*, person_id: int, actor: Actor, at: datetime) -> int:
    """Take what looks at a person's record were narrowed by out of the access log; return how many looks there were.

    Of looks at them alone the page goes too, whose address can name them. That somebody looked, when and why stays.
    """
    theirs = AccessSubject.objects.filter(person_id=person_id).values("access_id")
    looks = Access.objects.filter(pk__in=theirs, id__in=policies.MAY_ERASE_FILTER.visible(actor, at))
    others = AccessSubject.objects.filter(access_id=OuterRef("pk")).exclude(person_id=person_id)
    looks.filter(~Exists(others)).update(what="")
    return looks.update(filter={})
