"""Finding things by their words: the same results, and the same first ones, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waymark.search import commands as search
from waymark.search import queries
from waymark.search.types import Findable

pytestmark = pytest.mark.django_db

JANUARY = datetime(2026, 1, 5, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 2, tzinfo=UTC)


def role(title: str, **traits) -> Findable:
    return Findable(kind="role", url=f"/roles/{title}", title=title, **traits)


def skill(title: str, **traits) -> Findable:
    return Findable(kind="skill", url=f"/skills/{title}", title=title, **traits)


THINGS = (
    role("Data engineer", labels=("Pipeline builder",), summary="Builds pipelines.", context="Data, Digital"),
    role("Database administrator", body="Looks after every store of data.\nWakes at night for backups."),
    role("Engineer of bridges", hidden=("pontifex",)),
    role("Service owner", labels=("Data lead",), summary="Answers for a service."),
    skill("Data modelling", body="You can:\n- draw an entity\n- explain a warehouse to a finance team"),
    skill("Café keeping", labels=("Hôtellerie",)),
    skill("C++ and .NET", body="Two languages."),
    skill("Accessibility", summary="Everyone can use it."),
)


@pytest.fixture
def things():
    search.replace_group(group="things", findables=THINGS, from_at=JANUARY)


def titles(query: str, **asked) -> list[str]:
    return [hit.title for hit in queries.find(query, at=FEBRUARY, **asked).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("engineer", ["Engineer of bridges", "Data engineer"]),
        ("data eng", ["Data engineer"]),
        ("ENGINEER data", ["Data engineer"]),
        ("data", ["Data engineer", "Data modelling", "Database administrator", "Service owner"]),
        ("data lead", ["Service owner"]),
        ("pipeline builder", ["Data engineer"]),
        ("pontifex", ["Engineer of bridges"]),
        ("warehouse finance", ["Data modelling"]),
        ("cafe", ["Café keeping"]),
        ("CAFÉ KEEPING", ["Café keeping"]),
        ("hotellerie", ["Café keeping"]),
        ("c++ net", ["C++ and .NET"]),
        (".net", ["C++ and .NET"]),
    ],
)
def test_every_word_of_the_query_begins_a_word_of_the_result(things, query, expected):
    found = titles(query)

    assert found == expected


def test_the_best_come_first_title_then_label_then_text(things):
    search.replace_group(
        group="weaving",
        findables=[
            role("Aardvark keeper", body="Keeps an old loom."),
            role("Bird keeper", labels=("Loom",)),
            role("Keeper of a loom"),
            role("Loom keeper"),
            role("Loom"),
            role("Loomer"),
        ],
        from_at=JANUARY,
    )

    found = titles("loom")

    assert found == ["Loom", "Loom keeper", "Loomer", "Bird keeper", "Keeper of a loom", "Aardvark keeper"]


def test_equals_stand_in_alphabetical_order_accents_apart(things):
    names = ["Étude of felt", "Zeal for felt", "Eager felt", "Felicity", "Éclat in felt"]
    search.replace_group(group="felt", findables=[skill(name) for name in names], from_at=JANUARY)

    found = titles("felt")

    assert found == ["Eager felt", "Éclat in felt", "Étude of felt", "Zeal for felt"]


def test_when_nothing_has_every_word_results_have_any_of_them(things):
    found = titles("data zebra accessibility")

    assert found == ["Accessibility", "Data engineer", "Data modelling", "Database administrator", "Service owner"]


def test_a_misspelt_title_is_suggested_when_nothing_is_found(things):
    found = queries.find("acessibillity", at=FEBRUARY)

    assert (found.total, found.hits, found.did_you_mean) == (0, (), "Accessibility")


def test_nothing_is_suggested_when_nothing_is_near(things):
    found = queries.find("xyzzyq", at=FEBRUARY)

    assert (found.total, found.did_you_mean) == (0, "")


def test_kinds_are_counted_whichever_is_asked_for(things):
    found = queries.find("data", at=FEBRUARY, kind="skill")

    assert [hit.title for hit in found.hits] == ["Data modelling"]
    assert found.by_kind == {"role": 3, "skill": 1}
    assert (found.total, found.pages) == (1, 1)


def test_a_kind_with_no_result_is_an_empty_page_beside_the_counts(things):
    found = queries.find("cafe", at=FEBRUARY, kind="role")

    assert (found.hits, found.total, found.pages, found.by_kind) == ((), 0, 0, {"skill": 1})


def test_a_result_says_why_when_its_title_does_not(things):
    reasons = {
        query: queries.find(query, at=FEBRUARY).hits[0].why
        for query in ("data engineer", "pipeline builder", "pontifex", "warehouse", "everyone")
    }

    assert reasons == {
        "data engineer": "",
        "pipeline builder": "Pipeline builder",
        "pontifex": "",
        "warehouse": "explain a warehouse to a finance team",
        "everyone": "",
    }


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "()", "%", "_", "\x00", "- -", "🙂"])
def test_a_query_without_words_finds_nothing(things, query):
    found = queries.find(query, at=FEBRUARY)

    assert (found.hits, found.total, found.by_kind, found.did_you_mean) == ((), 0, {}, "")


@pytest.mark.parametrize(
    "query",
    [
        '"data" OR "x"',
        "data AND NOT engineer",
        "words_title:data",
        "data*",
        "^data",
        "NEAR(data engineer)",
        "data' | 'engineer",
        "data':* & !'engineer",
        "data'; DROP TABLE search_searchentry; --",
        "data\\",
        "{words_title} : data",
        "data \x00 engineer",
        "data -engineer +x",
        "50% data_engineer",
    ],
)
def test_the_query_languages_of_the_databases_are_only_words(things, query):
    found = queries.find(query, at=FEBRUARY)

    assert "Data engineer" in [hit.title for hit in found.hits]
    assert len(titles("data")) == 4


def test_a_very_long_query_is_read_as_far_as_200_characters(things):
    found = queries.find("data " * 38 + "engineer  " + "zebra " * 10_000, at=FEBRUARY)

    assert found.hits[0].title == "Data engineer"
    assert len(found.query) <= 200


def test_a_query_of_many_words_is_answered(things):
    found = queries.find(" ".join(chr(ord("a") + i % 26) + str(i) for i in range(60)), at=FEBRUARY)

    assert found.total == 0


def test_pages_go_through_every_result_once(things):
    number = 450
    search.replace_group(group="many", findables=[skill(f"Quilting {i:03}") for i in range(number)], from_at=JANUARY)

    pages = [queries.find("quilting", at=FEBRUARY, page=page, per_page=30) for page in range(1, 16)]

    seen = [hit.title for page in pages for hit in page.hits]
    assert seen == [f"Quilting {i:03}" for i in range(number)]
    assert {(page.total, page.pages) for page in pages} == {(number, 15)}


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (99, 2)])
def test_a_page_beyond_the_ends_is_the_nearest_one(things, asked, given):
    found = queries.find("data", at=FEBRUARY, page=asked, per_page=2)

    assert (found.page, len(found.hits)) == (given, 2)


def test_the_number_of_queries_is_small_and_does_not_grow(things):
    def count(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.find(query, at=FEBRUARY)
        return len(captured)

    few = [count(query) for query in ("data", "data zebra", "zebras everywhere", "")]
    search.replace_group(
        group="many", findables=[role(f"Data person {i}", body="data " * 50) for i in range(600)], from_at=JANUARY
    )
    many = [count(query) for query in ("data", "data zebra", "zebras everywhere", "")]

    assert few == many == [3, 4, 3, 0]


def test_entries_are_found_from_their_first_moment_to_their_last(things):
    later = FEBRUARY + timedelta(days=1)
    search.replace_group(group="short", findables=[role("Lamplighter")], from_at=FEBRUARY, until_at=later)

    moments = [FEBRUARY - timedelta(seconds=1), FEBRUARY, later - timedelta(seconds=1), later]

    assert [queries.find("lamplighter", at=moment).total for moment in moments] == [0, 1, 1, 0]
