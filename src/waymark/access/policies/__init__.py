"""Who may do what to accounts and duties."""

from waymark.access.policies.accounts import (
    MAY_CHANGE_ACCOUNT,
    MAY_CHANGE_FACTOR,
    MAY_END_SESSION,
    MAY_RUN_ACCOUNT,
    SEE_FACTOR,
    SEE_SESSION,
)
from waymark.access.policies.duties import (
    FIND_ACCOUNT,
    MAY_COVER,
    MAY_DECIDE,
    MAY_END_ADMIN_SESSION,
    MAY_GIVE_DUTY,
    MAY_GIVE_UP,
    MAY_OPEN_ADMIN_SESSION,
    MAY_REVOKE,
    SEE_GRANT,
    administers,
    counted,
    in_force,
    open_session,
)
from waymark.access.policies.providers import MAY_KEEP_PROVIDER, provider_is_on

__all__ = [
    "FIND_ACCOUNT",
    "MAY_CHANGE_ACCOUNT",
    "MAY_CHANGE_FACTOR",
    "MAY_COVER",
    "MAY_DECIDE",
    "MAY_END_ADMIN_SESSION",
    "MAY_END_SESSION",
    "MAY_GIVE_DUTY",
    "MAY_GIVE_UP",
    "MAY_KEEP_PROVIDER",
    "MAY_OPEN_ADMIN_SESSION",
    "MAY_REVOKE",
    "MAY_RUN_ACCOUNT",
    "SEE_FACTOR",
    "SEE_GRANT",
    "SEE_SESSION",
    "administers",
    "counted",
    "in_force",
    "open_session",
    "provider_is_on",
]
