"""Which format a path looks like."""

from pathlib import Path

import pytest

from waymark_formats.framework import Unreadable
from waymark_formats.registry import FORMATS, guess


@pytest.mark.parametrize(
    ("name", "format"),
    [("roles.csv", "ddat"), ("x.JSON", "waymark"), ("x.yaml", "waymark"), ("x.yml", "waymark"), ("", "ddat")],
)
def test_a_format_is_told_from_the_name(tmp_path, name, format):
    assert guess(tmp_path / name).name == format


def test_a_name_that_tells_nothing_is_refused_with_what_to_do():
    with pytest.raises(Unreadable, match="--as ddat or --as waymark"):
        guess(Path("framework.docx"))


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


def test_each_format_is_listed_under_its_name_and_one_is_only_read():
    assert [known.name for known in FORMATS.values()] == list(FORMATS)
    assert [known.name for known in FORMATS.values() if known.write is None] == ["nice"]
