"""The one place where strong acts ask whoever is signed in to prove once more that it is them."""

from __future__ import annotations

from django.http import HttpResponse

from waymark.web.base.request import Request


def ask_again(request: Request) -> HttpResponse | None:
    """Return the page that asks for proof before a strong act, or None when there is nothing to ask.

    Nobody signs in with a secret of their own on this site yet, so there is nothing they could prove it with.
    """
    return None
