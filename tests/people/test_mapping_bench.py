"""Of the first suggestions for a made-up HR file of a few hundred posts, nine in ten are right."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from waymark.cli import bench_mapping
from waymark.demo import commands as demo
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.people import commands, queries
from waymark.people.types import FeedStep

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_nine_first_suggestions_in_ten_are_right(seed, tmp_path, settings):
    settings.FEEDS_DIR = tmp_path / "feeds"
    organisation.ensure_reference(actor=OPERATOR, at=AT)
    demo.import_library(data=None, actor=OPERATOR, at=AT, progress=lambda words: None)
    file = demo.hr_file(people=300, seed=seed, department="Department for Tests", at=AT)
    department = reference.organisation(demo.add_hr_department(file=file, actor=OPERATOR, at=AT))
    path = tmp_path / "hr.csv"
    truth = {one.post_number: one.role_level for one in demo.write_hr_file(path=path, file=file)}
    feed = commands.add_feed(organisation_id=department.id, name="HR", actor=OPERATOR, at=AT)
    run = commands.bring_feed(
        feed=feed.uuid, filename=path.name, chunks=[path.read_bytes()], full=True, actor=OPERATOR, at=AT
    )
    run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=AT)
    commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=AT)

    commands.work_out_suggestions(organisation_id=department.id, actor=OPERATOR, at=AT)

    slugs = {one.ref.id: one.ref.slug for one in frameworks.role_level_names(AT)}
    found = [
        slugs.get(level or 0, "") == truth[number]
        for number, level, _band in queries.first_suggestions(department.id, OPERATOR, AT)
    ]
    assert len(found) == 300
    assert sum(found) >= bench_mapping.TARGET_RIGHT * len(found), f"{sum(found)} of {len(found)}"
