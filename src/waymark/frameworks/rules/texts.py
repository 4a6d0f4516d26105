"""What people may type into a framework: plain text, as in a file (decision 6)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from waymark_formats.markup import excerpt, html_tag, is_formula


def why_not_text(texts: Mapping[str, str], longest: Mapping[str, int]) -> dict[str, str]:
    """Return what is wrong with each text, by its name; empty when everything can be kept."""
    wrong = {}
    for name, text in texts.items():
        if reason := _why_not(text, longest.get(name, 0)):
            wrong[name] = reason
    return wrong


def _why_not(text: str, longest: int) -> str:
    if tag := html_tag(text):
        return _('Take out the HTML tag %(tag)s, or put a space behind the "<" where it means "less than".') % {
            "tag": excerpt(tag)
        }
    if is_formula(text):
        return _(
            'Begin with another sign: a spreadsheet would take "%(text)s" for a formula. Put a word in front of it.'
        ) % {"text": excerpt(text)}
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text):
        return _("Take out the characters that cannot be seen: they came with something that was pasted.")
    if longest and len(text) > longest:
        return _("Shorten this to %(most)s characters or fewer: it has %(length)s.") % {
            "most": f"{longest:,}",
            "length": f"{len(text):,}",
        }
    return ""
