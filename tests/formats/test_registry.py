"""Which format a path looks like."""

from pathlib import Path

import pytest

from waymark_formats.framework import Unreadable
from waymark_formats.registry import FORMATS, guess, readable


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("roles.csv", "ddat"),
        ("x.JSON", "waymark"),
        ("x.yaml", "waymark"),
        ("x.yml", "waymark"),
        ("", "ddat"),
        ("x.xlsx", "xlsx"),
        ("x.ods", "xlsx"),
    ],
)
def test_a_format_is_told_from_the_name(tmp_path, name, format):
    assert guess(tmp_path / name).name == format


def test_a_name_that_tells_nothing_is_refused_with_what_to_do():
    with pytest.raises(Unreadable, match="--as ddat or --as waymark or --as case"):
        guess(Path("framework.docx"))


def test_a_folder_of_our_template_is_told_from_what_lies_in_it(tmp_path):
    (tmp_path / "framework.csv").touch()

    assert guess(tmp_path).name == "csv"


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.json", '{"CFItems": [], "CFDocument": {}}', "case"),
        ("a.json", '{"format": "waymark-framework/1"}', "waymark"),
        ("a.json", '{"framework": {}, "work_roles": []}', "nice"),
        ("a.json", '{"response": {"elements": {"documents": [{"doc_identifier": "x"}]}}}', "nice"),
        ("a.json", "{", "waymark"),
        ("a.csv", ",".join(f"Spalte {i}" for i in range(14)), "moodle"),
        ("a.csv", "Role Family,Role\n", "ddat"),
        ("a.csv", '"never closed', "ddat"),
        ("a.json.gz", "", "nice"),
    ],
)
def test_where_the_name_does_not_tell_the_content_does(tmp_path, name, content, format):
    (tmp_path / name).write_text(content)

    assert guess(tmp_path / name).name == format


def test_each_format_is_listed_under_its_name_and_two_go_one_way_only():
    assert [known.name for known in FORMATS.values()] == list(FORMATS)
    assert [known.name for known in FORMATS.values() if known.write is None] == ["nice"]
    assert set(FORMATS) - set(readable()) == {"pdf"}
