"""What importing a document would do: whose identities its things are, what changes, and what stands in the way.

Nothing is written here. ``commands.import_version`` asks the same question under its lock and then writes the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.frameworks import policies, rules
from waymark.frameworks.models import Framework, Version
from waymark.frameworks.queries.documents import document as whole
from waymark.frameworks.queries.identities import identities
from waymark.frameworks.queries.versions import current, version_by_id
from waymark.frameworks.types import Counts, Difference, ImportedVersion, Remark, VersionCard
from waymark.kernel.errors import NotAllowed, NotVisible, Refusal, Stale
from waymark.kernel.ids import derived_uuid, new_uuid
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark_formats.framework import FrameworkDocument


class VersionExists(Refusal):
    """The label is that of another version, with other content."""


class AlreadyImported(Refusal):
    """The framework already says exactly what the document says."""


class NothingToImport(Refusal):
    """The document has neither a skill nor a role."""


class UnknownProfession(Refusal):
    """The owner is not a profession of this site."""


class TooEarly(Refusal):
    """A version cannot take effect before the one that holds now."""


class DiffersNow(Stale):
    """The framework has changed since its author saw what an import would do to it."""

    def __init__(self) -> None:
        super().__init__(
            _("The framework was changed since this was worked out. Look again at what the file would change.")
        )


class NotStorable(Refusal):
    """The document does not fit into the tables; ``reasons`` are sentences."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        shown = list(reasons[:5])
        if len(reasons) > len(shown):
            shown.append(_("There are %(number)d more like these.") % {"number": len(reasons) - len(shown)})
        super().__init__(" ".join(shown))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Planned:
    """An import that is decided and not yet written."""

    settled: rules.Settled
    framework_id: int | None
    """None: the framework is new."""
    framework_uuid: UUID
    version_uuid: UUID
    profession_id: int | None
    before: VersionCard | None
    """The version it is compared with: the framework's latest, drafts included."""
    same_draft: VersionCard | None
    """A draft of this label that says exactly the same already."""
    difference: Difference
    counts: Counts
    remarks: tuple[Remark, ...]
    order: str
    """Digest of the order of what it is compared with: no change tells of that, and an import puts it away."""


def plan_import(
    *,
    document: FrameworkDocument,
    into: str,
    owner: str,
    version: str,
    licence: str,
    replaces: bool = False,
    actor: Actor,
    at: datetime,
) -> ImportedVersion:
    """Say what ``commands.import_version`` would do with the same arguments. Nothing is written.

    Args:
        document: as its reader gave it.
        into: slug of the framework.
        owner: slug of the profession of a new framework.
        version: label.
        licence: of the version; the document's own when empty.
        replaces: say what ``commands.replace_draft`` would do with the draft of that label instead.
        actor: who would do it.
        at: when.

    Raises:
        Refusal: whatever it would refuse.
    """
    planned = plan(
        document=document, into=into, owner=owner, version=version, licence=licence, replaces=replaces, actor=actor,
        at=at,
    )  # fmt: skip
    if planned.framework_id is not None:
        refuse_too_early(planned.framework_id, takes_effect(planned.settled.document, at), at)
    return ImportedVersion(
        version_id=None,
        framework_slug=into,
        label=version,
        state="planned",
        counts=planned.counts,
        difference=planned.difference,
        compared_with=planned.before.label if planned.before else "",
        remarks=planned.remarks,
        order=planned.order,
    )


def seen_of(imported: ImportedVersion) -> str:
    """Return the digest of what an import would do, as its author saw it; see ``commands.import_version``."""
    return seen(imported.compared_with, imported.difference, imported.order)


def seen(compared_with: str, difference: Difference, order: str) -> str:
    """Return the digest of a difference, and of the label and the order of what it was worked out against."""
    changes = [(one.what, one.kind, one.name, one.before, one.after) for one in difference.changes]
    return rules.seen({"compared_with": compared_with, "changes": changes, "order": order})


def must_be_as_seen(planned: Planned, shown: str | None) -> None:
    """Refuse an import that would do anything else than its author saw. ``shown`` None: they saw nothing.

    Raises:
        DiffersNow: the framework has changed meanwhile.
    """
    if shown is not None and shown != seen(
        planned.before.label if planned.before else "", planned.difference, planned.order
    ):
        raise DiffersNow


