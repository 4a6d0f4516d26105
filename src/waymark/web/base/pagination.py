"""Pages of a long list."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class PageLink:
    """One number of the pagination; ``number`` 0 is a gap."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """Links to the other pages of a list; nothing is drawn when there is one page."""

    page: int
    pages: int
    previous_url: str
    next_url: str
    links: tuple[PageLink, ...]


def page_number(params: QueryDict, name: str = "page") -> int:
    """Return the page asked for: 1 for nothing, for nonsense and for anything below."""
    text = params.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def paginate(page: int, pages: int, params: QueryDict, name: str = "page") -> Pagination:
    """Return the links of page ``page`` of ``pages``; every other parameter of the address is kept.

    ``name`` is the parameter of the page, where there is more than one long list on it.
    """

    def url(number: int) -> str:
        changed = params.copy()
        changed[name] = str(number)
        return "?" + changed.urlencode()

    near = sorted({1, pages, *range(max(page - 1, 1), min(page + 1, pages) + 1)}) if pages > 1 else []
    links: list[PageLink] = []
    for number in near:
        if links and number - links[-1].number > 1:
            links.append(PageLink(0))
        links.append(PageLink(number, url(number), number == page))
    return Pagination(
        page=page,
        pages=pages,
        previous_url=url(page - 1) if 1 < page <= pages else "",
        next_url=url(page + 1) if page < pages else "",
        links=tuple(links),
    )
