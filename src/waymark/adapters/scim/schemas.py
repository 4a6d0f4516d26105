"""What this site keeps of people by SCIM: the schemas it publishes are what it takes, and nothing else is kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from scim2_models import ResourceType, Schema, ScimPolicy, ScimProvider, ServiceProviderConfig

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
POST = "urn:ietf:params:scim:schemas:extension:waymark:2.0:Post"

MOST_RESULTS = 500
MOST_OPERATIONS = 100
MOST_BYTES = 1024**2
SUGGESTED = 100
"""Values that a schema suggests: a department may have thousands of units."""

TOLERANT = ScimPolicy(
    # Systems send what they have: displayName, phone numbers, photos. It is left out, and not a reason to refuse.
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


class Words(NamedTuple):
    """What a department calls things: suggested as values, so that whoever connects a system sees them."""

    organization: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()


NO_WORDS = Words()


@cache
def plain_provider() -> ScimProvider:
    """Return the description of the service without any department's words."""
    return provider_with(NO_WORDS)


def provider_with(words: Words) -> ScimProvider:
    """Return the description of the service, its schemas with what a department calls things."""
    schemas = (_core(), _enterprise(words), _post(words))
    return ScimProvider.from_discovery(
        [Schema.model_validate(one) for one in schemas],
        [ResourceType.model_validate(_USER)],
        config=ServiceProviderConfig.model_validate(_CONFIG),
        policy=TOLERANT,
    )


_USER = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    "id": "User",
    "name": "User",
    "endpoint": "/Users",
    "description": "Somebody who works in the department of the feed. There is no resource type for groups: the "
    "professions somebody belongs to are said with the user.",
    "schema": CORE,
    "schemaExtensions": [{"schema": ENTERPRISE, "required": False}, {"schema": POST, "required": False}],
}

_CONFIG = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    "patch": {"supported": True},
    "bulk": {"supported": True, "maxOperations": MOST_OPERATIONS, "maxPayloadSize": MOST_BYTES},
    "filter": {"supported": True, "maxResults": MOST_RESULTS},
    "changePassword": {"supported": False},
    "sort": {"supported": True},
    "etag": {"supported": True},
    "authenticationSchemes": [
        {
            "type": "oauthbearertoken",
            "name": "Bearer token of a feed",
            "description": "An administrator makes the token of a feed on its page, under People feeds.",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": True,
        }
    ],
}


def _attribute(name: str, description: str, **more: Any) -> dict[str, Any]:
    suggested = list(more.pop("suggested", ()))[:SUGGESTED]
    return {
        "name": name, "type": "string", "multiValued": False, "description": description, "required": False,
        "caseExact": False, "mutability": "readWrite", "returned": "default", "uniqueness": "none",
    } | more | ({"canonicalValues": suggested} if suggested else {})  # fmt: skip


def _schema(urn: str, name: str, description: str, attributes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": urn, "name": name,
        "description": description, "attributes": list(attributes),
    }  # fmt: skip


def _core() -> dict[str, Any]:
    return _schema(
        CORE, "User", "Somebody who works here",
        [
            _attribute(
                "userName", "What the system calls them; once in a feed, whatever its case.", required=True,
                uniqueness="server",
            ),
            _attribute(
                "name", "Their name.", type="complex", required=True,
                subAttributes=[
                    _attribute("givenName", "Given names.", required=True),
                    _attribute("familyName", "Family name.", required=True),
                ],
            ),
            _attribute(
                "active", "False: they have left. Their access ends at once, and their posts, managers and professions "
                "end today.", type="boolean",
            ),
            _attribute("locale", "The language they prefer, such as en-GB."),
            _attribute(
                "emails", "Their address at work. One is kept: the primary one, else the one of type work, else the "
                "first.", type="complex", multiValued=True,
                subAttributes=[
                    _attribute("value", "The address."),
                    _attribute("type", "What kind it is.", suggested=["work"]),
                    _attribute("primary", "Whether it is the one to write to.", type="boolean"),
                ],
            ),
        ],
    )  # fmt: skip


def _enterprise(words: Words) -> dict[str, Any]:
    return _schema(
        ENTERPRISE, "EnterpriseUser", "Where they work",
        [
            _attribute("employeeNumber", "Their staff number. It leads to whoever has it on record already."),
            _attribute(
                "organization", "The department or agency of the feed. Another one is refused.",
                suggested=words.organization,
            ),
            _attribute("department", "Kept as it is said. What counts is the unit of their post."),
            _attribute("division", "Kept as it is said. What counts is the unit of their post."),
            _attribute(
                "manager", "Who manages them: another user of the same feed.", type="complex",
                subAttributes=[
                    _attribute("value", "Id of the user who manages them.", caseExact=True),
                    _attribute(
                        "$ref", "Address of the user who manages them.", type="reference", referenceTypes=["User"],
                        caseExact=True,
                    ),
                ],
            ),
        ],
    )  # fmt: skip


def _post(words: Words) -> dict[str, Any]:
    return _schema(
        POST, "Post", "Their post and professions. A post is written once its number, title, unit and start are said.",
        [
            _attribute("number", "Number of the post. Taken away, the post ends."),
            _attribute("title", "Job title."),
            _attribute("unit", "Code or name of the unit; unknown ones are refused.", suggested=words.units),
            _attribute("grade", "Code or name of the grade; unknown ones are refused.", suggested=words.grades),
            _attribute("region", "Code or name of the region; unknown ones are refused.", suggested=words.regions),
            _attribute("location", "Place within the region. Kept as it is said."),
            _attribute("fte", "Share of full time: above 0, at most 1.", suggested=["1", "0.8", "0.6", "0.5"]),
            # RFC 7643 knows times and no days: the suggestion shows how one is written.
            _attribute("start", "First day in the post.", suggested=["2020-04-01"]),
            _attribute("end", "Last day in the post.", suggested=["2099-03-31"]),
            _attribute(
                "profession", "Profession of the post; unknown ones are refused.", suggested=words.professions
            ),
            _attribute("mainProfession", "Their own main profession.", suggested=words.professions),
            _attribute(
                "otherProfessions", "Other professions they belong to.", multiValued=True,
                suggested=words.professions[:1],
            ),
            _attribute(
                "role", "Identity of the role level that the department has mapped the post to.",
                mutability="readOnly", caseExact=True,
            ),
            _attribute(
                "missing", "What is lacking before the post can be written.", mutability="readOnly", multiValued=True
            ),
        ],
    )  # fmt: skip
