"""Tables between scales in the workbench, and as everyone reads them."""

from __future__ import annotations

import pytest

from waymark.frameworks import commands, queries
from waymark.frameworks.models import Equivalence
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR


def body(response):
    return " ".join(response.content.decode().split())


LIST = "/authoring/equivalences"
TABLE = "/authoring/equivalences/table"


@pytest.fixture
def ends(world):
    """The keys of a scale of four levels in one framework, and of one of two levels in the other."""
    commands.publish(version_id=world.version_id, effective_from=now(), reason="x", actor=OPERATOR, at=now())
    found = {
        (one.framework_slug, one.ladder.top): f"{one.framework_slug}:{one.digest[:16]}"
        for one in queries.ladders_in_use(OPERATOR, now())
    }
    return {"one": found["baking", 4], "other": found["cloth", 2]}


def post(client, ends, **changed):
    words = {"level_1": "1", "level_2": "1", "level_3": "2", "level_4": "none", "reason": "They agreed.", "seen": ""}
    query = "&".join(f"{name}={value}" for name, value in ends.items())
    return client.post(f"{TABLE}?{query}", words | changed)


def test_two_scales_are_chosen_and_a_suggestion_is_offered(world, ends):
    assert "Nobody has said" in body(world.author.get(LIST))

    response = world.author.get(LIST, ends)

    assert response.status_code == 303
    page = body(world.author.get(response["Location"]))
    assert "What you see is a suggestion" in page
    assert page.count(" selected>") == 4


def test_a_table_is_saved_read_by_everyone_changed_and_ended(world, ends, client):
    assert post(world.author, ends).status_code == 303
    row = Equivalence.objects.get()
    assert row.counts_as == [1, 1, 2, None]

    page = body(client.get(f"/scales/{row.uuid}"))
    assert "No counterpart" in page
    assert "Somebody judged working in Baking counts as learning in Cloth." in page
    assert str(row.uuid) in body(world.author.get(LIST))

    shown = body(world.author.get(TABLE, ends))
    assert "Without a counterpart" in shown
    assert post(world.author, ends, level_4="2", seen=str(row.uuid)).status_code == 303
    assert "holds no longer" in body(client.get(f"/scales/{row.uuid}"))

    assert post(world.author, ends, do="end", why="").status_code == 422
    assert post(world.author, ends, do="end", why="A mistake.").status_code == 303
    assert queries.equivalences(OPERATOR, now()) == ()
    assert "they are not comparable" in body(client.get(f"/scales/{row.uuid}"))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"level_2": "2", "level_3": "1"}, "would count as less than"),
        ({"level_2": ""}, "Choose what Working counts as"),
        ({"level_2": "9"}, "Choose what Working counts as"),
        ({"reason": ""}, "Say why it is so"),
    ],
)
def test_what_is_no_table_comes_back_with_what_was_typed(world, ends, changed, why):
    response = post(world.author, ends, **({"explanation": "As we said."} | changed))

    assert response.status_code == 422
    page = body(response)
    assert why in page
    assert "As we said." in page
    assert not Equivalence.objects.exists()


def test_who_saves_over_somebody_else_is_told(world, ends):
    post(world.author, ends)

    response = post(world.author, ends, level_4="2")

    assert response.status_code == 409
    page = body(response)
    assert "Somebody else has changed this table" in page
    assert "Without a counterpart" in page
    assert "What somebody else saved meanwhile" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert seen == str(Equivalence.objects.get().uuid)
    assert post(world.author, ends, level_4="2", seen=seen).status_code == 303


def test_who_writes_neither_framework_gets_nowhere(world, ends, client):
    assert world.reviewer.get(LIST).status_code == 404
    assert world.stranger.get(TABLE, ends).status_code == 404
    assert post(world.stranger, ends).status_code == 404
    assert world.author.get(TABLE).status_code == 404
    assert world.author.get(TABLE, {**ends, "other": ends["one"]}).status_code == 404
    assert client.get("/scales/00000000-0000-0000-0000-000000000000").status_code == 404


def test_a_scale_is_not_counted_on_itself(world, ends):
    response = world.author.get(LIST, {"one": ends["one"], "other": ends["one"]})

    assert response.status_code == 422
    assert "same scale" in body(response)


def test_the_pages_take_a_fixed_number_of_queries(world, ends, django_assert_max_num_queries):
    post(world.author, ends)

    for path, sent in ((LIST, {}), (TABLE, ends)):
        with django_assert_max_num_queries(12):
            world.author.get(path, sent)


def test_what_a_draft_is_measured_on_is_not_told(world, client):
    scales = {(one.framework_slug, one.ladder.top): one for one in queries.ladders_in_use(OPERATOR, now())}
    table = commands.say_equivalence(
        one=scales["baking", 4], other=scales["cloth", 2], counts_as=(1, 1, 2, 2), reason="x", actor=OPERATOR, at=now()
    )

    assert client.get(f"/scales/{table.uuid}").status_code == 404
    assert world.author.get(f"/scales/{table.uuid}").status_code == 200
