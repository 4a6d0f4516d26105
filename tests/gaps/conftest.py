"""The same framework and people as the record's tests."""

from tests.assessments.conftest import (  # noqa: F401
    ada,
    as_ada,
    crafts,
    junior_weaver,
    skills,
    stranger,
    weaver,
)
