"""The job that compares, the command line that does, and the command line that brings exercises in."""

import json

import pytest

from tests.reporting import judging
from tests.reporting.judging import AT, looking
from waymark import cli
from waymark.jobs.kinds import KINDS, Step
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation.types import NewOrganisation
from waymark.reporting import commands
from waymark.reporting.models import Comparability
from waymark.work import commands as work
from waymark.work import queries as jobs

ONE = """
- {key: we-1, framework: crafts, skill: weaving, title: A scarf, sample: I wove., panel_level: 2, reason: Plain.}
"""


@pytest.fixture
def judged(weaver):
    rng = judging.np.random.default_rng(1)
    profession = judging.profession()
    bodies = [NewOrganisation("strict", "Strict", "department")]
    place = organisation.add_organisations(organisations=bodies, actor=OPERATOR, at=judging.START)["strict"]
    judging.answer(judging.assessors(3, place), judging.exercises(4, profession, rng), 0.0, rng)
    return profession


@pytest.fixture
def command(monkeypatch, capsys):
    monkeypatch.setattr(cli, "COMMANDS", ("waymark.cli.imports", "waymark.cli.comparability"))

    def run(*arguments):
        status = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_the_job_compares_and_says_how_far_it_is(judged):
    moderator = looking("moderator", judged, account_id=None)
    uuid = commands.ask_for_comparability(profession="weaving", actor=moderator, at=AT)
    claimed = work.claim(job=uuid, worker="w", at=AT)

    assert KINDS[claimed.kind](Step(claimed, "w")) == "Compared 3 assessors."
    assert Comparability.objects.get().judgements == 16
    assert jobs.shown_beside(uuid).words


def test_the_command_line_compares_every_profession_that_judged(judged, command):
    status, out, _ = command("comparability", "--json")
    _, plain, _ = command("comparability", "--profession", "weaving")

    assert status == 0
    assert json.loads(out) == {"weaving": {"scales": 1, "judgements": 16, "assessors": 3}}
    assert plain == "weaving: 3 assessors, 16 judgements on 1 scales.\n"


@pytest.mark.usefixtures("weaver")
def test_the_command_line_brings_exercises_in(command, tmp_path):
    path = tmp_path / "crafts.yaml"
    path.write_text(ONE)

    assert command("import", "exercises", path)[:2] == (0, "crafts: 1 added, 0 replaced, 0 there already.\n")
    assert json.loads(command("import", "exercises", path, "--json")[1])["crafts"]["unchanged"] == 1
    path.write_text(ONE.replace("weaving", "flying"))
    status, _, said = command("import", "exercises", path)
    assert (status, "does not have" in said) == (1, True)
