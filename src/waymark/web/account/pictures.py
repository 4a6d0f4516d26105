"""Drawing a QR code without a style of its own: the content security policy would not let it through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QrCode:
    """A picture of ``size`` by ``size`` squares; ``path`` draws the dark ones, as the path of an SVG."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Return the QR code of a text, with the quiet border that cameras need."""
    import qrcode  # brings a library of pictures with it, and is asked for once in a long time

    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QrCode(len(rows), path)
