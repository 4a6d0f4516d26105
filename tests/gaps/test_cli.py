"""``waymark gap`` and ``waymark match``."""

import json

import pytest

from tests.assessments import build as record
from waymark.audit.models import Access
from waymark.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(ada, crafts):
    record.hold(ada, crafts, weaving=1, costing=3)


def test_a_gap_as_one_json_object(held, capsys):
    status = main(["gap", "--person", "P1", "--role-level", "weaver/weaver", "--json"])

    assert status == 0
    assert json.loads(capsys.readouterr().out) == {
        "person": "P1",
        "role_level": "weaver/weaver",
        "version": "1",
        "fit": {"low": 0.5, "high": 0.75},
        "met": 1,
        "asked": 3,
        "assessed": 2,
        "skills": [
            {"skill": "weaving", "required": 2, "held": 1, "gap": 1, "source": "self", "on": "2025-12-02"},
            {"skill": "costing", "required": 1, "held": 3, "gap": 0, "source": "self", "on": "2025-12-02"},
            {"skill": "bookkeeping", "required": 1, "held": None, "gap": None, "source": None, "on": None},
            {"skill": "dyeing", "required": 2, "held": None, "gap": None, "source": None, "on": None},
        ],
    }


def test_a_match_as_one_json_object(held, ada, capsys):
    status = main(["match", "--person", str(ada.uuid), "--top", "2", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert status == 0
    assert found["person"] == str(ada.uuid)
    assert [(one["role_level"], one["fit"], one["met"], one["asked"]) for one in found["matches"]] == [
        ("merchant", {"low": 1.0, "high": 1.0}, 1, 1),
        ("weaver/junior-weaver", {"low": 1.0, "high": 1.0}, 1, 1),
    ]
    assert set(found["matches"][0]["skills"][0]) == {"skill", "required", "held", "gap", "source", "on"}


def test_a_gap_in_words_with_its_sum(held, capsys):
    main(["gap", "--person", "P1", "--role-level", "weaver/weaver"])

    assert capsys.readouterr().out.splitlines() == [
        "Ada Marsh beside Weaver [weaver/weaver] (Crafts, version 1)",
        "They meet 1 of 3 skills. One needs one level and one has not been assessed yet.",
        "Fit at least 50 %, at most 75 %: 2 of the 4 levels asked for are held; assessing the rest could add up to 1.",
        "  Weaving. One level to go: they are at awareness, the role asks for working (self, 2 December 2025)",
        "  Costing. Above: they are at practitioner, the role asks for awareness (self, 2 December 2025)",
        "  Bookkeeping. Not assessed yet",
        "  Dyeing. Not assessed yet (not counted: the role asks for one of these skills, and another is closer)",
    ]


def test_a_match_in_words(held, capsys):
    main(["match", "--person", "P1", "--top", "1"])

    assert capsys.readouterr().out.splitlines() == [
        "Role levels that fit Ada Marsh best:",
        "  1. Merchant [merchant]: 100 %, meets 1 of 1 skills. 2 of the 2 levels asked for are held.",
        "     They meet the one skill asked for.",
    ]


def test_who_was_never_assessed_is_told_so(ada, crafts, capsys):
    assert main(["match", "--person", "P1"]) == 0
    assert "No role level" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["gap", "--person", "P1", "--role-level", "weaver/weaver"], ["match", "--person", "P1", "--json"]]
)
def test_reading_a_persons_levels_is_in_the_access_log(held, ada, arguments):
    main(arguments)

    access = Access.objects.get()
    assert (access.what, access.by_operator) == (f"waymark {arguments[0]}", True)
    assert [subject.person_id for subject in access.subjects.all()] == [ada.pk]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gap", "--person", "P9", "--role-level", "weaver/weaver"], "no person P9"),
        (["gap", "--person", "P1", "--role-level", "weaver/baron"], "no role level weaver/baron"),
        (["match", "--person", "P9"], "no person P9"),
    ],
)
def test_an_unknown_person_or_role_level_is_refused_with_status_one(held, arguments, words, capsys):
    status = main(arguments)

    printed = capsys.readouterr()
    assert (status, printed.out) == (1, "")
    assert words in printed.err
    assert not Access.objects.exists()


def test_nothing_is_shown_when_the_access_log_cannot_be_written(held, settings, tmp_path, capsys):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    settings.AUDIT_SPOOL_DIR = blocked

    status = main(["gap", "--person", "P1", "--role-level", "weaver/weaver"])

    printed = capsys.readouterr()
    assert (status, printed.out) == (1, "")
    assert "access log" in printed.err


@pytest.mark.parametrize("arguments", [["match", "--person", "P1", "--top", "0"], ["gap", "--person", "P1"], ["match"]])
def test_wrong_usage_is_status_two(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