def plan(
    *,
    document: FrameworkDocument,
    into: str,
    owner: str,
    version: str,
    licence: str,
    replaces: bool = False,
    actor: Actor,
    at: datetime,
) -> Planned:
    """Settle who everything in ``document`` is and compare it with the framework's latest version."""
    named = replace(document, slug=into, version=version, licence=licence or document.licence, profession=owner)
    if reasons := rules.why_not_storable(named):
        raise NotStorable(reasons)
    if not document.skills and not document.families:
        raise NothingToImport(_("The document has neither a skill nor a role, so there is nothing to import."))
    framework = Framework.objects.filter(slug=into).first()
    if framework is not None:
        must_be_allowed(actor, framework, at)
    profession_id = _owner(owner)
    if framework is None and not actor.operator and profession_id not in policies.professions(actor, *policies.AUTHORS):
        raise NotAllowed(
            _("You may bring in frameworks of the professions you write for. Choose one of those as owner.")
        )
    known = identities(named, framework.pk if framework else None)
    settled = rules.settle(named, known, slug=into)
    remarks = [*settled.remarks, *_on_rungs(named)]
    before = same_draft = older = None
    if framework is not None:
        if not replaces and profession_id != framework.profession_id:
            remarks.append(Remark(_("the framework has another owner"), _("its owner stays as it is")))
        latest = Version.objects.filter(framework=framework).order_by("-pk").values_list("pk", flat=True).first()
        before = version_by_id(latest) if latest else None
        older = whole(before.id) if before else None
        if replaces:
            before = _open_draft(framework, version)
            older = whole(before.id)
            if _content(older) == _content(settled.document):
                raise AlreadyImported(already(before, framework.slug))
        else:
            same_draft = _refuse_repetition(framework, before, older, settled.document)
    return Planned(
        settled=settled,
        framework_id=framework.pk if framework else None,
        framework_uuid=framework.uuid if framework else _own_or_new(named.uuid, known.uuids, "framework", into),
        version_uuid=_own_or_new(named.version_uuid, known.uuids, "version", into, version),
        profession_id=profession_id,
        before=before,
        same_draft=same_draft,
        difference=rules.difference(older or replace(named, skills=(), families=()), settled.document),
        counts=_counts(settled.document),
        remarks=tuple(remarks),
        order=_order(older) if older else "",
    )


def refuse_the_same_files(
    source_digest: str, source_format: str, into: str, version: str, actor: Actor, at: datetime
) -> None:
    """Refuse files that the newest version of a framework was made from, byte for byte, before they are read.

    Only a published version counts: a draft may have been changed since. One or two queries.

    Args:
        source_digest: of the files.
        source_format: name of the format they are to be read in.
        into: slug of the framework; empty when the files say it.
        version: label; likewise.
        actor: who imports them.
        at: when.

    Raises:
        AlreadyImported: the newest version says exactly what they say.
    """
    if not source_digest:
        return
    found = Version.objects.filter(
        source_digest=source_digest, source_format=source_format, published_at__isnull=False
    ).select_related("framework")
    if into:
        found = found.filter(framework__slug=into)
    if version:
        found = found.filter(label=version)
    for one in found:
        newer = Version.objects.filter(framework_id=one.framework_id, pk__gt=one.pk).exists()
        if not newer and policies.MAY_IMPORT.decide(actor, one.framework, at).allowed:
            raise AlreadyImported(already(version_by_id(one.pk), one.framework.slug))


def must_be_allowed(actor: Actor, framework: Framework, at: datetime) -> None:
    """Refuse whoever may not import into ``framework``.

    Raises:
        NotAllowed: the actor neither writes frameworks of the profession that owns it nor is an operator.
    """
    if not policies.MAY_IMPORT.decide(actor, framework, at).allowed:
        raise NotAllowed(
            _("Only those who write this profession’s frameworks may import into one. Ask its head of profession.")
        )


def takes_effect(document: FrameworkDocument, at: datetime) -> datetime:
    """Return when a document says that it takes effect, its day's first moment; ``at`` when it does not say."""
    if document.effective_from is None:
        return at
    return timezone.make_aware(datetime.combine(document.effective_from, time.min))


