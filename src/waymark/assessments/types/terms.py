"""What the assessments room hands out about the terms that frameworks set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from waymark.assessments.types.deciding import TermsView


@dataclass(frozen=True, slots=True)
class TermsLine:
    """Terms as somebody set them."""

    terms: TermsView
    by_name: str
    """Who set them; empty for somebody at the command line, and for an account that is gone."""
    reason: str
    at: datetime
