"""Two editors never lose each other's work, and what is typed is kept until it is saved."""

from __future__ import annotations

import pytest

from tests.web.test_authoring.conftest import at, fields_of
from waymark.audit.commands import seal
from waymark.audit.models import Entry
from waymark.frameworks.models import LevelDescriptor, UnsavedForm, Version
from waymark.kernel.clock import now

DETAILS = at("details")


def test_an_author_changes_the_details(ada, draft):
    sent = fields_of(ada.get(DETAILS)) | {"title": "Crafts of today", "summary": "Line one.\r\nLine two."}

    answer = ada.post(DETAILS, sent)

    draft.refresh_from_db()
    assert answer.status == 303
    assert (draft.title, draft.summary) == ("Crafts of today", "Line one.\nLine two.")
    entry = Entry.objects.get(kind="frameworks.draft.details_saved")
    assert entry.facts["changed"] == ["title", "summary"]


def test_saving_what_is_there_already_changes_and_records_nothing(ada, bo, draft):
    sent = fields_of(ada.get(DETAILS))
    bo.post(DETAILS, sent | {"title": "Crafts of today"})

    again = ada.post(DETAILS, sent | {"title": "Crafts of today"})

    assert again.status == 303
    assert Entry.objects.filter(kind="frameworks.draft.details_saved").count() == 1


def test_whoever_comes_second_sees_both_texts_and_loses_nothing(ada, bo, draft):
    opened = fields_of(ada.get(DETAILS))
    bo.post(DETAILS, fields_of(bo.get(DETAILS)) | {"summary": "What Bo wrote.", "licence": "CC0"})
    seal(at=now())

    answer = ada.post(DETAILS, opened | {"summary": "What Ada wrote."})

    draft.refresh_from_db()
    assert answer.status == 422
    assert draft.summary == "What Bo wrote."
    assert "Bo changed this while you were writing" in answer.text
    assert "What Bo wrote." in answer.text
    assert "What Ada wrote." in answer.text
    shown = fields_of(answer)
    assert shown["summary"] == "What Ada wrote."  # typed text stays
    assert shown["differs"] == "summary,licence"
    assert "take-summary" not in shown  # both wrote it: one has to choose
    assert shown["take-licence"] == "theirs"  # only Bo did


def test_one_has_to_choose_between_two_texts(ada, bo, draft):
    opened = fields_of(ada.get(DETAILS))
    bo.post(DETAILS, opened | {"summary": "What Bo wrote."})
    both = fields_of(ada.post(DETAILS, opened | {"summary": "What Ada wrote."}))

    undecided = ada.post(DETAILS, both)

    assert undecided.status == 422
    assert "Choose which text to keep" in undecided.text
    assert Version.objects.get(pk=draft.pk).summary == "What Bo wrote."


@pytest.mark.parametrize(("take", "kept"), [("mine", "What Ada wrote."), ("theirs", "What Bo wrote.")])
def test_what_is_chosen_is_saved(ada, bo, draft, take, kept):
    opened = fields_of(ada.get(DETAILS))
    bo.post(DETAILS, opened | {"summary": "What Bo wrote.", "licence": "CC0"})
    both = fields_of(ada.post(DETAILS, opened | {"summary": "What Ada wrote.", "title": "Ada's title"}))

    answer = ada.post(DETAILS, both | {"take-summary": take})

    draft.refresh_from_db()
    assert answer.status == 303
    assert (draft.summary, draft.licence, draft.title) == (kept, "CC0", "Ada's title")


def test_a_third_change_meanwhile_is_shown_as_well(ada, bo, draft):
    opened = fields_of(ada.get(DETAILS))
    bo.post(DETAILS, opened | {"summary": "What Bo wrote."})
    both = fields_of(ada.post(DETAILS, opened | {"summary": "What Ada wrote."}))
    bo.post(DETAILS, fields_of(bo.get(DETAILS)) | {"summary": "What Bo wrote later."})

    answer = ada.post(DETAILS, both | {"take-summary": "theirs"})

    assert answer.status == 422
    assert "What Bo wrote later." in answer.text
    assert fields_of(answer)["summary"] == "What Ada wrote."
    assert Version.objects.get(pk=draft.pk).summary == "What Bo wrote later."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>Bold</b>", "HTML tag <b>"),
        ("=SUM(A1)", "for a formula"),
        ("Sound\x07", "cannot be seen"),
    ],
)
def test_what_files_may_not_hold_is_refused_at_its_field(ada, draft, text, words):
    answer = ada.post(DETAILS, fields_of(ada.get(DETAILS)) | {"attribution": text})

    assert answer.status == 422
    assert words in answer.text
    assert "#id_attribution" in answer.links
    assert not Entry.objects.filter(kind="frameworks.draft.details_saved").exists()


