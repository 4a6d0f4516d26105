"""Talking to a scanner on the wire: a server of ours speaks clamd's protocol."""

from __future__ import annotations

import os
import tempfile

import pytest

from tests.assessments.evidence import daemon
from tests.formats.uploads import EICAR, PDF
from waymark.adapters.clamd import PIECE, Clamd
from waymark.assessments.ports import ScannerUnreachable


def test_a_clean_file_arrives_whole_and_nothing_is_found():
    content = PDF + os.urandom(3 * PIECE)

    with daemon() as (address, seen):
        assert Clamd(address).scan(content) == ""

    assert seen == [content]


def test_what_is_found_is_named():
    with daemon() as (address, _seen):
        assert Clamd(address).scan(b"before" + EICAR) == "Eicar-Test-Signature"


def test_the_daemon_can_listen_on_a_path():
    with tempfile.TemporaryDirectory() as folder, daemon(path=f"{folder}/clamd.ctl") as (address, _seen):
        assert Clamd(address).scan(EICAR) == "Eicar-Test-Signature"


def test_nobody_there_no_answer_and_an_error_are_all_no_answer():
    with daemon() as (address, _seen):
        gone = address
    with pytest.raises(ScannerUnreachable):
        Clamd(gone).scan(PDF)
    with pytest.raises(ScannerUnreachable):
        Clamd("/nowhere/clamd.ctl").scan(PDF)
    with pytest.raises(ScannerUnreachable):
        Clamd("not an address").scan(PDF)
    with daemon(mute=True) as (address, _seen), pytest.raises(ScannerUnreachable):
        Clamd(address).scan(PDF)
    with daemon(most=10) as (address, _seen), pytest.raises(ScannerUnreachable):
        Clamd(address).scan(PDF)
