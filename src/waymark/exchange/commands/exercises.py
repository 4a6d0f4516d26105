"""Exercises for assessors, brought in as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from waymark.assessments import commands as assessments
from waymark.assessments.types import ExercisesAdded, ExerciseWords
from waymark.exchange.commands.importing import NotReadable
from waymark.kernel.policy import Actor
from waymark_formats import exercises
from waymark_formats.framework import Unreadable


@transaction.atomic
def import_exercises(*, path: Path, actor: Actor, at: datetime) -> Mapping[str, ExercisesAdded]:
    """Read the exercises in a file or a folder and add them, all or none; return what came of it, by framework.

    Bringing the same files again changes nothing.

    Args:
        path: a file, or a folder of them; see ``waymark_formats.exercises``.
        actor: an operator, or a moderator of the profession of each framework.
        at: when.

    Raises:
        NotReadable: a file is not what the format asks for.
        Refusal: whatever ``assessments.commands.add_exercises`` refuses.
    """
    try:
        found = exercises.read(path, limit=settings.IMPORT_MAX_BYTES)
    except Unreadable as error:
        raise NotReadable(str(error)) from error
    done = {}
    for framework in dict.fromkeys(one.framework for one in found):
        words = [
            ExerciseWords(one.key, one.skill, one.title, one.sample, one.panel_level, one.reason)
            for one in found
            if one.framework == framework
        ]
        done[framework] = assessments.add_exercises(framework=framework, exercises=words, actor=actor, at=at)
    return done
