"""Exercise files: a list of cases, strict about what stands in it."""

import json

import pytest

from waymark_formats import exercises
from waymark_formats.framework import Unreadable

ONE = {
    "key": "we-1", "framework": "crafts", "skill": "weaving", "title": "A scarf", "sample": "I wove a scarf.",
    "panel_level": 2, "reason": "One colour only.",
}  # fmt: skip


def write(path, *items):
    path.write_text(json.dumps(items))
    return path


def test_a_file_and_a_folder_are_read(tmp_path):
    write(tmp_path / "b.json", ONE)
    write(tmp_path / "a.yaml", ONE | {"key": "we-0", "panel_level": 0})
    (tmp_path / "README.md").write_text("not one")

    found = exercises.read(tmp_path)

    assert [one.key for one in found] == ["we-0", "we-1"]
    assert found[0].panel_level == 0
    assert exercises.read(tmp_path / "b.json")[0] == exercises.ExerciseDocument(**ONE)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"panel_level": None}, "is missing"),
        ({"panel_level": -1}, "from 0"),
        ({"reason": " "}, "is empty"),
        ({"answer": "x"}, "is not known here"),
        ({"title": "<b>A scarf</b>"}, "HTML tag"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path, change, words):
    with pytest.raises(Unreadable, match=words) as refused:
        exercises.read(write(tmp_path / "one.json", ONE | change))

    assert "one.json, [0]" in str(refused.value)


def test_a_key_stands_once_and_a_list_holds_something(tmp_path):
    write(tmp_path / "a.json", ONE)
    write(tmp_path / "b.json", ONE)
    (tmp_path / "empty").mkdir()
    (tmp_path / "c.json").write_text("{}")

    with pytest.raises(Unreadable, match="key of another"):
        exercises.read(tmp_path)
    with pytest.raises(Unreadable, match="list of exercises"):
        exercises.read(tmp_path / "c.json")
    with pytest.raises(Unreadable, match="no file in this folder"):
        exercises.read(tmp_path / "empty")
