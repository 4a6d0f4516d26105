"""Guards declared as data, and what becomes of them when a table is rebuilt."""

import importlib
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from waymark.frameworks import models as frameworks
from waymark.kernel import triggers
from waymark.kernel.triggers import Guard
from waymark.organisation.models import GradeBand

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

ODD = Guard(
    "organisation_gradeband", "UPDATE", "OLD.rank > 5 AND NEW.name IS DISTINCT FROM OLD.name", "It's 100% kept."
)


@pytest.fixture
def band(db):
    return GradeBand.objects.create(slug="a", name="A", rank=6)


def rename(band, name):
    with transaction.atomic():
        GradeBand.objects.filter(pk=band.pk).update(name=name)


def test_a_guard_refuses_while_its_condition_holds_and_says_why(band):
    triggers.install(connection, [ODD])
    GradeBand.objects.create(slug="b", name="B", rank=5)

    with pytest.raises(IntegrityError, match=r"It's 100% kept\."):
        rename(band, "Z")

    GradeBand.objects.filter(slug="b").update(name="Bee")
    GradeBand.objects.filter(pk=band.pk).update(slug="aa")
    band.refresh_from_db()
    assert (band.name, band.slug) == ("A", "aa")


def test_a_guard_that_is_declared_anew_replaces_the_old_one(band):
    triggers.install(connection, [ODD])
    triggers.install(connection, [Guard(ODD.table, ODD.event, "OLD.rank > 50", ODD.message)])

    rename(band, "Z")

    band.refresh_from_db()
    assert band.name == "Z"


def test_guards_are_lifted_for_a_block_and_stand_again_after_it_whatever_happens(db):
    def fail_without_guards():
        with triggers.suspended(connection):
            assert triggers.present(connection) == set()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_without_guards()

    assert triggers.missing(connection) == []


def test_one_that_is_missing_is_named(db):
    gone = next(guard for guard in triggers.declared() if guard.table == "audit_seal")

    triggers.remove(connection, [gone])

    assert triggers.missing(connection) == [gone.name]


def test_a_guard_whose_table_is_not_there_waits_for_it(db):
    early = Guard("organisation_gradeband", "UPDATE", "EXISTS (SELECT 1 FROM not_yet_made m WHERE m.id = 1)", "No.")

    triggers.install(connection, [early, Guard("not_yet_made_either", "DELETE", "1 = 1", "No.")])

    assert early.name not in triggers.present(connection)


REBUILD = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("frameworks", "{last}")]
    operations = [
        migrations.AlterField("version", "title", models.CharField(max_length=300)),
        migrations.AlterField("scale", "name", models.CharField(max_length=300)),
        {more}
    ]
"""
FAIL = "migrations.RunSQL('SELECT * FROM there_is_no_such_table'),"


@pytest.fixture
def published_scale(transactional_db):
    framework = frameworks.Framework.objects.create(uuid=uuid4(), slug="f")
    version = frameworks.Version.objects.create(
        uuid=uuid4(), framework=framework, label="1", title="F", state="draft", created_at=NOON
    )
    scale = frameworks.Scale.objects.create(version=version, key="s", name="Scale", position=1)
    frameworks.Version.objects.filter(pk=version.pk).update(state="published", published_at=NOON, effective_from=NOON)
    return scale


@pytest.fixture
def migration_after_the_last(tmp_path, settings, monkeypatch):
    """Give the frameworks room one more migration, in a package of this test's own; take it back in the end."""
    real = Path(frameworks.__file__).parent.parent / "migrations"
    last = sorted(path.stem for path in real.glob("0*.py"))[-1]
    package = f"migrations_{uuid4().hex}"

    def add(more=""):
        folder = tmp_path / package
        shutil.copytree(real, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "9999_rebuild.py").write_text(REBUILD.format(last=last, more=more))
        monkeypatch.syspath_prepend(tmp_path)
        importlib.invalidate_caches()
        settings.MIGRATION_MODULES = {"frameworks": package}
        # Of the other rooms only their tables are known to a database that tests have set up.
        call_command("migrate", "frameworks", verbosity=0)

    yield add
    call_command("migrate", "frameworks", last, verbosity=0)
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]


def test_a_migration_that_rebuilds_the_table_leaves_it_guarded(published_scale, migration_after_the_last):
    migration_after_the_last()

    assert triggers.missing(connection) == []
    with pytest.raises(IntegrityError, match="A published version never changes"), transaction.atomic():
        frameworks.Scale.objects.update(name="Another")
    with pytest.raises(IntegrityError, match="A published version never changes"), transaction.atomic():
        frameworks.Version.objects.update(title="Another")


def test_a_migration_that_fails_leaves_no_table_unguarded(published_scale, migration_after_the_last):
    with pytest.raises(Exception, match="there_is_no_such_table"):
        migration_after_the_last(FAIL)

    assert triggers.missing(connection) == []
    with pytest.raises(IntegrityError, match="A published version never changes"), transaction.atomic():
        frameworks.Scale.objects.update(name="Another")
