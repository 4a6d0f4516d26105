"""Small files of every kind that is taken, and of some that are not, made here from their own formats."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + b"\x00" * 200


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    picture = b"\x12\x34\xff\x00\x56\xff\xd0\x78"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 9 + b"\xff\xda\x00\x04\x01\x02" + picture + b"\xff\xd9"


def webp() -> bytes:
    return b"RIFF" + struct.pack("<I", 12) + b"WEBPVP8 " + b"\x00" * 4


def heic() -> bytes:
    return struct.pack(">I", 20) + b"ftypheic\x00\x00\x00\x00mif1" + struct.pack(">I", 12) + b"mdat\x00\x01\x02\x03"


def packed(parts: dict[str, bytes], *, comment: bytes = b"") -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
        archive.comment = comment
    return into.getvalue()


def ooxml(main: str = "wordprocessingml.document.main+xml", **more: bytes) -> bytes:
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'
    return packed({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w/>", **more})


def odf(kind: str = "text", **more: bytes) -> bytes:
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<o/>", **more})
