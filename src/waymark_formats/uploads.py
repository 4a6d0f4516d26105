"""What a file that somebody brings really is, told from its content: its name is only what they call it.

Few kinds are taken: documents, sheets, slides, pictures and plain text. A file is taken when it is one of them from
its first byte to its last, and nothing else at the same time. Nothing is unpacked and nothing in it is run.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

MOST_ENTRIES = 5_000
"""Parts of an office file."""
MOST_UNPACKED = 300 * 1024 * 1024
"""Bytes of all its parts together, as they really unpack."""
MOST_RATIO = 200
"""Times as large as it lies there that a part may unpack to, once it is larger than a megabyte."""
LONGEST_NAME = 100


class Why(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    PROGRAM = "program"
    ARCHIVE = "archive"
    MACROS = "macros"
    LOCKED = "locked"
    OLD_OFFICE = "old_office"
    BOMB = "bomb"
    TWO_THINGS = "two_things"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    MISNAMED = "misnamed"


class NotTaken(ValueError):
    """The file is not one that is taken. ``found`` is the kind its content has, where that is known."""

    def __init__(self, why: Why, found: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.found = found


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: the endings its name may have, the first of which is given to a name without."""

    name: str
    media_type: str
    endings: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", (".pdf",)),
        Kind("png", "image/png", (".png",)),
        Kind("jpeg", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
        Kind("webp", "image/webp", (".webp",)),
        Kind("heic", "image/heic", (".heic", ".heif")),
        Kind("docx", _OOXML + "wordprocessingml.document", (".docx",)),
        Kind("xlsx", _OOXML + "spreadsheetml.sheet", (".xlsx",)),
        Kind("pptx", _OOXML + "presentationml.presentation", (".pptx", ".ppsx")),
        Kind("odt", _ODF + "text", (".odt",)),
        Kind("ods", _ODF + "spreadsheet", (".ods",)),
        Kind("odp", _ODF + "presentation", (".odp",)),
        Kind("txt", "text/plain", (".txt", ".md")),
        Kind("csv", "text/csv", (".csv",)),
    )
}
"""Every kind that is taken."""
ENDINGS = tuple(ending for kind in KINDS.values() for ending in kind.endings)

_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
    b"presentationml.slideshow.main+xml": "pptx",
}
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"\x4c\x00\x00\x00\x01\x14\x02\x00", b"\x00asm",
)  # fmt: skip
_ARCHIVES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf'\x1c", b"Rar!\x1a\x07", b"MSCF", b"\x28\xb5\x2f\xfd")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES_OF_PHONES = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What reading an archive that is none ends in."""
_SCRIPT = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|svg|iframe|object|embed|\?php|\?xml)", re.IGNORECASE)
_UNSEEN = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')


def recognise(content: bytes, name: str) -> Kind:
    """Return what a file is.

    Args:
        content: all of it.
        name: what its owner calls it. A name without an ending says nothing; any other has to agree with the content.

    Raises:
        NotTaken: it is empty, of no kind that is taken, damaged, of two kinds at once, or named as another.

    Cost: one reading, and an office file is unpacked into nothing, part by part, up to ``MOST_UNPACKED``.
    """
    kind = KINDS[_kind_of(content, name)]
    ending = ending_of(name)
    if ending and ending not in kind.endings:
        raise NotTaken(Why.MISNAMED, kind.name)
    return kind


def shown_name(name: str, kind: Kind) -> str:
    """Return what a file is called from now on: no path, nothing unseen, an ending that says what it is."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Control and format characters go: among them those that turn the direction of writing and so hide an ending.
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    name = " ".join(_NOT_IN_NAMES.sub(" ", name).split()).strip(" .")
    ending = ending_of(name)
    stem = name[: -len(ending)] if ending in kind.endings else name
    if not stem or stem.startswith("."):
        stem = stem.strip(" .") or "file"
    return f"{stem[: LONGEST_NAME - 10].rstrip(' .')}{ending if ending in kind.endings else kind.endings[0]}"


def ending_of(name: str) -> str:
    """Return the ending of a name, in small letters and with its dot; empty when it has none."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    stem, dot, ending = last.rpartition(".")
    return f".{ending.lower()}" if dot and stem and ending and " " not in ending and len(ending) <= 8 else ""


