"""What purposes, requests, states and reasons of holds are called for people."""

from __future__ import annotations

from waymark.privacy import rules
from waymark.privacy.types import Basis, RequestKind, RequestState


def purpose(code: str) -> str:
    """Return what a purpose is called; the code itself where it is none of ours."""
    return str(rules.PURPOSES[code][1]) if code in rules.PURPOSES else code


def purpose_slug(code: str) -> str:
    """Return the name of a purpose's notice in addresses."""
    return rules.PURPOSES[code][0]


def request_kind(kind: RequestKind) -> str:
    """Return what is asked for."""
    return str(rules.KINDS[kind])


def request_state(state: RequestState) -> str:
    """Return how far a request has come."""
    return str(rules.STATES[state])


def basis(code: Basis) -> str:
    """Return why the law or an obligation keeps data."""
    return str(rules.BASES[code])


def bases() -> tuple[tuple[str, str], ...]:
    """Return every basis of a hold: code and words."""
    return tuple((code.value, str(words)) for code, words in rules.BASES.items())
