"""Addresses of things, for templates and views."""

from __future__ import annotations

from django.urls import reverse

from waymark.frameworks.types import RoleLevelRef


def anchor_of(ref: RoleLevelRef) -> str:
    """Return the id that a role level has on its role's page: the last part of its slug."""
    return ref.slug.rsplit("/", 1)[-1]


def role_level_url(ref: RoleLevelRef) -> str:
    """Return where a role level is shown: its place on its role's page."""
    return f"{reverse('role', args=[ref.role_slug])}#{anchor_of(ref)}"