def refuse_too_early(framework_id: int, effective_from: datetime, at: datetime) -> None:
    """Refuse a version that would take effect before the one that holds at ``at``.

    Raises:
        TooEarly: it would; the sentence names both days.
    """
    now = current(at).filter(framework=framework_id).values_list("label", "effective_from").first()
    if now is None or now[1] is None or effective_from >= now[1]:
        return
    raise TooEarly(
        _(
            "This version would take effect on %(day)s, before version %(label)s, which has held since %(since)s. "
            "Give it that day or a later one."
        )
        % {"day": _day(effective_from), "label": now[0], "since": _day(now[1])}
    )


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def _owner(slug: str) -> int | None:
    if not slug:
        return None
    found = organisation.profession_id(slug)
    if found is None:
        known = ", ".join(card.slug for card in organisation.professions()) or _("none yet")
        raise UnknownProfession(
            _('There is no profession "%(slug)s" to own the framework. Those of this site are: %(known)s.')
            % {"slug": slug, "known": known}
        )
    return found


def _open_draft(framework: Framework, label: str) -> VersionCard:
    found = Version.objects.filter(framework=framework, label=label, published_at__isnull=True).first()
    if found is None:
        raise NotVisible
    return version_by_id(found.pk)


def _refuse_repetition(
    framework: Framework, before: VersionCard | None, older: FrameworkDocument | None, newer: FrameworkDocument
) -> VersionCard | None:
    """Refuse a label that is taken and content that is there already; return a draft that says the same."""
    taken = Version.objects.filter(framework=framework, label=newer.version).values_list("pk", flat=True).first()
    if taken is not None and (before is None or taken != before.id):
        before, older = version_by_id(taken), whole(taken)
    if before is None or older is None:
        return None
    if _content(older) == _content(newer):
        if before.published_at is None and before.label == newer.version:
            return before
        raise AlreadyImported(already(before, framework.slug))
    if taken is not None:
        raise VersionExists(
            _(
                "There already is a version %(label)s of %(slug)s, and it says something else. Give this one a label "
                "of its own."
            )
            % {"label": newer.version, "slug": framework.slug}
        )
    return None


def already(before: VersionCard, slug: str) -> str:
    """Return the sentence that says that a version is there already."""
    return _("Version %(label)s of %(slug)s already says exactly this, so nothing was imported.") % {
        "label": before.label,
        "slug": slug,
    }


def _order(document: FrameworkDocument) -> str:
    """Return the digest of the order in which a document has its things."""
    roles = [role for family in document.families for role in family.roles]
    keys = [
        [family.key for family in document.families], [role.key for role in roles],
        [level.key for role in roles for level in role.levels], [skill.key for skill in document.skills],
        [scale.key for scale in document.scales],
    ]  # fmt: skip
    return rules.seen({"order": keys})


def _content(document: FrameworkDocument) -> FrameworkDocument:
    """Return a document without what names it: two that are then equal say the same."""
    return replace(document, version="", effective_from=None, version_uuid=None, uuid=None, profession="")


def _own_or_new(own: UUID | None, taken: frozenset[UUID], *path: str) -> UUID:
    """Return a document's own UUID if nothing has it, else the derived one, else a fresh one."""
    if own is not None and own not in taken:
        return own
    derived = derived_uuid(*path)
    model = Framework if path[0] == "framework" else Version
    return new_uuid() if model._default_manager.filter(uuid=derived).exists() else derived


def _on_rungs(document: FrameworkDocument) -> Iterator[Remark]:
    levels = [level for family in document.families for role in family.roles for level in role.levels]
    unordered = sum(level.rung is None for level in levels)
    if unordered:
        yield Remark(
            _("%(unordered)s of %(levels)s role levels have no place in an order")
            % {"unordered": f"{unordered:,}", "levels": f"{len(levels):,}"},
            _("their rungs are inferred from their names, and marked so"),
        )


def _counts(document: FrameworkDocument) -> Counts:
    roles = [role for family in document.families for role in family.roles]
    levels = [level for role in roles for level in role.levels]
    return Counts(
        families=len(document.families),
        roles=len(roles),
        role_levels=len(levels),
        skills=len(document.skills),
        descriptors=sum(text is not None for skill in document.skills for text in skill.descriptors.values()),
        requirements=sum(len(level.requirements) for level in levels),
    )
