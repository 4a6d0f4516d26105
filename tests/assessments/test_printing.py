"""What cannot be printed is refused in words."""

import pytest

from tests.conftest import NOON
from waymark.assessments.queries.decisions import decision_pdf
from waymark.assessments.queries.printing import CannotBePrinted
from waymark.assessments.types import DecisionRecord


def record(name: str) -> DecisionRecord:
    return DecisionRecord(
        assessment=None, person_id=1, name=name, role_title="Weaver", framework_title="Crafts", version_label="1",
        state="signed_off", appeal=False, submitted_at=NOON, decided_at=NOON, valid_until=None, skills=(), left=(),
        steps=(), declarations=(), made_at=NOON,
    )  # fmt: skip


def test_a_sign_that_no_font_shows_is_refused_by_name():
    assert decision_pdf(record("Ada"), site="Waymark", step_words=str).startswith(b"%PDF")
    with pytest.raises(CannotBePrinted, match="Print the page from your browser"):
        decision_pdf(record("Ada \U00013000"), site="Waymark", step_words=str)
