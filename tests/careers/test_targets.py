"""Where someone means to go."""

from datetime import timedelta

import pytest

from tests.assessments import build as record
from tests.conftest import NOON
from waymark.audit.models import Entry
from waymark.careers import commands, policies, queries
from waymark.careers.models import Target
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC

LATER = NOON + timedelta(days=3)


@pytest.fixture
def saved(as_ada, weaver):
    return commands.save_target(role_level_id=weaver, actor=as_ada, at=NOON)


def test_a_target_is_saved_for_its_person_and_is_on_record(saved, as_ada, ada, weaver):
    target = queries.target(ada.pk, as_ada, NOON)

    assert (target, target.role_level_id, target.since) == (saved, weaver, NOON)
    entry = Entry.objects.get(kind="careers.target.saved")
    assert [subject.person_id for subject in entry.subjects.all()] == [ada.pk]


def test_a_new_target_ends_the_one_before_and_keeps_it(saved, as_ada, ada, weaver, junior_weaver):
    commands.save_target(role_level_id=junior_weaver, actor=as_ada, at=LATER)

    assert queries.target(ada.pk, as_ada, LATER).role_level_id == junior_weaver
    assert list(Target.objects.order_by("pk").values_list("role_level_id", "until_at")) == [
        (weaver, LATER),
        (junior_weaver, None),
    ]


def test_saving_the_same_again_changes_nothing(saved, as_ada, weaver):
    assert commands.save_target(role_level_id=weaver, actor=as_ada, at=LATER) == saved
    assert Target.objects.count() == Entry.objects.filter(kind__startswith="careers").count() == 1


def test_letting_go_ends_the_period_and_is_on_record(saved, as_ada, ada):
    commands.drop_target(actor=as_ada, at=LATER)

    assert queries.target(ada.pk, as_ada, LATER) is None
    assert Target.objects.get().until_at == LATER
    assert Entry.objects.filter(kind="careers.target.dropped").count() == 1


def test_there_must_be_something_to_let_go_of(as_ada):
    with pytest.raises(commands.NoTarget, match="have not saved"):
        commands.drop_target(actor=as_ada, at=NOON)


def test_a_role_level_that_nobody_knows_cannot_be_aimed_for(saved, as_ada, ada):
    with pytest.raises(NotVisible):
        commands.save_target(role_level_id=987654, actor=as_ada, at=LATER)

    assert queries.target(ada.pk, as_ada, LATER) == saved


def test_nobody_else_sees_a_target_or_saves_one_for_somebody(saved, ada, stranger, weaver):
    for who in (record.acting(stranger), OPERATOR, PUBLIC):
        assert queries.target(ada.pk, who, NOON) is None
    for who in (OPERATOR, PUBLIC):
        with pytest.raises(NotVisible):
            commands.save_target(role_level_id=weaver, actor=who, at=NOON)


@pytest.mark.parametrize("name", ["SEE_TARGET", "MAY_DROP_TARGET"])
def test_one_row_and_the_whole_table_agree(saved, ada, stranger, name):
    policy = getattr(policies, name)
    row = Target.objects.get()

    for who, allowed in ((record.acting(ada), True), (record.acting(stranger), False), (OPERATOR, False)):
        assert policy.decide(who, row, NOON).allowed is allowed
        assert Target.objects.filter(pk__in=policy.visible(who, NOON)).exists() is allowed


@pytest.mark.django_db(transaction=True)
def test_two_targets_saved_at_once_leave_one_that_stands(ada, as_ada, weaver, junior_weaver):
    from tests.assessments.test_two_at_once import together

    together(
        *(
            lambda role_level_id=role_level_id: commands.save_target(role_level_id=role_level_id, actor=as_ada, at=NOON)
            for role_level_id in (weaver, junior_weaver)
        )
    )

    assert Target.objects.filter(until_at__isnull=True).count() == 1
    assert Target.objects.count() == 2
