"""The WSGI application."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
_site = get_wsgi_application()

from waymark.audit.commands import keep  # noqa: E402 - rooms can be imported once Django is set up


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request. The first one in each process starts the thread that keeps the audit record.

    Not at import: a server that imports first and forks afterwards would leave its workers without the thread.
    """
    keep()
    return _site(environ, start_response)