def _kind_of(content: bytes, name: str) -> str:
    if not content.strip(b"\x00 \t\r\n"):
        raise NotTaken(Why.EMPTY)
    for beginning, kind in (
        (b"%PDF-", _pdf), (b"\x89PNG\r\n\x1a\n", _png), (b"\xff\xd8\xff", _jpeg), (b"PK\x03\x04", _office),
        (_OLE, _ole),
    ):  # fmt: skip
        if content.startswith(beginning):
            return kind(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp(content)
    if content[4:8] == b"ftyp" and content[8:12] in _PICTURES_OF_PHONES:
        return _heic(content)
    if content.startswith(_PROGRAMS):
        raise NotTaken(Why.PROGRAM)
    if content.startswith(_ARCHIVES) or content[257:262] == b"ustar":
        raise NotTaken(Why.ARCHIVE)
    return _text(content, name)


def _pdf(content: bytes) -> str:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise NotTaken(Why.BROKEN, "pdf")
    # Some programs write a few bytes more; what could be a second file does not fit into them.
    rest = content[end + 5 :].strip(b"\x00 \t\r\n")
    if rest or _opens_as_zip(content):
        raise NotTaken(Why.TWO_THINGS, "pdf")
    return "pdf"


def _png(content: bytes) -> str:
    place = 8
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        kind = content[place + 4 : place + 8]
        place += length + 12
        if kind == b"IEND":
            return _nothing_behind(content, place, "png")
    raise NotTaken(Why.BROKEN, "png")


def _jpeg(content: bytes) -> str:
    """Walk the segments of a picture. Cameras put smaller pictures behind it; anything else there is a second file."""
    place = 0
    while content[place : place + 3] == b"\xff\xd8\xff":
        place = _after_jpeg(content, place + 2)
        while content[place : place + 1] == b"\x00":
            place += 1
    return _nothing_behind(content, place, "jpeg")


def _after_jpeg(content: bytes, place: int) -> int:
    """Return where the picture ends of which the first segment begins at ``place``."""
    while place + 4 <= len(content) + 2:
        if content[place : place + 1] != b"\xff":
            raise NotTaken(Why.BROKEN, "jpeg")
        marker = content[place + 1 : place + 2]
        if marker == b"\xff":  # padding
            place += 1
            continue
        if marker == b"\xd9":
            return place + 2
        if len(content) < place + 4:
            break
        (length,) = struct.unpack_from(">H", content, place + 2)
        if length < 2:
            break
        place += 2 + length
        if marker == b"\xda":  # the picture itself, up to the next marker that is not part of it
            while True:
                place = content.find(b"\xff", place)
                if place < 0:
                    raise NotTaken(Why.BROKEN, "jpeg")
                if content[place + 1 : place + 2] == b"\x00" or b"\xd0" <= content[place + 1 : place + 2] <= b"\xd7":
                    place += 2
                    continue
                break
    raise NotTaken(Why.BROKEN, "jpeg")


def _webp(content: bytes) -> str:
    (length,) = struct.unpack_from("<I", content, 4)
    if length + 8 > len(content):
        raise NotTaken(Why.BROKEN, "webp")
    return _nothing_behind(content, length + 8, "webp")


def _heic(content: bytes) -> str:
    place = 0
    while place + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        if length == 1 and place + 16 <= len(content):
            (length,) = struct.unpack_from(">Q", content, place + 8)
        kind = content[place + 4 : place + 8]
        if length < 8 or not kind.isalnum():
            break
        if kind == b"moov":  # a film behind the picture
            raise NotTaken(Why.TWO_THINGS, "heic")
        place += length
    if place != len(content):
        raise NotTaken(Why.TWO_THINGS if place < len(content) else Why.BROKEN, "heic")
    return _nothing_behind(content, place, "heic")


def _nothing_behind(content: bytes, place: int, kind: str) -> str:
    if place > len(content):
        raise NotTaken(Why.BROKEN, kind)
    if content[place:].strip(b"\x00") or _opens_as_zip(content):
        raise NotTaken(Why.TWO_THINGS, kind)
    return kind


def _opens_as_zip(content: bytes) -> bool:
    """Say whether a program that looks for an archive finds one: archives are read from their end."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return bool(archive.infolist())
    except _DAMAGED:
        return False


def _ole(content: bytes) -> str:
    # An office file with a password lies in the same wrapping as the old formats.
    raise NotTaken(Why.LOCKED if "EncryptedPackage".encode("utf-16-le") in content else Why.OLD_OFFICE)


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _look_for_a_bomb(archive, parts, len(content))
            kind = _kind_of_office(archive, {part.filename for part in parts})
    except NotTaken:  # a ValueError of its own
        raise
    except _DAMAGED as bad:
        raise NotTaken(Why.BROKEN) from bad
    end = content.rfind(b"PK\x05\x06")
    (comment,) = struct.unpack_from("<H", content, end + 20)
    if comment or end + 22 != len(content):
        raise NotTaken(Why.TWO_THINGS, kind)
    return kind


def _look_for_a_bomb(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], size: int) -> None:
    """Unpack every part into nothing, and count: what an archive says of its own sizes can be a lie.

    Raises:
        NotTaken: it would fill a disk, or it cannot be read.
    """
    if len(parts) > MOST_ENTRIES or sum(part.compress_size for part in parts) > size:
        raise NotTaken(Why.BOMB)
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotTaken(Why.LOCKED)
    if any(part.file_size > max(2**20, part.compress_size * MOST_RATIO) for part in parts):
        raise NotTaken(Why.BOMB)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotTaken(Why.BOMB)
    unpacked = 0
    for part in parts:
        with archive.open(part) as file:
            while chunk := file.read(2**20):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise NotTaken(Why.BOMB)


def _kind_of_office(archive: zipfile.ZipFile, names: set[str]) -> str:
    small = {name.lower() for name in names}
    if "[content_types].xml" in small and "[Content_Types].xml" in names:
        types = archive.read("[Content_Types].xml")
        if b"macroEnabled" in types or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in small):
            raise NotTaken(Why.MACROS)
        for part, kind in _MAIN_PARTS.items():
            if part in types:
                return kind
    if "mimetype" in names:
        said = archive.read("mimetype").decode("ascii", errors="replace").strip()
        if any(name.startswith(("basic/", "scripts/")) for name in small):
            raise NotTaken(Why.MACROS)
        for kind in ("odt", "ods", "odp"):
            if KINDS[kind].media_type == said:
                return kind
    if {"meta-inf/manifest.mf", "classes.dex"} & small:
        raise NotTaken(Why.PROGRAM)
    raise NotTaken(Why.ARCHIVE)


def _text(content: bytes, name: str) -> str:
    if _SCRIPT.search(content[:4096]):
        raise NotTaken(Why.UNKNOWN)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            raise NotTaken(Why.UNKNOWN) from None
    if _UNSEEN.search(content) or _SCRIPT.search(content[:4096]):
        raise NotTaken(Why.UNKNOWN)
    # An office program of some years ago writes text in the code page of its machine: any byte may occur in that.
    return "csv" if ending_of(name) == ".csv" else "txt"
