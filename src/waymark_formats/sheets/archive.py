"""The archive that a workbook is, looked through before anything else opens it.

A spreadsheet of a few kilobytes may unpack to gigabytes, point at other files, or repeat one cell a billion times.
So every part is unpacked piece by piece and counted as it comes, never as the archive's directory says it would be.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from waymark_formats.framework import Unreadable

MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes of all XML parts of a workbook together, unpacked."""

_PARTS = 10_000
_PIECE = 1 << 18
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Handlers = Callable[["expat.XMLParserType"], None]


class Archive:
    """The parts of a workbook by name. All it hands out has been unpacked within ``MAX_UNPACKED``."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = MAX_UNPACKED
        _known_otherwise(data, name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise Unreadable(
                f"{name}: the workbook is damaged or cut off; save it again, and check that it was copied whole."
            ) from None
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._check_directory()

    def _check_directory(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > _PARTS:
            raise Unreadable(f"{self.name}: the workbook has {len(infos):,} parts, and the most is {_PARTS:,}.")
        if len(self._infos) < len(infos):
            raise Unreadable(f"{self.name}: two parts of the workbook have one name; save it again as .xlsx.")
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable(_locked(self.name))
        said = sum(info.file_size for info in infos if _is_xml(info.filename))
        if said > MAX_UNPACKED:
            raise Unreadable(_too_large(self.name, f"{said / 1024**2:,.0f} MB"))

    def __contains__(self, part: str) -> bool:
        return part in self._infos

    def xml_parts(self) -> list[str]:
        """Return the names of the parts that are XML."""
        return [part for part in self._infos if _is_xml(part)]

    def parse(self, part: str, handlers: Handlers | None = None) -> None:
        """Read an XML part once, piece by piece, calling what ``handlers`` sets on the parser.

        Raises:
            Unreadable: too large, damaged, no XML, or it declares a document type: that is how XML reaches for other
                files, and no spreadsheet program writes one.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._no_doctype
        if handlers is not None:
            handlers(parser)
        try:
            for piece in self._pieces(part):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            if isinstance(error, Unreadable):
                raise
            raise Unreadable(f"{self.name}: the part {part[:80]} of the workbook is damaged ({error}).") from None

    def _pieces(self, part: str) -> Iterator[bytes]:
        info = self._infos[part]
        said = info.file_size
        info.file_size = MAX_UNPACKED + 1  # what it really holds counts: the directory may say less
        seen = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    seen += len(piece)
                    self._left -= len(piece)
                    if self._left < 0 or seen > max(said, 0):
                        raise Unreadable(_too_large(self.name, "more than it says"))
                    yield piece
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
            raise Unreadable(
                f"{self.name}: the part {part[:80]} of the workbook is damaged or cut off; save it again."
            ) from None
        finally:
            info.file_size = said

    def _no_doctype(self, *_: object) -> None:
        raise Unreadable(
            f"{self.name}: the workbook holds a document type declaration, by which it could reach for other files; "
            "save it again in a spreadsheet program."
        )


def _known_otherwise(data: bytes, name: str) -> None:
    """Refuse what is something else under this name, by what it is."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(_locked(name))
        raise Unreadable(f"{name}: this is a workbook of the old kind (.xls); save it as .xlsx.")
    if data.startswith(b"%PDF"):
        raise Unreadable(f"{name}: this is a PDF, not a workbook; bring the spreadsheet it was made from.")
    if not data.startswith(b"PK"):
        raise Unreadable(f"{name}: this is not a workbook; save the sheet as .xlsx, .ods or .csv.")


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels", ".vml"))


def _locked(name: str) -> str:
    return f"{name}: the workbook is protected with a password; take the password off and save it again."


def _too_large(name: str, size: str) -> str:
    return (
        f"{name}: unpacked, the workbook holds {size}, and the most that is read is {MAX_UNPACKED // 1024**2} MB; it "
        "was not opened."
    )
