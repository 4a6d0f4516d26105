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
    with pytest.raises(Unreadable, match="--as ddat or --as waymark or --as xlsx or --as csv"):
        guess(Path("framework.docx"))


def test_a_folder_of_our_template_is_told_from_what_lies_in_it(tmp_path):
    (tmp_path / "framework.csv").touch()

    assert guess(tmp_path).name == "csv"


def test_each_format_is_listed_under_its_name():
    assert [(name, known.name) for name, known in FORMATS.items()] == [
        (name, name) for name in ("ddat", "waymark", "xlsx", "csv", "pdf")
    ]
    assert readable() == ("ddat", "waymark", "xlsx", "csv")
