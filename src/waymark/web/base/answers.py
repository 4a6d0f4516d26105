"""Answers that are no page: a file handed over to be kept."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return a file to be saved under ``name``, which holds letters, digits, dots and hyphens only."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def json_attachment(document: dict[str, Any], name: str) -> HttpResponse:
    """Return plain values as a file of JSON."""
    text = json.dumps(document, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
    return attachment(f"{text}\n".encode(), "application/json; charset=utf-8", name)
