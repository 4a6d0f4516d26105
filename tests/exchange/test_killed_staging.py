"""A worker that is killed at any step of an import leaves it as it was, and the next one comes to the same end."""

from __future__ import annotations

import signal
import sqlite3

import pytest

from tests import migrated
from tests.exchange.test_killed_import import python

SCRIPT = """
import os, signal, sys
import django
django.setup()
from datetime import UTC, datetime, timedelta
from waymark.access import queries as access
from waymark.access.models import Account, Grant
from waymark.exchange import commands, queries
from waymark.exchange.commands import carrying
from waymark.exchange.types import Doing
from waymark.frameworks.commands import rows
from waymark.frameworks.models import Requirement
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor
from waymark.organisation.models import Profession

AT = datetime(2026, 3, 2, tzinfo=UTC)
dies_at = sys.argv[1]
carrying.rules.takes_long = lambda size, suffix: True  # a worker takes each step

def author():
    account = Account.objects.filter(email="eva@example.org").first()
    if account is None:
        profession = Profession.objects.create(uuid=new_uuid(), slug="bakers", name="Bakers", sort_key="bakers")
        account = Account.objects.create(uuid=new_uuid(), email="eva@example.org", name="Eva", created_at=AT)
        Grant.objects.create(
            uuid=new_uuid(), account=account, kind="framework-author", profession=profession, from_at=AT,
            until_at=AT + timedelta(days=30), two_people=False, reason="x", created_at=AT,
        )
    return Actor(account.pk, duties=access.duties_of(account.pk, AT))

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

actor = author()
SHEET = b"Role,Role level,Skill,Skill level\\nBaker,Junior,Kneading,Working\\nBaker,Head,Kneading,Expert\\n"
mine = queries.imports(actor, AT)
if not mine:
    commands.stage(filename="a.csv", chunks=[SHEET], actor=actor, at=AT)
    mine = queries.imports(actor, AT)
uuid = mine[0].uuid

def take(step, before):
    # Begin where the one before was killed.
    card = queries.staged(uuid, actor, AT)
    if card.state not in before and card.doing != step:
        return
    if not card.doing:
        commands.go_on(uuid=uuid, step=step, seen=card.seen, actor=actor, at=AT)
    if dies_at == step:
        if step == Doing.APPLY:
            insert = rows.insert_rows
            def insert_and_die(model, columns, values):
                insert(model, columns, values)
                if model is Requirement:
                    die()
            rows.insert_rows = insert_and_die
        else:
            carrying._still = die  # what was worked out lies beside the file; the rows are not written
    commands.carry_out(uuid=uuid, actor=actor, at=AT)

take(Doing.READ, {"uploaded"})
if queries.staged(uuid, actor, AT).state == "read":
    commands.aim(
        uuid=uuid, owner_id=Profession.objects.get().pk, into="", title="Baking", label="1.0", replaces=False,
        scale="usual", actor=actor, at=AT,
    )
take(Doing.CHECK, {"mapped"})
take(Doing.APPLY, {"checked"})
print(queries.staged(uuid, actor, AT).state)
"""

COUNTED = (
    "frameworks_framework",
    "frameworks_version",
    "frameworks_skillwording",
    "frameworks_requirement",
    "frameworks_scalelevel",
    "exchange_stagedimport",
    "exchange_savedmapping",
    "audit_entry",
)


def rows_in(database):
    with sqlite3.connect(database) as connection:
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in COUNTED}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    migrated.site(folder)
    done = python(folder, "-c", SCRIPT, "never")
    assert done.stdout == "applied\n", done.stderr
    return rows_in(folder / "waymark.sqlite3")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
@pytest.mark.parametrize("step", ["read", "check", "apply"])
def test_an_import_that_is_killed_and_begun_again_ends_as_if_it_never_had_been(undisturbed, tmp_path, step):
    database = tmp_path / "waymark.sqlite3"
    migrated.site(tmp_path)

    killed = python(tmp_path, "-c", SCRIPT, step)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert rows_in(database)["frameworks_version"] == 0
    again = python(tmp_path, "-c", SCRIPT, "never")
    assert again.stdout == "applied\n", again.stderr
    assert rows_in(database) == undisturbed
    assert undisturbed["frameworks_requirement"] == 2
