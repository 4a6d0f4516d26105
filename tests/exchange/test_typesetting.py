"""What is published is set for reading once; a draft, which changes, each time; never two at once."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.frameworks import build
from waymark.exchange.queries.typesetting import kept_at, typeset
from waymark.frameworks import queries as frameworks
from waymark.frameworks.commands import publish
from waymark.kernel.policy import OPERATOR
from waymark_formats.registry import Format

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Press:
    """A format that counts how often it is written, and how many write it at once."""

    def __init__(self) -> None:
        self.times = self.now = self.most = 0

    def write(self, document, **_words):
        self.times += 1
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(0.05)
        self.now -= 1
        return {"any.pdf": f"{document.title} {self.times}".encode()}

    def format(self) -> Format:
        return Format("pdf", "PDF", None, self.write, "application/pdf", typeset=True)


@pytest.fixture
def press(settings, tmp_path) -> Press:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return Press()


@pytest.fixture
def drafted(db) -> int:
    return build.drafted(replace(build.crafts(), profession=""), AT)


def test_what_is_published_is_made_once(press, drafted):
    publish(version_id=drafted, effective_from=AT, reason="x", actor=OPERATOR, at=AT)
    card = frameworks.version_by_id(drafted)

    first, second = (typeset(press.format(), card) for _ in range(2))

    assert first == second
    assert list(first) == ["crafts-1.pdf"]
    assert press.times == 1
    assert kept_at(press.format(), card, "en").exists()


def test_a_draft_is_made_anew(press, drafted):
    card = frameworks.version_by_id(drafted)

    first, second = (typeset(press.format(), card) for _ in range(2))

    assert first != second
    assert not kept_at(press.format(), card, "en").exists()


def test_two_are_never_made_at_once(press, drafted, monkeypatch):
    card = frameworks.version_by_id(drafted)
    document = frameworks.document(drafted)
    monkeypatch.setattr(frameworks, "document", lambda version_id: document)  # threads see no test transaction
    owner = replace(card, profession_id=None)
    threads = [threading.Thread(target=typeset, args=(press.format(), owner)) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert press.times == 4
    assert press.most == 1
