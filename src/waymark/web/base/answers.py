"""Answers that are no page: a file handed over to be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return a file to be saved under ``name``, for whoever asked for it alone: nothing on the way keeps it."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def csv_attachment(lines: Iterable[str], name: str) -> HttpResponse:
    """Return lines of CSV as a file that spreadsheets open with its accents right: with a mark in front."""
    return attachment(("\ufeff" + "".join(lines)).encode(), "text/csv; charset=utf-8", name)


def json_attachment(document: dict[str, Any], name: str) -> HttpResponse:
    """Return plain values as a file of JSON."""
    text = json.dumps(document, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
    return attachment(f"{text}\n".encode(), "application/json; charset=utf-8", name)
