"""Files of relations and of equivalences: read, or refused with the path of what is wrong."""

from __future__ import annotations

import pytest

from waymark_formats import crosswalk
from waymark_formats.framework import RelationKind, Unreadable

RELATION = "- from: dough\n  kind: broader\n  to: crust\n  why: One holds the other.\n"
EQUIVALENCE = """\
- from: bakers
  to: [millers, brewers]
  counts_as:
    Low: not yet
    High: Some
  why: They begin later.
"""


def written(folder, text, name="bakers.yaml"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_relations_are_read_in_the_order_of_the_file(tmp_path):
    one, other = crosswalk.read_relations(written(tmp_path, RELATION + RELATION.replace("crust", "loaf")))

    assert (one.skill, one.kind, one.other, one.why) == ("dough", RelationKind.BROADER, "crust", "One holds the other.")
    assert other.other == "loaf"


def test_equivalences_keep_the_order_of_their_levels(tmp_path):
    (row,) = crosswalk.read_equivalences(written(tmp_path, EQUIVALENCE))

    assert (row.framework, row.others) == ("bakers", ("millers", "brewers"))
    assert list(row.counts_as.items()) == [("Low", crosswalk.NOT_YET), ("High", "Some")]
    assert row.example == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from: dough\n", "should be a list"),
        (RELATION.replace("broader", "wider"), r'\[0\]\.kind: "wider" is not one of'),
        (RELATION.replace("  kind: broader\n", ""), r"\[0\]\.kind"),
        (RELATION.replace("One holds the other.", '""'), r"\[0\]\.why: is empty"),
        (RELATION + "  because: 1\n", "this key is not known here"),
    ],
)
def test_a_relation_that_says_too_little_or_too_much_is_refused(tmp_path, text, said):
    with pytest.raises(Unreadable, match=said):
        crosswalk.read_relations(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EQUIVALENCE.replace("[millers, brewers]", "[]"), r"\[0\]\.to: names no framework"),
        (EQUIVALENCE.replace("    Low: not yet\n    High: Some\n", "    {}\n"), "says nothing of any level"),
        (EQUIVALENCE.replace("High: Some", "High: 3"), "should be text"),
    ],
)
def test_an_equivalence_without_frameworks_or_levels_is_refused(tmp_path, text, said):
    with pytest.raises(Unreadable, match=said):
        crosswalk.read_equivalences(written(tmp_path, text))
