"""Tables of accounts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Django's way to find an account by its name."""


class Account(AbstractBaseUser):
    """Someone who can sign in."""

    uuid = models.UUIDField(unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    demo_key = models.CharField(max_length=60, unique=True, null=True)  # noqa: DJ001 - unique where there is one
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    """When it was closed, while it is closed: nobody signs in with it."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()
