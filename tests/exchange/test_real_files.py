"""The files that professions have today, imported: planned first, then applied, with the counts of their READMEs."""

from __future__ import annotations

import json

import pytest

from tests.conftest import NOON
from tests.formats.packages import item, package, write_package
from tests.formats.test_case import ITEMS
from tests.frameworks.test_import import row_counts
from tests.shared import SHARED, needs_shared
from waymark import cli
from waymark.exchange import commands, queries
from waymark.frameworks import queries as frameworks
from waymark.frameworks.commands import NothingToImport
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark_formats import case, moodle, waymark

pytestmark = pytest.mark.django_db
DATA = SHARED / "data"
MOODLE = "moodle-lpimportcsv/oecd-core-example.csv"
NICE = ("us-nist-nice/nice-2.1.0.json", "us-nist-nice/raw/cprt_SP_800_181_2_1_0.json.gz")


def bring(path, **given):
    return commands.import_framework(path=path, **{"actor": OPERATOR, "at": NOON, "publish": True, **given})


def planned_and_applied(path, **given):
    before = row_counts()
    planned = bring(path, plan=True, **given).to_json()
    assert row_counts() == before
    applied = bring(path, **given).to_json()
    assert applied == planned | {"state": "published"}
    return applied


def document_of(slug):
    return frameworks.document(frameworks.framework(slug, NOON).id)


@needs_shared
@pytest.mark.parametrize("path", NICE)
def test_nice_has_its_roles_statements_and_links(path):
    result = planned_and_applied(DATA / path)

    assert (result["framework"], result["version"]) == ("nice", "2.1.0")
    assert result["counts"] == {
        "families": 5, "roles": 41, "role_levels": 41, "skills": 2148, "descriptors": 0, "requirements": 5334,
    }  # fmt: skip
    with pytest.raises(queries.NotExportable, match="imported and not exported"):
        queries.export_framework("nice", "nice", "", NOON)


@needs_shared
def test_moodles_fixture_has_its_rows():
    result = planned_and_applied(DATA / MOODLE, version="2024")

    assert (result["framework"], result["counts"]["skills"]) == ("oecd-core", 64)
    assert len(document_of("oecd-core").relations) == 78
    files = queries.export_framework("oecd-core", "moodle", "", NOON).files
    rows = (DATA / MOODLE).read_bytes().count(b",1,,,,0,null,")
    assert next(iter(files.values())).count(b",1,,,,0,null,") == rows == 64


@needs_shared
@pytest.mark.parametrize("name", [name for name in ITEMS if ITEMS[name]])
def test_a_real_package_has_its_items_and_is_exported_as_it_was_read(tmp_path, name):
    path = DATA / "case" / f"{name}.json"

    result = planned_and_applied(path)

    assert result["counts"]["skills"] == ITEMS[name]
    ((file, content),) = queries.export_framework(result["framework"], "case", "", NOON).files.items()
    (tmp_path / file).write_bytes(content)
    exported, read = case.read(tmp_path / file).document, case.read(path).document
    assert [(one.uuid, one.name, one.summary, one.code) for one in exported.skills] == [
        (one.uuid, one.name, one.summary, one.code) for one in read.skills
    ]
    assert [one.source for one in exported.skills] == [one.source for one in read.skills]
    assert [(one.uuid, one.kind, one.uri, one.title, one.source) for one in exported.relations] == [
        (one.uuid, one.kind, one.uri, one.title, one.source) for one in read.relations
    ]


@needs_shared
def test_a_package_without_items_says_that_there_is_nothing_to_import():
    with pytest.raises(NothingToImport):
        bring(DATA / "case/opensalt-tests/EmptyExternalFramework.json")


def test_the_same_package_again_says_that_it_is_there_already(tmp_path):
    path = write_package(tmp_path, package([item(10, "Bakes <b>bread</b>")]))
    result = bring(path).to_json()

    assert (result["framework"], result["version"]) == ("baking", "2024-03-01")
    with pytest.raises(Exception, match="already says exactly this"):
        bring(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (package([item(10, "A"), item(10, "B")]), "CFItems[1].identifier"),
        (package([item(10, "<script>x</script>")]), "CFItems[0].fullStatement"),
    ],
)
def test_a_bad_package_is_refused_with_its_place_and_nothing_is_written(tmp_path, content, words):
    before = row_counts()

    with pytest.raises(commands.NotReadable) as refused:
        bring(write_package(tmp_path, content))

    assert words in str(refused.value)
    assert row_counts() == before


def test_the_command_line_reads_and_writes_each_by_its_name(tmp_path, monkeypatch, capsys, operator, noon):
    organisation.ensure_reference(actor=operator, at=noon)
    monkeypatch.setattr(cli, "COMMANDS", ("waymark.cli.imports",))
    path = write_package(tmp_path, package([item(10, "Bakes bread"), item(11, "Bakes cakes")]))

    assert cli.main(["import", str(path), "--plan", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["skills"] == 2
    assert cli.main(["import", str(path), "--as", "case", "--publish"]) == 0
    for name, form in (("case", case), ("waymark", waymark)):
        assert cli.main(["export", "framework", "baking", "--as", name, "--out", str(tmp_path / f"{name}.json")]) == 0
        assert [skill.name for skill in form.read(tmp_path / f"{name}.json").document.skills] == [
            "Bakes bread", "Bakes cakes",
        ]  # fmt: skip
    assert cli.main(["export", "framework", "baking", "--as", "moodle", "--out", str(tmp_path / "moodle.csv")]) == 0
    assert len(moodle.read(tmp_path / "moodle.csv").document.skills) == 2
