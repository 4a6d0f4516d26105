"""The same framework and people as the record's tests."""

from tests.assessments.conftest import ada, as_ada, crafts, junior_weaver, stranger, weaver  # noqa: F401
