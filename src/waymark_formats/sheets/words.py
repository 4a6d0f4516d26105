"""What people call their columns."""

from __future__ import annotations

import re

from waymark_formats.sheets.shapes import Meaning

_CALLED: dict[Meaning, tuple[str, ...]] = {
    Meaning.FAMILY: (
        "family", "job family", "role family", "career family", "family name", "discipline", "function", "role group",
        "job group", "occupational group", "stream", "job function", "career track",
    ),
    Meaning.FAMILY_SUMMARY: ("family description", "family summary", "job family description"),
    Meaning.ROLE: (
        "role", "job", "job title", "role title", "role name", "job role", "job name", "occupation", "position",
        "post", "post title", "work role",
    ),
    Meaning.ROLE_SUMMARY: (
        "role description", "role summary", "job description", "role purpose", "job purpose", "job summary",
        "purpose of the role", "about the role",
    ),
    Meaning.ROLE_LEVEL: (
        "role level", "job level", "rung", "seniority", "seniority level", "career level", "career stage", "role stage",
        "level of role", "level of job", "level of the role", "role level name", "ladder level",
    ),
    Meaning.ROLE_LEVEL_DESCRIPTION: (
        "role level description", "role level summary", "job level description", "career stage description",
    ),
    Meaning.GRADE: ("grade", "band", "pay band", "pay grade", "salary band", "grade hint", "job grade", "grades"),
    Meaning.SKILL: (
        "skill", "skills", "skill name", "skill title", "competency", "competence", "competencies", "competency name",
        "capability", "capabilities", "capability name", "behaviour", "behavior", "behaviours", "behaviors",
        "behaviour name", "attribute", "ability", "criterion", "criteria", "competence name", "knowledge area",
        "name of skill", "element", "dimension",
    ),
    Meaning.SKILL_SUMMARY: (
        "skill description", "skill definition", "skill summary", "competency description", "competency definition",
        "capability description", "behaviour description", "what this is", "what it is", "what this means",
        "what it means", "about the skill", "overview",
    ),
    Meaning.SKILL_KIND: (
        "skill type", "skill kind", "kind", "type", "type of skill", "competency type", "kind of skill",
        "success profiles element",
    ),
    Meaning.SKILL_CODE: (
        "code", "id", "ref", "reference", "skill code", "skill id", "skill ref", "no", "number", "identifier",
        "item no", "competency id", "competency code", "ref no", "#",
    ),
    Meaning.PARENT: (
        "parent", "parent skill", "category", "theme", "domain", "area", "skill category", "skill group", "skill area",
        "cluster", "group", "competency group", "competency area", "capability group", "topic", "pillar", "subject",
        "skill family", "broader skill", "sub category", "subcategory", "category name",
    ),
    Meaning.LEVEL: (
        "skill level", "required level", "level required", "proficiency", "proficiency level", "expected level",
        "target level", "target", "rating", "competency level", "level of skill", "score", "expected proficiency",
        "required proficiency", "level needed", "minimum level", "level of competence", "level expected",
    ),
    Meaning.DESCRIPTOR: (
        "level description", "level descriptor", "skill level description", "descriptor", "descriptors", "indicator",
        "indicators", "behavioural indicators", "behavioral indicators", "statement", "statements",
        "what good looks like", "you can", "expectation", "expectations", "proficiency description",
        "performance criteria", "positive indicators", "observable behaviour", "skill level descriptor",
    ),
    Meaning.IMPORTANCE: (
        "importance", "essential", "essential or desirable", "essential desirable", "criticality", "priority",
        "mandatory", "must have", "requirement type", "e d", "essential optional", "core or optional",
    ),
    Meaning.ALTERNATIVE_LABELS: (
        "also known as", "other names", "alternative names", "aliases", "synonyms", "alternative labels", "aka",
        "other titles", "also called", "alternative titles",
    ),
}  # fmt: skip

_BY_WORD = {word: meaning for meaning, words in _CALLED.items() for word in words}
_CONTEXT = frozenset(
    {"description", "definition", "summary", "details", "detail", "text", "meaning", "purpose", "notes", "explanation"}
)
_NAME = frozenset({"name", "title", "label"})
_LEVEL = frozenset({"level", "levels", "stage", "tier", "step"})

_DESCRIBES = {
    Meaning.FAMILY: Meaning.FAMILY_SUMMARY,
    Meaning.ROLE: Meaning.ROLE_SUMMARY,
    Meaning.ROLE_LEVEL: Meaning.ROLE_LEVEL_DESCRIPTION,
    Meaning.GRADE: Meaning.ROLE_LEVEL_DESCRIPTION,
    Meaning.SKILL: Meaning.SKILL_SUMMARY,
    Meaning.SKILL_CODE: Meaning.SKILL_SUMMARY,
    Meaning.SKILL_KIND: Meaning.SKILL_SUMMARY,
    Meaning.PARENT: Meaning.SKILL_SUMMARY,
    Meaning.LEVEL: Meaning.DESCRIPTOR,
}


def plain(heading: str) -> str:
    """Return a heading as the words it is made of, in small letters."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"[^\W_]+|#", text.casefold()))


def meaning_of(heading: str, before: Meaning | None) -> tuple[Meaning, str] | None:
    """Return what a heading usually means, and why.

    Args:
        heading: the text of the heading.
        before: what the last column that was understood means: "Description" is of that.
    """
    words = plain(heading)
    if not words:
        return None
    if (meaning := _BY_WORD.get(words)) is not None:
        return meaning, f'called "{heading}"'
    if words in _CONTEXT and before is not None:
        return _DESCRIBES.get(before, Meaning.SKILL_SUMMARY), f'called "{heading}", after what it describes'
    if words in _LEVEL:
        follows = before in {Meaning.ROLE, Meaning.ROLE_SUMMARY}
        return (Meaning.ROLE_LEVEL if follows else Meaning.LEVEL), f'called "{heading}"'
    if words in _NAME:
        return Meaning.SKILL, f'called "{heading}"'
    found = [
        (len(word), meaning)
        for word, meaning in _BY_WORD.items()
        if len(word) > 3 and re.search(rf"\b{re.escape(word)}\b", words)
    ]
    if found:
        longest = max(found, key=lambda pair: pair[0])
        described = _CONTEXT & set(words.split())
        meaning = _DESCRIBES.get(longest[1], longest[1]) if described else longest[1]
        return meaning, f'its heading speaks of "{heading}"'
    return None
