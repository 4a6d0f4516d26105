"""What can be talked about in a framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

__all__ = ["Passage", "PassageKind", "PassageText", "PassageView", "Reading"]


class PassageKind(StrEnum):
    """What something can be said about, in a draft."""

    FRAMEWORK = "framework"
    FAMILY = "family"
    ROLE = "role"
    ROLE_LEVEL = "role_level"
    SKILL = "skill"
    SKILL_LEVEL = "skill_level"
    """One level of a skill: ``part`` is its rank."""
    REQUIREMENT = "requirement"
    """What a role level asks of a skill: ``uuid`` is that of the role level, ``part`` that of the skill."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a framework that something can be said about, named by its identity: the same in every version."""

    kind: PassageKind
    uuid: UUID
    part: str = ""

    @property
    def key(self) -> str:
        """The name of the passage in addresses: "skill_level.<uuid>.3"."""
        return ".".join(one for one in (self.kind.value, str(self.uuid), self.part) if one)

    @classmethod
    def read(cls, key: str) -> Passage | None:
        """Return the passage of that name; None for what is no name of one."""
        kind, _, rest = key.partition(".")
        uuid, _, part = rest.partition(".")
        try:
            found = cls(PassageKind(kind), UUID(uuid), part)
            if found.kind == PassageKind.REQUIREMENT:
                UUID(part)
            elif bool(part) != (found.kind == PassageKind.SKILL_LEVEL) or (part and not 1 <= int(part) <= 32_767):
                return None
        except ValueError:
            return None
        return found if found.key == key else None


@dataclass(frozen=True, slots=True)
class PassageText:
    """One text of a passage that may be reworded."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as one version has it."""

    passage: Passage
    name: str
    within: str
    """What it stands in, by name; empty where nothing needs saying."""
    texts: tuple[PassageText, ...] = ()
    """Empty for a requirement: it has no words of its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage to read, with its parts in full and what stands below it by name."""

    view: PassageView
    parts: tuple[PassageView, ...] = ()
    below: tuple[PassageView, ...] = ()
    """Without their texts."""
    above: Passage | None = None
    """What it stands in."""
