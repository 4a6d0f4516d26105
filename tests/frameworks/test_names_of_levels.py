"""What a rank of a scale is called."""

from waymark.frameworks.types import LevelName, ScaleView

SCALE = ScaleView("levels", "Levels", (LevelName(1, "Awareness"), LevelName(2, "SFIA expert")))


def test_a_rank_is_called_by_its_level_and_the_place_below_the_first_too():
    assert [SCALE.name_of(rank) for rank in range(3)] == ["Not yet at awareness", "Awareness", "SFIA expert"]


def test_an_acronym_stays_as_it_is_below_it():
    scale = ScaleView("levels", "Levels", (LevelName(1, "SFIA 1"),))

    assert scale.name_of(0) == "Not yet at SFIA 1"


def test_a_rank_that_a_scale_does_not_have_has_no_name():
    assert SCALE.name_of(3) == SCALE.name_of(-1) == ""
    assert ScaleView("none", "None", ()).name_of(0) == ""
