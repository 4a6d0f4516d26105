"""What the pages of an import share: which import it is, and where it goes on."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.exchange import commands
from waymark.exchange import queries as exchange
from waymark.exchange.types import Doing, ImportCard, ImportState
from waymark.kernel.errors import NotVisible
from waymark.web.base.request import Request


def of(request: Request, uuid: UUID, *states: ImportState) -> ImportCard:
    """Return an import of whoever asks.

    Raises:
        NotVisible: there is none, it is somebody else's, a worker is at it, or it is in none of ``states``.
    """
    card = exchange.staged(uuid, request.actor, request.at)
    if states and (card.doing or card.state not in states):
        raise NotVisible
    return card


def go_on(request: Request, uuid: UUID, step: Doing, *, seen: str | None = None) -> str:
    """Take a step of an import, and return where it goes on."""
    return where(commands.go_on(uuid=uuid, step=step, seen=seen, actor=request.actor, at=request.at))


def where(card: ImportCard) -> str:
    """Return the address of the page at which an import waits for its owner, or says how it is."""
    if card.doing or card.ended or card.state == ImportState.UPLOADED:
        name = "authoring_import_one"
    elif card.state == ImportState.CHECKED:
        name = "authoring_import_problems" if card.problems else "authoring_import_difference"
    elif card.state == ImportState.READ and card.of_sheets:
        name = "authoring_import_sheets"
    else:
        name = "authoring_import_target"
    return reverse(name, args=[card.uuid])


def state_in_words(card: ImportCard) -> str:
    """Return how far an import is, for a list."""
    if card.doing:
        return _("Being worked on")
    if card.state == ImportState.CHECKED:
        return _("Something is wrong") if card.problems else _("Ready: see what it would change")
    return {
        ImportState.UPLOADED: _("Uploaded"),
        ImportState.READ: _("Say what it means"),
        ImportState.MAPPED: _("Say what it is to become"),
        ImportState.APPLIED: _("Became a draft"),
        ImportState.DISCARDED: _("Discarded"),
        ImportState.FAILED: _("Could not be read"),
    }[ImportState(card.state)]
