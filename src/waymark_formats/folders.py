"""A folder of CSV files that arrives packed in one ZIP archive.

An archive of a few kilobytes may unpack to gigabytes, or name files outside the folder it is unpacked to. So only CSV
files are taken, by their own names without any folder, and each is counted while it is unpacked.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from waymark_formats.framework import Unreadable
from waymark_formats.sheets.archive import MAX_UNPACKED

MOST_FILES = 100
"""CSV files of one archive."""

_PARTS = 10_000
_PIECE = 1 << 18


def unpack(archive: Path, into: Path, *, name: str, limit: int = MAX_UNPACKED) -> int:
    """Unpack the CSV files of an archive side by side into an empty folder, and return how many there were.

    Folders inside the archive do not count, and neither do hidden files, places outside of it, and files of another
    kind.

    Args:
        archive: the file.
        into: the folder, which exists.
        name: what the archive is called where something is wrong with it.
        limit: bytes of all CSV files together, unpacked.

    Raises:
        Unreadable: it is damaged or locked, has no CSV file, too many of them, two of one name, or unpacks to more than
            ``limit``; one sentence.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            infos = opened.infolist()
            if len(infos) > _PARTS:
                raise Unreadable(f"{name}: the archive has {len(infos):,} parts, and the most is {_PARTS:,}.")
            wanted = _wanted(infos, name)
            left = limit
            for file, info in wanted.items():
                info.file_size = limit + 1  # what it really holds counts: the directory may say less
                with opened.open(info) as packed, (into / file).open("xb") as out:
                    while piece := packed.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise Unreadable(
                                f"{name}: unpacked, the files hold more than the {limit // 1024**2:,} MB that are read."
                            )
                        out.write(piece)
            return len(wanted)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{name}: the archive is damaged or cut off; pack the folder again.") from None


def _wanted(infos: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        place = PurePosixPath(info.filename.replace("\\", "/"))
        hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
        if info.is_dir() or hidden or place.suffix.lower() != ".csv" or "\0" in place.name:
            continue
        if info.flag_bits & 1:
            raise Unreadable(f"{name}: the archive is protected with a password; pack the folder again without one.")
        file = place.name.lower()
        if file in found:
            raise Unreadable(f"{name}: two of its files are called {file[:80]}; pack one folder at a time.")
        found[file] = info
    if not found:
        raise Unreadable(f"{name}: the archive holds no CSV file; pack the folder that the CSV files lie in.")
    if len(found) > MOST_FILES:
        raise Unreadable(f"{name}: the archive holds {len(found):,} CSV files, and the most is {MOST_FILES}.")
    return found
