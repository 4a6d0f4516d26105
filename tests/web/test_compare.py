"""Two or three role levels beside each other."""

from tests.web.pages import get


def test_what_differs_comes_before_what_is_shared(visitor, crafts):
    page = get(visitor, "/roles/compare?levels=weaver/junior-weaver&levels=dyer/dyer")

    differs, shared = page.text.index("What differs"), page.text.index("What they share")
    assert differs < page.text.index("Dyeing", differs) < shared
    assert shared < page.text.index("Weaving", shared)
    assert "Not asked for" in page.text[differs:shared]
    assert "Not asked for" not in page.text[shared:]


def test_role_levels_that_share_nothing_are_said_to(visitor, crafts):
    page = get(visitor, "/roles/compare?levels=weaver/weaver&levels=dyer/dyer")

    assert "They share no skill at the same level." in page.text


def test_three_can_be_compared_and_a_fourth_is_left_out(visitor, crafts):
    page = get(
        visitor,
        "/roles/compare?levels=weaver/weaver&levels=dyer/dyer&levels=dyer/senior-dyer&levels=weaver/junior-weaver",
    )

    assert '<th scope="col">Senior dyer</th>' in page.html
    assert '<th scope="col">Junior weaver</th>' not in page.html


def test_the_picker_is_a_plain_form_that_keeps_what_was_chosen(visitor, crafts):
    page = get(visitor, "/roles/compare?levels=weaver/weaver")

    assert '<form action="/roles/compare" method="get"' in page.html
    assert '<option value="weaver/weaver" selected>' in page.html
    assert '<optgroup label="Weaver">' in page.html
    assert "What differs" not in page.text
    assert "There is a problem" not in page.text


def test_sending_the_picker_with_one_role_level_says_what_is_missing(visitor, crafts):
    assert "Select a second" in get(visitor, "/roles/compare?chosen=yes&levels=weaver/weaver&levels=&levels=").text
    assert "Select two role levels" in get(visitor, "/roles/compare?chosen=yes&levels=&levels=&levels=").text


def test_the_same_role_level_twice_is_one(visitor, crafts):
    page = get(visitor, "/roles/compare?chosen=yes&levels=weaver/weaver&levels=weaver/weaver")

    assert "Select a second, different role level" in page.text


def test_an_unknown_role_level_is_said_to_be_gone_and_the_rest_is_kept(visitor, crafts):
    page = get(visitor, "/roles/compare?levels=weaver/weaver&levels=weaver/nobody")

    assert "One of the role levels you asked for is not there" in page.text
    assert '<option value="weaver/weaver" selected>' in page.html
