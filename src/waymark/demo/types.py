"""What the demo room hands out."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A ready-made person to sign in as."""

    key: str
    title: str
    name: str
    post: str
    about: str


@dataclass(frozen=True, slots=True)
class DemoBuilt:
    """What a build made."""

    people: int
    departments: int
    organisations: int
    frameworks: int
    mapped_posts: int
    judgements: int
    targets: int


kinds.declare({"demo": _("The demo"), "demo.built": _("Demo organisation built")})
