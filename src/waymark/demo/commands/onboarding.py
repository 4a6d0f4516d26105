"""A department that is being brought on: its HR file has been read and waits for an administrator to apply it."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from waymark.demo.commands.hr_file import add_hr_department, hr_file, write_hr_file
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.people import commands as people
from waymark.people.types import FeedStep

DEPARTMENT, PREFIX = "Department for Heritage and Crafts", "C"
PEOPLE = 120
ERRORS = 0.08
"""Share of the rows that are wrong on purpose, so that there is something to put right."""


def begin(*, actor: Actor, at: datetime) -> int:
    """Add the department with its units and its feed, and show its first file; return how many organisations it adds.

    Nobody of the file is in the demo before somebody applies it, so that the demo has as many people as was asked for.

    Args:
        actor: an operator.
        at: when the demo is built.
    """
    file = hr_file(people=PEOPLE, errors=ERRORS, department=DEPARTMENT, prefix=PREFIX, at=at)
    department = organisation.organisation(add_hr_department(file=file, actor=actor, at=at))
    feed = people.add_feed(organisation_id=department.id, name=_("HR system"), actor=actor, at=at)
    with tempfile.TemporaryDirectory(prefix="waymark-demo-") as folder:
        path = Path(folder) / "people.csv"
        write_hr_file(path=path, file=file)
        run = people.bring_feed(
            feed=feed.uuid, filename=path.name, chunks=(path.read_bytes(),), full=True, actor=actor, at=at
        )
    people.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=actor, at=at)
    return 1 + len(file.units())