@pytest.mark.parametrize("label", ["one two", "1/2", "..."])
def test_what_is_no_label_is_refused(ada, draft, label):
    answer = ada.post(DETAILS, fields_of(ada.get(DETAILS)) | {"label": label})

    assert answer.status == 422
    assert "Use letters, digits, dots" in answer.text


def test_another_label_gives_the_draft_another_address(ada, draft):
    answer = ada.post(DETAILS, fields_of(ada.get(DETAILS)) | {"label": "1.1"})

    assert answer.response["Location"] == "/authoring/drafts/crafts/1.1"


def test_unsaved_text_is_offered_again_until_it_is_saved(ada, bo, draft):
    typed = fields_of(ada.get(DETAILS)) | {"summary": "Half a sent", "place": DETAILS}
    assert ada.post(at("unsaved"), typed).status == 200

    offered = ada.get(DETAILS)
    assert "that is not saved" in offered.text
    assert fields_of(offered)["summary"] == "How things are made."
    assert "not saved" not in bo.get(DETAILS).text  # it is Ada's alone

    going_on = ada.get(DETAILS + "?unsaved=1")
    assert fields_of(going_on)["summary"] == "Half a sent"
    assert ada.post(DETAILS, fields_of(going_on) | {"summary": "Half a sentence."}).status == 303
    assert Version.objects.get(pk=draft.pk).summary == "Half a sentence."
    assert not UnsavedForm.objects.exists()


def test_unsaved_text_knows_that_somebody_saved_meanwhile(ada, bo, draft):
    ada.post(at("unsaved"), fields_of(ada.get(DETAILS)) | {"summary": "What Ada wrote.", "place": DETAILS})
    bo.post(DETAILS, fields_of(bo.get(DETAILS)) | {"summary": "What Bo wrote."})

    answer = ada.post(DETAILS, fields_of(ada.get(DETAILS + "?unsaved=1")))

    assert answer.status == 422
    assert "What Bo wrote." in answer.text
    assert fields_of(answer)["summary"] == "What Ada wrote."


def test_unsaved_text_is_discarded(ada, draft):
    ada.post(at("unsaved"), fields_of(ada.get(DETAILS)) | {"summary": "x", "place": DETAILS})

    answer = ada.post(at("unsaved"), {"place": DETAILS, "then": "discard"})

    assert answer.response["Location"] == DETAILS
    assert not UnsavedForm.objects.exists()
    assert "not saved" not in ada.get(DETAILS).text


def test_text_that_is_saved_already_is_not_offered(ada, draft):
    ada.post(at("unsaved"), fields_of(ada.get(DETAILS)) | {"place": DETAILS})

    assert "not saved" not in ada.get(DETAILS).text


@pytest.mark.parametrize("place", ["", "/me", "/authoring/drafts/another/1/details", "/authoring/drafts/crafts/1"])
def test_only_text_of_the_drafts_own_forms_is_kept(ada, draft, place):
    assert ada.post(at("unsaved"), {"place": place, "summary": "x"}).status == 404
    assert not UnsavedForm.objects.exists()


def test_too_much_text_is_not_kept(ada, draft):
    assert ada.post(at("unsaved"), {"place": DETAILS, "summary": "x" * 500_000}).status == 413
    assert not UnsavedForm.objects.exists()


def test_a_reviewer_neither_edits_nor_keeps_text(reviewer, draft):
    assert reviewer.get(at()).status == 200
    assert reviewer.get(DETAILS).status == 404
    assert reviewer.post(at("unsaved"), {"place": DETAILS}).status == 404
    assert DETAILS not in reviewer.get(at()).links


def test_a_tick_that_was_taken_away_stays_so(ada, draft):
    place = at("skills/weaving")
    LevelDescriptor.objects.filter(skill_wording__version=draft, skill_wording__skill__slug="weaving").update(
        defined=False, text=""
    )
    typed = fields_of(ada.get(place))
    ticks = [name for name in typed if name.endswith("_undefined")]
    assert ticks
    kept = {name: value for name, value in typed.items() if name != ticks[0]}
    assert ada.post(at("unsaved"), kept | {"place": place}).status == 200

    going_on = fields_of(ada.get(place + "?unsaved=1"))

    assert ticks[0] not in going_on
    assert set(ticks[1:]) <= set(going_on)
