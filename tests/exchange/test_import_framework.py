"""A framework file becomes a version, in four steps; what is wrong is refused and leaves nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from tests.conftest import NOON
from tests.formats.samples import ROLES, anonymous, changed, everything, rows_of, write_ddat
from tests.frameworks.build import profession
from tests.frameworks.test_import import forget_frameworks, row_counts
from tests.shared import DDAT, needs_shared
from waymark.exchange import commands, queries
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as framework_queries
from waymark.frameworks.models import Version
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR
from waymark_formats import ddat, waymark

pytestmark = pytest.mark.django_db


@pytest.fixture
def digital():
    return profession("digital-data-and-technology")


def bring(path, **given):
    return commands.import_framework(path=path, **{"actor": OPERATOR, "at": NOON, "publish": True, **given})


def write_document(folder, document):
    ((name, content),) = waymark.write(document).items()
    (folder / name).write_bytes(content)
    return folder / name


def test_a_ddat_folder_takes_the_defaults_of_its_format(tmp_path, digital):
    result = bring(write_ddat(tmp_path / "2026-03-23"))

    card = framework_queries.framework("government-digital-and-data", NOON)
    assert (card.label, card.title, card.licence, card.profession_id) == (
        "2026-03-23",
        "Government Digital and Data capability framework",
        "Open Government Licence v3.0",
        digital,
    )
    assert result.version.version_id == card.id


def test_whoever_imports_may_say_otherwise(tmp_path):
    profession("bakers")

    bring(write_ddat(tmp_path), into="bakery", version="first", owner="bakers", licence="CC BY 4.0", publish=True)

    card = framework_queries.framework("bakery", NOON)
    assert (card.label, card.licence) == ("first", "CC BY 4.0")
    assert card.profession_id is not None


def test_a_framework_may_belong_to_nobody_in_particular(tmp_path):
    bring(write_ddat(tmp_path), owner="")

    assert framework_queries.framework("government-digital-and-data", NOON).profession_id is None


def test_the_result_as_json_has_the_keys_other_systems_read(tmp_path, digital):
    result = bring(write_ddat(tmp_path / "2026-03-23", roles=[*ROLES, ROLES[0]])).to_json()

    assert list(result) == ["framework", "version", "state", "counts", "difference", "notes"]
    assert result["framework"] == "government-digital-and-data"
    assert (result["version"], result["state"]) == ("2026-03-23", "published")
    assert result["counts"] == {
        "families": 2, "roles": 2, "role_levels": 3, "skills": 3, "descriptors": 3, "requirements": 5,
    }  # fmt: skip
    assert result["difference"]["skills"] == {"added": 3, "removed": 0, "reworded": 0, "spacing": 0}
    assert {"file": "roles.csv", "row": 7, "what": "exact duplicate of row 2", "done": "left out"} in result["notes"]
    assert any("inferred from their names" in note["done"] for note in result["notes"])
    json.dumps(result)


def test_without_publish_the_version_is_a_draft_that_nobody_reads(tmp_path, digital):
    result = bring(write_ddat(tmp_path), publish=False)

    assert result.to_json()["state"] == "draft"
    assert framework_queries.current_versions(NOON) == ()


def test_a_plan_says_what_would_happen_and_changes_nothing(tmp_path, digital):
    bring(write_ddat(tmp_path / "2026-01-01"))
    second = write_ddat(tmp_path / "2026-02-01", roles=changed(ROLES, 6, "Role Description", "Leads a bakery."))
    before = row_counts()

    planned = bring(second, plan=True).to_json()

    assert row_counts() == before
    assert planned["state"] == "planned"
    assert planned["difference"]["roles"]["reworded"] == 1
    done = bring(second, at=NOON + timedelta(days=1)).to_json()
    assert done == planned | {"state": "published"}


BAD = {
    "an unknown level": (changed(ROLES, 3, "Skill Level", "Guru"), "roles.csv, row 3, column Skill Level"),
    "an unknown skill": (changed(ROLES, 2, "Skill Name", "Juggling"), "roles.csv, row 2, column Skill Name"),
    "a tag": (changed(ROLES, 3, "Role Type", "<script>"), "roles.csv, row 3, column Role Type"),
    "a formula": (changed(ROLES, 3, "Role Type", "=A1"), "roles.csv, row 3, column Role Type"),
    "two descriptions": (changed(ROLES, 3, "Role Description", "x"), "roles.csv, row 3, column Role Description"),
}


@pytest.mark.parametrize("wrong", BAD)
def test_a_bad_file_is_refused_with_its_place_and_nothing_is_written(tmp_path, digital, wrong):
    roles, place = BAD[wrong]
    before = row_counts()

    with pytest.raises(commands.NotReadable, match=place):
        bring(write_ddat(tmp_path, roles=roles))

    assert row_counts() == before


def test_a_file_beyond_the_limit_is_refused(tmp_path, digital, settings):
    settings.IMPORT_MAX_BYTES = 100

    with pytest.raises(commands.NotReadable, match=r"roles\.csv: the file holds"):
        bring(write_ddat(tmp_path))


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(commands.NotReadable, match=r"missing\.json: there is no such file"):
        bring(tmp_path / "missing.json")
    with pytest.raises(commands.NotReadable, match="its format cannot be told"):
        bring(tmp_path / "missing.docx")


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(queries.UnknownFormat, match="ddat, waymark, case, moodle, nice"):
        bring(write_ddat(tmp_path), format="docx")


def test_a_document_without_a_name_or_a_label_is_refused(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(
        "format: waymark-framework/1\nframework: {title: T}\n"
        "scales: [{key: s, name: S, levels: [{rank: 1, name: One}]}]\nskills: [{key: a, name: A}]\n"
    )

    with pytest.raises(commands.Unnamed, match="--into"):
        bring(path)
    with pytest.raises(commands.Unnamed, match="--version"):
        bring(path, into="small")
    assert bring(path, into="small", version="1").version.label == "1"


def test_our_own_notation_keeps_a_formula_as_text_and_its_csv_is_refused(tmp_path, digital):
    document = ddat.read(write_ddat(tmp_path / "2026-03-23")).document
    skills = tuple(replace(one, summary="=1+1") if one.name == "Judgement" else one for one in document.skills)
    bring(write_document(tmp_path, replace(document, skills=skills)))
    slug = "government-digital-and-data"

    kept = queries.export_framework(slug, "waymark", "", NOON)

    assert '"summary": "=1+1"' in kept.as_one()[2].decode()
    with pytest.raises(queries.NotExportable, match=r'column Skill Description.* "=1\+1"\. Export it as waymark\.'):
        queries.export_framework(slug, "ddat", "", NOON)


def test_a_ddat_framework_is_exported_as_the_rows_it_came_from(tmp_path, digital):
    folder = write_ddat(tmp_path / "2026-03-23")
    bring(folder)

    export = queries.export_framework("government-digital-and-data", "ddat", "", NOON)

    assert export.filename == "government-digital-and-data-2026-03-23"
    for name, content in export.files.items():
        assert rows_of(content) == rows_of((folder / name).read_bytes())
    name, media_type, content = export.as_one()
    assert (name, media_type) == ("government-digital-and-data-2026-03-23.zip", "application/zip")
    assert export.as_one()[2] == content


def test_our_own_notation_goes_through_the_database_without_loss(tmp_path):
    path = write_document(tmp_path, everything())
    bring(path)
    first = queries.export_framework("bakery", "waymark", "", NOON)
    assert first.files == {path.name: path.read_bytes()}
    forget_frameworks()

    (tmp_path / "again").mkdir()
    again = tmp_path / "again" / path.name
    again.write_bytes(first.files[path.name])
    bring(again)

    assert queries.export_framework("bakery", "waymark", "2026.1", NOON) == first
    assert first.as_one()[:2] == ("bakery-2026.1.json", "application/json")


def test_a_framework_without_identities_gets_the_same_ones_wherever_it_is_imported(tmp_path):
    path = write_document(tmp_path, anonymous(everything()))
    bring(path)
    first = queries.export_framework("bakery", "waymark", "", NOON)
    forget_frameworks()

    bring(path)

    assert queries.export_framework("bakery", "waymark", "", NOON) == first


def test_a_format_that_cannot_say_it_refuses_to(tmp_path):
    bring(write_document(tmp_path, everything()))

    with pytest.raises(queries.NotExportable, match="Short scale"):
        queries.export_framework("bakery", "ddat", "", NOON)


def test_what_is_not_published_is_not_exported(tmp_path):
    bring(write_document(tmp_path, everything()), publish=False)

    for version in ("", "2026.1", "9"):
        with pytest.raises(NotVisible):
            queries.export_framework("bakery", "waymark", version, NOON)
    with pytest.raises(NotVisible):
        queries.export_framework("nobody", "waymark", "", NOON)


@needs_shared
def test_the_two_real_releases_are_imported_compared_and_exported(digital, tmp_path):
    first = bring(DDAT / "2025-09-25", format="ddat").to_json()
    second = bring(DDAT / "2026-03-23", format="ddat", at=NOON + timedelta(days=1))

    assert first["counts"] == {
        "families": 8, "roles": 52, "role_levels": 205, "skills": 188, "descriptors": 604, "requirements": 1809,
    }  # fmt: skip
    assert second.to_json()["counts"] == {
        "families": 8, "roles": 52, "role_levels": 205, "skills": 189, "descriptors": 611, "requirements": 1808,
    }  # fmt: skip
    expected = {
        "skills": {"added": 4, "removed": 3, "reworded": 7, "spacing": 14},
        "families": {"added": 0, "removed": 0, "reworded": 0, "spacing": 0},
        "roles": {"added": 0, "removed": 0, "reworded": 2, "spacing": 6},
        "role_levels": {"added": 0, "removed": 0, "reworded": 7, "spacing": 9},
        "requirements": {"added": 25, "removed": 26, "level_changed": 0},
    }
    assert second.to_json()["difference"] == expected
    older = framework_queries.version("government-digital-and-data", "2025-09-25").id
    assert framework_queries.difference(older, second.version.version_id).counts == expected
    for label in ("2025-09-25", "2026-03-23"):
        export = queries.export_framework("government-digital-and-data", "ddat", label, NOON + timedelta(days=1))
        for name, content in export.files.items():
            assert rows_of(content) == rows_of((DDAT / label / name).read_bytes())
    with pytest.raises(frameworks.AlreadyImported, match="2026-03-23"):
        bring(DDAT / "2026-03-23", at=NOON + timedelta(days=2))


@needs_shared
def test_the_real_framework_goes_through_our_own_notation_without_loss(digital, tmp_path):
    bring(DDAT / "2026-03-23")
    slug = "government-digital-and-data"
    first = queries.export_framework(slug, "waymark", "", NOON)
    (name,) = first.files
    (tmp_path / name).write_bytes(first.files[name])
    rows = queries.export_framework(slug, "ddat", "", NOON)
    forget_frameworks()

    bring(tmp_path / name)

    assert queries.export_framework(slug, "waymark", "", NOON) == first
    assert queries.export_framework(slug, "ddat", "", NOON) == rows


def test_every_table_is_counted_when_a_plan_is_said_to_change_nothing():
    assert len(row_counts()) == len(apps.get_models()) > 20


def queries_of(django_assert_max_num_queries, path, **given):
    with django_assert_max_num_queries(4), pytest.raises(frameworks.AlreadyImported, match="already says exactly this"):
        bring(path, **given)


def test_the_same_files_again_are_refused_unread(tmp_path, django_assert_max_num_queries):
    path = write_document(tmp_path, everything())
    bring(path)

    queries_of(django_assert_max_num_queries, path)
    queries_of(django_assert_max_num_queries, path, plan=True)
    queries_of(django_assert_max_num_queries, path, into="bakery", version="2026.1")


def test_a_file_of_the_version_before_is_read(tmp_path):
    path = write_document(tmp_path, everything())
    bring(path)
    bring(write_document(tmp_path, replace(everything(version="2026.2"), title="Bakers", effective_from=None)))

    with pytest.raises(frameworks.AlreadyImported, match=r"2026\.1"):
        bring(path)

    again = bring(path, version="2026.3", at=NOON + timedelta(days=1), publish=False)
    assert (again.version.label, again.version.compared_with) == ("2026.3", "2026.2")


def test_a_draft_that_was_changed_since_is_compared_with_its_file(tmp_path):
    path = write_document(tmp_path, everything())
    made = bring(path, publish=False)
    Version.objects.filter(pk=made.version.version_id).update(title="Bakers")

    with pytest.raises(frameworks.VersionExists):
        bring(path)
