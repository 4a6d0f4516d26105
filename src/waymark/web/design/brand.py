"""The brand colour, and the shades that follow from it."""

from __future__ import annotations

import re

HEX = re.compile(r"^#[0-9a-fA-F]{6}$")
DEFAULT = "#0b5d5e"


def brand_css(colour: str) -> str:
    """Return a small style sheet that dresses every page in ``colour``.

    A value that is not ``#rrggbb`` is set aside for the house colour: settings may not inject styles. Links are the
    brand colour, darkened until it can be read on white (4.5 to 1).
    """
    brand = colour if HEX.match(colour) else DEFAULT
    link = brand
    while contrast(link, "#ffffff") < 4.5:
        link = mix(link, "#000000", 0.1)
    on_brand = "#ffffff" if contrast(brand, "#ffffff") >= contrast(brand, "#000000") else "#000000"
    dark = mix(link, "#000000", 0.42)
    values = {
        "--govuk-brand-colour": brand,
        "--govuk-link-colour": link,
        "--govuk-link-hover-colour": dark,
        "--govuk-surface-background-colour": mix(brand, "#ffffff", 0.93),
        "--govuk-template-background-colour": mix(brand, "#ffffff", 0.93),
        "--govuk-surface-border-colour": mix(brand, "#ffffff", 0.6),
        "--wm-brand": brand,
        "--wm-brand-dark": dark,
        "--wm-brand-mid": mix(link, "#ffffff", 0.32),
        "--wm-brand-soft": mix(brand, "#ffffff", 0.8),
        "--wm-brand-tint": mix(brand, "#ffffff", 0.93),
        "--wm-on-brand": on_brand,
    }
    return ":root{" + "".join(f"{name}:{value};" for name, value in values.items()) + "}\n"


def mix(colour: str, other: str, share: float) -> str:
    """Return ``colour`` with ``share`` (0 to 1) of ``other`` in it."""
    mixed = (round(a + (b - a) * share) for a, b in zip(_rgb(colour), _rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _rgb(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
