"""People feeds: a department's files of people, brought, shown, agreed to and applied."""

from waymark.web.operating.feeds.files import aside, discard, file
from waymark.web.operating.feeds.listing import feed, listing, settings, template
from waymark.web.operating.feeds.token import token
from waymark.web.operating.feeds.twice import merged, part, twice, twin

__all__ = [
    "aside",
    "discard",
    "feed",
    "file",
    "listing",
    "merged",
    "part",
    "settings",
    "template",
    "token",
    "twice",
    "twin",
]
