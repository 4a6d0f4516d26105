"""A draft with things to find, another framework with a skill like one of it, and those who write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.frameworks import build
from tests.web.conftest import OWNER, START
from waymark.access.models import Account, Grant
from waymark.access.types import DutyKind
from waymark.frameworks.models import Framework
from waymark.kernel.clock import now
from waymark.kernel.ids import new_uuid
from waymark.organisation.models import Profession


def signed_in(name: str, kind: DutyKind, profession: Profession) -> Client:
    account = Account.objects.create(uuid=new_uuid(), email=f"{name}@example.org", name=name, created_at=START)
    Grant.objects.create(
        uuid=new_uuid(), account=account, kind=kind.value, profession=profession,
        from_at=START, until_at=now() + timedelta(days=30), reason="x", two_people=False, created_at=START,
    )  # fmt: skip
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def world(professions) -> SimpleNamespace:
    mine = Profession.objects.get(slug=OWNER)
    other = Profession.objects.exclude(pk=mine.pk).earliest("pk")
    third = Profession.objects.exclude(pk__in=[mine.pk, other.pk]).earliest("pk")
    build.published(replace(build.small("baking"), profession=other.slug))
    document = replace(build.crafts("cloth"), profession=OWNER)
    weaving = replace(document.skills[0], name="Baking skill", summary="About Baking skill.")
    version_id = build.drafted(replace(document, skills=(weaving, *document.skills[1:])))
    assert Framework.objects.count() == 2
    return SimpleNamespace(
        version_id=version_id,
        checks="/authoring/drafts/cloth/1/checks",
        other=signed_in("other", DutyKind.FRAMEWORK_AUTHOR, other),
        crosswalk="/authoring/frameworks/cloth/crosswalk?with=baking",
        author=signed_in("author", DutyKind.FRAMEWORK_AUTHOR, mine),
        reviewer=signed_in("reviewer", DutyKind.FRAMEWORK_REVIEWER, mine),
        stranger=signed_in(
            "stranger", DutyKind.FRAMEWORK_AUTHOR, Profession.objects.exclude(pk__in=[mine.pk, other.pk]).earliest("pk")
        ),
    )
