"""Where the SCIM server reads and writes users: the people room, as the system of one feed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from scim2_models import (
    ConflictException,
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    ScimFilter,
    ScimProvider,
    SearchRequest,
    TooManyException,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage

from waymark.adapters.scim.filters import FIELDS, asked
from waymark.adapters.scim.words import number_of, resource_of, said_in, uuid_of
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import OPERATOR
from waymark.people import commands
from waymark.people import queries as people
from waymark.people.types import UserTests, UserView

LOOKED_THROUGH = 1_000
"""Users that are looked at one by one for what the database cannot answer. More are refused: narrow the filter."""


class FeedStorage(ScimStorage):
    """The users of one feed at one time. It acts for the operator who let the system in, within that feed alone."""

    def __init__(self, feed: UUID, provider: ScimProvider, at: datetime, token: int | None = None) -> None:
        self.feed, self.provider, self.at, self.token = feed, provider, at, token
        self.looked_at: set[int] = set()
        """People whose records were read."""
        self.refused: list[Refusal] = []
        """What was refused, and is rolled back."""

    def note_refused(self) -> None:
        """Keep what somebody has to look at of what was refused. Called when every operation has ended."""
        for no in self.refused:
            commands.note_refused(feed=self.feed, no=no, actor=OPERATOR, at=self.at)

    def operation(self) -> AbstractContextManager[None]:
        """Do one operation in one transaction."""
        return transaction.atomic()

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Return one user."""
        with self._in_words():
            view = people.user(self.feed, self._id(resource_id), OPERATOR, self.at)
        return self._resource(view, self._model(resource_type))

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """Return one page of users: by the database where it can, else by looking through a bounded number.

        Raises:
            TooManyException: the database cannot answer it, and too many would have to be looked through.
        """
        (resource_type,) = resource_types
        model = self._model(resource_type)
        tests, whole = None, True
        scim_filter = search_request.filter
        if scim_filter is not None:
            scim_filter = ScimFilter[model](str(scim_filter))  # type: ignore[valid-type]
            tests, whole = asked(scim_filter, model)
        order = self._order(search_request, model)
        descending = search_request.sort_order == SearchRequest.SortOrder.descending and bool(search_request.sort_by)
        start = search_request.start_index_0 or 0
        if whole and order is not None:
            return SearchPage(
                people.count_users(self.feed, OPERATOR, self.at, tests),
                [
                    self._resource(view, model)
                    for view in people.users(
                        self.feed, OPERATOR, self.at, tests=tests, order=order, descending=descending, start=start,
                        count=search_request.count,
                    )
                ],
            )  # fmt: skip
        found = self._looked_through(tests, model)
        if scim_filter is not None and not whole:
            found = [one for one in found if scim_filter.match(one)]
        if search_request.sort_by:
            found = search_request.sort(found)
        stop = None if search_request.count is None else start + search_request.count
        return SearchPage(len(found), found[start:stop])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Take in somebody the system has not spoken of yet."""
        return self._put(resource_type, None, resource, None)

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Take in what the system says of somebody now."""
        return self._put(resource_type, self._id(resource.id), resource, number_of(expected_version))

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """Take in that somebody has left."""
        with self._in_words():
            commands.remove_user(
                feed=self.feed, user=self._id(resource_id), expected=number_of(expected_version), token=self.token,
                actor=OPERATOR, at=self.at,
            )  # fmt: skip

    def _put(
        self, resource_type: ResourceType, user: UUID | None, resource: Resource[Any], expected: int | None
    ) -> Resource[Any]:
        with self._in_words():
            view = commands.put_user(
                feed=self.feed, user=user, said=said_in(resource), expected=expected, token=self.token, actor=OPERATOR,
                at=self.at,
            )  # fmt: skip
        return self._resource(view, self._model(resource_type))

    def _looked_through(self, tests: UserTests | None, model: type[Resource[Any]]) -> list[Resource[Any]]:
        views = people.users(self.feed, OPERATOR, self.at, tests=tests, count=LOOKED_THROUGH + 1)
        if len(views) > LOOKED_THROUGH:
            raise TooManyException(
                detail=f"This would have to be looked for among more than {LOOKED_THROUGH:,} users. Filter by userName "
                "(eq, sw, co, ew), externalId (eq), active (eq), meta.created or meta.lastModified, or sort by one of "
                "userName, id, meta.created and meta.lastModified."
            )
        return [self._resource(view, model) for view in views]

    def _resource(self, view: UserView, model: type[Resource[Any]]) -> Resource[Any]:
        self.looked_at.add(view.person_id)
        return resource_of(view, model)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Say what the people room refuses in SCIM's words."""
        try:
            yield
        except NotVisible:
            raise NotFoundException(detail="There is no such user.") from None
        except commands.SeenOtherwise:
            raise PreconditionFailedException(detail="The user has changed since. Read it again.") from None
        except commands.CalledAlready as no:
            self.refused.append(no)
            raise UniquenessException(detail=str(no)) from None
        except commands.SaidWrongly as no:
            raise InvalidValueException(detail=str(no)) from None
        except Refusal as no:
            self.refused.append(no)
            raise ConflictException(detail=str(no)) from None

    def _order(self, search_request: SearchRequest[Any], model: type[Resource[Any]]) -> str | None:
        """Return what the database is to order by; None for what it cannot."""
        if not search_request.sort_by:
            return ""
        path = str(search_request.sort_by).removeprefix(f"{model.__schema__}:").lower()
        known = {"username": ("user_name", None), "id": ("id", None), "meta.created": ("meta", "created"),
                 "meta.lastmodified": ("meta", "last_modified")}  # fmt: skip
        return FIELDS[known[path]] if path in known else None

    def _model(self, resource_type: ResourceType) -> type[Resource[Any]]:
        found: Any = self.provider.model_for(resource_type)
        return found  # type: ignore[no-any-return]

    def _id(self, text: str | None) -> UUID:
        found = uuid_of(text)
        if found is None:
            raise NotFoundException(detail=f"There is no user {text}.")
        return found
