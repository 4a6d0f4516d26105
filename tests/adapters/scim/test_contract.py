"""The rules that ``scim2-server`` sets every storage, over ours.

What is said of a name there is said of ``displayName``, which is not kept here: those tests are said again of
``name.givenName``. Groups are not offered: whoever asks for their resource type is skipped, by name.
"""

from __future__ import annotations

import pytest
from scim2_models import PreconditionFailedException
from scim2_server.testing import SEARCH_USERS, ScimStorageContract

from tests.people.feeding.conftest import AT
from waymark.adapters.scim.schemas import plain_provider
from waymark.adapters.scim.storage import FeedStorage

pytestmark = pytest.mark.django_db

NAME = {"givenName": "Ada", "familyName": "Ox"}
KEPT = {"userName", "name", "active", "emails", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}


class TestFeedStorage(ScimStorageContract):
    supports_root_search = False

    @pytest.fixture
    def provider(self):
        return plain_provider()

    @pytest.fixture
    def storage(self, department, provider):
        with provider:
            yield FeedStorage(department.feed.uuid, provider, AT)

    @pytest.fixture
    def group_type(self):
        pytest.skip("There are no groups: the professions somebody belongs to are said with the user.")

    def create_users(self, storage, user_type, user_model, *user_names):
        return [storage.create(user_type, _somebody(user_model, name)) for name in user_names]

    def search_users(self):
        found = [{key: value for key, value in one.items() if key in KEPT} for one in SEARCH_USERS]
        for one in found:
            one["name"] = NAME | one.get("name", {})
        return found

    def test_create_does_not_change_the_given_resource(self, storage, user_type, user_model):
        given = _somebody(user_model, "bjensen")
        storage.create(user_type, given)

        assert given.id is None
        assert given.meta is None

    def test_update_replaces_the_stored_resource(self, storage, user_type, user_model):
        (user,) = self.create_users(storage, user_type, user_model, "bjensen")
        user.name.given_name = "Barbara"

        updated = storage.update(user_type, user)

        assert updated.name.given_name == "Barbara"
        assert storage.get(user_type, user.id).name.given_name == "Barbara"
        assert updated.meta.created == user.meta.created
        assert updated.meta.last_modified >= user.meta.created
        assert updated.meta.version != user.meta.version
        assert updated.meta.location is None

    def test_update_with_the_expected_version(self, storage, user_type, user_model):
        (user,) = self.create_users(storage, user_type, user_model, "bjensen")
        user.name.given_name = "Barbara"

        storage.update(user_type, user, expected_version=user.meta.version)

        assert storage.get(user_type, user.id).name.given_name == "Barbara"

    def test_update_with_an_outdated_version(self, storage, user_type, user_model):
        (user,) = self.create_users(storage, user_type, user_model, "bjensen")
        outdated = user.meta.version
        user.name.given_name = "Babs"
        storage.update(user_type, user)
        user.name.given_name = "Barbara"

        with pytest.raises(PreconditionFailedException):
            storage.update(user_type, user, expected_version=outdated)
        assert storage.get(user_type, user.id).name.given_name == "Babs"

    def test_delete_with_an_outdated_version(self, storage, user_type, user_model):
        (user,) = self.create_users(storage, user_type, user_model, "bjensen")
        outdated = user.meta.version
        user.name.given_name = "Babs"
        storage.update(user_type, user)

        with pytest.raises(PreconditionFailedException):
            storage.delete(user_type, user.id, expected_version=outdated)
        assert storage.get(user_type, user.id).user_name == "bjensen"


def _somebody(model, name):
    return model.model_validate({"userName": name, "name": NAME})
