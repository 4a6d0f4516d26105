"""A version begins to be written: a new framework, or the next version of one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import policies, rules
from waymark.frameworks.commands.editing import must_be_text
from waymark.frameworks.commands.publishing import one_at_a_time
from waymark.frameworks.commands.rows import Writing
from waymark.frameworks.models import Framework, Scale, ScaleLevel, Version
from waymark.frameworks.queries.documents import document
from waymark.frameworks.queries.drafts import UNPUBLISHED
from waymark.frameworks.queries.identities import identities
from waymark.frameworks.queries.versions import version_by_id
from waymark.frameworks.types import VersionCard
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.ids import RESERVED_SLUGS, derived_uuid, new_uuid, slugify
from waymark.kernel.policy import Actor, fetch
from waymark_formats.framework import FrameworkDocument


class SlugTaken(Refusal):
    """Another framework has this address already, or the word is kept for pages of the site."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            _('The address "%(slug)s" is taken. Give the framework another name, or another address.') % {"slug": slug}
        )


class NotALabel(Refusal):
    """The text cannot be the label of a version."""


class LabelTaken(Refusal):
    """The framework has a version of this label already."""

    def __init__(self, label: str) -> None:
        super().__init__(_("There already is a version %(label)s. Give this one another label.") % {"label": label})


class DraftOpen(Refusal):
    """The framework has a version that is being written; two at once would part ways."""

    def __init__(self, label: str) -> None:
        super().__init__(
            _("Version %(label)s is being written already. Go on with it, or discard it first.") % {"label": label}
        )


USUAL_LEVELS = ("Awareness", "Working", "Practitioner", "Expert")
"""What the scale of a new framework begins with; its authors change it."""


@transaction.atomic
def start_framework(
    *, title: str, slug: str, summary: str, label: str, profession_id: int, actor: Actor, at: datetime
) -> VersionCard:
    """Begin a framework of a profession, with a first draft that has the usual scale and nothing else.

    Args:
        title: what people read.
        slug: its address, for good; made from the title when empty.
        summary: its purpose, in a sentence or two.
        label: of the first version.
        profession_id: who owns it.
        actor: an author or the head of that profession, or an operator.
        at: when.

    Raises:
        NotVisible: the actor writes for no such profession.
        SlugTaken, NotALabel, Unfit: see each.
    """
    if not actor.operator and profession_id not in policies.professions(actor, *policies.AUTHORS):
        raise NotVisible
    must_be_text({"title": title, "summary": summary}, title=rules.LONGEST["title"])
    one_at_a_time()
    slug = slugify(slug or title)[:60].strip("-")
    if slug in RESERVED_SLUGS:
        raise SlugTaken(slug)
    framework = _unwritten(slug, profession_id)
    version = _version(framework, label, title, summary, at)
    scale = Scale.objects.create(version=version, key="levels", name=_("Levels"), position=0)
    ScaleLevel.objects.bulk_create(
        ScaleLevel(version=version, scale=scale, rank=rank, name=name)
        for rank, name in enumerate(USUAL_LEVELS, start=1)
    )
    audit.record(
        "frameworks.framework.started", actor=actor, at=at, framework=framework.pk, version=version.pk, label=label
    )
    return version_by_id(version.pk)


@transaction.atomic
def start_next_version(*, framework_id: int, label: str, actor: Actor, at: datetime) -> VersionCard:
    """Begin the next version of a framework, as a copy of its newest published one that was not withdrawn.

    Raises:
        NotVisible: there is no such framework, none of its versions is published, or the actor may not write it.
        DraftOpen: a version of it is being written already.
        LabelTaken, NotALabel: see each.

    Cost: as an import of the framework.
    """
    one_at_a_time()
    framework = fetch(policies.MAY_AUTHOR, Framework.objects.all(), actor, at, pk=framework_id)
    if (open_one := Version.objects.filter(framework=framework, state__in=UNPUBLISHED).first()) is not None:
        raise DraftOpen(open_one.label)
    newest = (
        Version.objects.filter(framework=framework, published_at__isnull=False)
        .exclude(state=Version.State.WITHDRAWN)
        .order_by("-effective_from", "-published_at", "-pk")
        .first()
    )
    if newest is None:
        raise NotVisible
    whole = document(newest.pk)
    version = _version(framework, label, newest.title, newest.summary, at, copied_from=newest)
    write(version, whole)
    audit.record(
        "frameworks.version.started",
        actor=actor,
        at=at,
        framework=framework.pk,
        version=version.pk,
        label=label,
        copied_from=newest.label,
    )
    return version_by_id(version.pk)


def _unwritten(slug: str, profession_id: int) -> Framework:
    """Return a framework that says nothing: a new one, or one whose only draft was given up after it was talked about.

    Raises:
        SlugTaken: it has a version, or is another profession's.
    """
    known = Framework.objects.filter(slug=slug).first()
    if known is not None:
        if known.profession_id != profession_id or Version.objects.filter(framework=known).exists():
            raise SlugTaken(slug)
        return known
    derived = derived_uuid("framework", slug)
    uuid = new_uuid() if Framework.objects.filter(uuid=derived).exists() else derived
    return Framework.objects.create(uuid=uuid, slug=slug, profession_id=profession_id)


def write(version: Version, whole: FrameworkDocument) -> None:
    """Write a document as the rows of a version that has none, inside another command's transaction."""
    framework = version.framework
    known = identities(whole, framework.pk)
    Writing(version.pk, framework.pk, rules.settle(whole, known, slug=framework.slug)).write()


def _version(
    framework: Framework, label: str, title: str, summary: str, at: datetime, copied_from: Version | None = None
) -> Version:
    if not rules.is_label(label):
        raise NotALabel(
            _('"%(label)s" cannot be a label: use letters, digits, dots, hyphens and underscores, such as 2027-01.')
            % {"label": label[:60]}
        )
    if Version.objects.filter(framework=framework, label=label).exists():
        raise LabelTaken(label)
    derived = derived_uuid("version", framework.slug, label)
    return Version.objects.create(
        uuid=new_uuid() if Version.objects.filter(uuid=derived).exists() else derived,
        framework=framework,
        label=label,
        title=title,
        summary=summary,
        licence=copied_from.licence if copied_from else "",
        attribution=copied_from.attribution if copied_from else "",
        source_format=copied_from.source_format if copied_from else "",
        source=copied_from.source if copied_from else {},
        state=Version.State.DRAFT,
        created_at=at,
    )
