"""The panel of the demo, its rule, and the case that waits for it."""

import pytest

from waymark.access import queries as access
from waymark.assessments import queries as assessments
from waymark.assessments.models import Assessment, Sample
from waymark.kernel.policy import OPERATOR, Actor, Purpose
from waymark.people import queries as people

pytestmark = pytest.mark.django_db


def test_a_case_waits_for_the_moderator_and_one_member_has_spoken(built, at):
    account = access.demo_account("moderator")
    person = people.person("moderator", at, OPERATOR)
    moderator = Actor(account.id, person.id, purpose=Purpose.ASSESSMENT, duties=access.duties_of(account.id, at))

    (panel,) = assessments.panels(moderator, at)
    (card,) = assessments.moderation_queue(moderator, at)

    assert (len(panel.members), all(one.has_duty for one in panel.members)) == (3, True)
    assert (card.many, card.spoken, card.panel) == (1, False, panel.name)
    assert Sample.objects.get().why == ["difference"]
    assert Assessment.objects.get(sample__isnull=False).state == "in_moderation"
    (rule,) = assessments.sampling_rules(panel.profession_id, moderator, at)
    assert (rule.terms.share, rule.terms.first) == (0, 0)  # nobody who looks round meets a panel by chance


def test_a_draft_of_an_exercise_waits_for_moderators_to_write_on(built, at):
    drafts = assessments.exercise_drafts(OPERATOR, at)

    (waiting,) = [assessments.exercise_draft(one.uuid, OPERATOR, at) for one in drafts]
    assert [one.there for one in waiting.skills] == [True]
    assert len(waiting.missing) == 1
    account = access.demo_account("moderator")
    moderator = Actor(account.id, purpose=Purpose.ASSESSMENT, duties=access.duties_of(account.id, at))
    assert assessments.exercise_drafts(moderator, at) == drafts
