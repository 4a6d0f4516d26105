"""What a file that somebody brings is, told from its content."""

from __future__ import annotations

import random
import struct

import pytest

from tests.formats import uploads as made
from waymark_formats.uploads import KINDS, NotTaken, Why, recognise, shown_name

TAKEN = {
    "report.pdf": (made.PDF, "pdf"),
    "REPORT.PDF": (made.PDF, "pdf"),
    "a.png": (made.png(), "png"),
    "a.jpg": (made.jpeg(), "jpeg"),
    "two pictures.jpeg": (made.jpeg() + made.jpeg() + b"\x00\x00", "jpeg"),
    "a.webp": (made.webp(), "webp"),
    "IMG_0001.HEIC": (made.heic(), "heic"),
    "a.docx": (made.ooxml(), "docx"),
    "a.xlsx": (made.ooxml("spreadsheetml.sheet.main+xml"), "xlsx"),
    "a.pptx": (made.ooxml("presentationml.presentation.main+xml"), "pptx"),
    "a.odt": (made.odf("text"), "odt"),
    "a.ods": (made.odf("spreadsheet"), "ods"),
    "a.odp": (made.odf("presentation"), "odp"),
    "notes.txt": ("Größe und Ähnliches\n".encode(), "txt"),
    "of an old program.txt": ("Größe".encode("cp1252"), "txt"),
    "in sixteen bits.txt": ("A note".encode("utf-16"), "txt"),
    "a.csv": (b"name,level\nweaving,2\n", "csv"),
    "without an ending": (made.PDF, "pdf"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_is_told_from_its_content(name):
    content, kind = TAKEN[name]

    assert recognise(content, name) == KINDS[kind]


LYING = made.packed({"[Content_Types].xml": b"wordprocessingml.document.main+xml", "a": b"x" * 4000})
NOT_TAKEN = {
    "nothing": (b"", "a.pdf", Why.EMPTY),
    "nothing but zeros": (b"\x00" * 5000, "a.txt", Why.EMPTY),
    "a program called a PDF": (made.PROGRAM, "report.pdf", Why.PROGRAM),
    "a program of another system": (b"\x7fELF" + b"\x00" * 60, "a.png", Why.PROGRAM),
    "a script": (b"#!/bin/sh\nrm -r /\n", "a.txt", Why.PROGRAM),
    "a PDF and a program": (made.PDF + made.PROGRAM, "a.pdf", Why.TWO_THINGS),
    "a PDF and a page": (made.PDF + b"<html><script>alert(1)</script>", "a.pdf", Why.TWO_THINGS),
    "a PDF and an archive": (made.PDF + made.packed({"a": b"b"}), "a.pdf", Why.TWO_THINGS),
    "an archive within a PDF": (
        made.PDF[:-6] + made.packed({"a": b"b"}, comment=b"\n%%EOF\n"), "a.pdf", Why.TWO_THINGS,
    ),
    "a PDF that is cut off": (made.PDF[:40], "a.pdf", Why.BROKEN),
    "a picture and an archive": (made.png() + made.packed({"a": b"b"}), "a.png", Why.TWO_THINGS),
    "a picture and a script": (made.jpeg() + b"<?php system($_GET[0]);", "a.jpg", Why.TWO_THINGS),
    "a picture and a film": (made.jpeg() + b"\x00\x00\x00\x18ftypmp42", "a.jpg", Why.TWO_THINGS),
    "a picture that is cut off": (made.jpeg()[:-3], "a.jpg", Why.BROKEN),
    "a png that is cut off": (made.png()[:-8], "a.png", Why.BROKEN),
    "a webp and more": (made.webp() + b"more", "a.webp", Why.TWO_THINGS),
    "a heic and more": (made.heic() + b"more", "a.heic", Why.TWO_THINGS),
    "an archive": (made.packed({"a.txt": b"a"}), "a.zip", Why.ARCHIVE),
    "an archive called a document": (made.packed({"a.txt": b"a"}), "a.docx", Why.ARCHIVE),
    "another archive": (b"\x1f\x8b\x08" + b"\x00" * 20, "a.gz", Why.ARCHIVE),
    "a program of Java": (made.packed({"META-INF/MANIFEST.MF": b"a"}), "a.jar", Why.PROGRAM),
    "an app of a phone": (made.packed({"classes.dex": b"a"}), "a.docx", Why.PROGRAM),
    "macros": (made.ooxml(**{"word/vbaProject.bin": b"a"}), "a.docx", Why.MACROS),
    "macros that say so": (
        made.packed({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
        "a.docm", Why.MACROS,
    ),
    "macros of another office": (made.odf(**{"Basic/Standard/a.xml": b"a"}), "a.odt", Why.MACROS),
    "a document and more": (made.ooxml() + b"MZ", "a.docx", Why.TWO_THINGS),
    "a document that is cut off": (made.ooxml()[:-30], "a.docx", Why.BROKEN),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc", Why.OLD_OFFICE),
    "a document with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", Why.LOCKED,
    ),
    "a page called text": (b"  <!DOCTYPE html><p>hello", "a.txt", Why.UNKNOWN),
    "a drawing that can run": (b'<svg xmlns="x"><script>1</script></svg>', "a.svg", Why.UNKNOWN),
    "a page in sixteen bits": ("<script>1</script>".encode("utf-16"), "a.txt", Why.UNKNOWN),
    "anything": (bytes(range(256)), "a.bin", Why.UNKNOWN),
    "a document called a picture": (made.PDF, "a.png", Why.MISNAMED),
    "text called a document": (b"hello", "a.docx", Why.MISNAMED),
    "text called a program": (made.EICAR, "eicar.com", Why.MISNAMED),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_anything_else_is_not_taken_and_says_why(name):
    content, called, why = NOT_TAKEN[name]

    with pytest.raises(NotTaken) as no:
        recognise(content, called)

    assert no.value.why == why


def test_a_part_that_unpacks_to_far_more_is_a_bomb():
    bomb = made.ooxml(**{"word/media/a.bin": b"\x00" * 2**22})
    assert len(bomb) < 10_000

    with pytest.raises(NotTaken) as no:
        recognise(bomb, "a.docx")

    assert no.value.why == Why.BOMB


def test_parts_that_are_too_much_together_are_a_bomb(monkeypatch):
    monkeypatch.setattr("waymark_formats.uploads.MOST_UNPACKED", 10_000)
    noise = random.Random(1).randbytes(6000)

    with pytest.raises(NotTaken) as no:
        recognise(made.ooxml(a=noise, b=noise), "a.docx")

    assert no.value.why == Why.BOMB


def test_a_bomb_of_many_parts_is_found():
    bomb = made.packed({"[Content_Types].xml": b"", **{f"a/{number}": b"" for number in range(5001)}})

    with pytest.raises(NotTaken) as no:
        recognise(bomb, "a.docx")

    assert no.value.why == Why.BOMB


def test_parts_that_lie_on_top_of_each_other_are_a_bomb():
    """Entries of the directory that give the same bytes: small on disk, large unpacked, and no part is too large."""
    plain = made.packed({"[Content_Types].xml": b"a" * 9, "b": random.Random(1).randbytes(500)})
    start = plain.index(b"PK\x01\x02", plain.index(b"PK\x01\x02") + 4)
    end = plain.index(b"PK\x05\x06")
    entry = plain[start:end]
    tail = bytearray(plain[end:])
    struct.pack_into("<HH", tail, 8, 4, 4)
    struct.pack_into("<I", tail, 12, end - plain.index(b"PK\x01\x02") + 2 * len(entry))

    with pytest.raises(NotTaken) as no:
        recognise(plain[:end] + entry * 2 + bytes(tail), "a.docx")

    assert no.value.why in {Why.BOMB, Why.BROKEN}


def test_any_file_that_is_cut_or_bent_is_taken_or_named():
    """Nothing but an answer or a ``NotTaken`` comes of damaged files."""
    chance, answers = random.Random(20260701), set()
    for name, (content, _kind) in TAKEN.items():
        for _try in range(60):
            bent = bytearray(content[: chance.randrange(len(content) + 1)] if chance.random() < 0.4 else content)
            for _spot in range(chance.randrange(4)):
                if bent:
                    bent[chance.randrange(len(bent))] = chance.randrange(256)
            try:
                answers.add(recognise(bytes(bent), name).name)
            except NotTaken as no:
                answers.add(no.why)

    assert {"pdf", Why.BROKEN, Why.TWO_THINGS} <= answers
    assert answers <= {*KINDS, *Why}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ada\\report.PDF", "report.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("gpj.\u202efdp.pdf", "gpj.fdp.pdf"),
        ('"><script>.pdf', "script.pdf"),
        ("report", "report.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 400 + ".pdf", "x" * 90 + ".pdf"),
        ("Zürich  im\tMärz.pdf", "Zürich imMärz.pdf"),
    ],
)
def test_the_name_that_is_shown_has_no_path_and_nothing_unseen(name, shown):
    assert shown_name(name, KINDS["pdf"]) == shown
