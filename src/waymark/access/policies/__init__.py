"""Who may do what to accounts."""

from waymark.access.policies.accounts import (
    MAY_CHANGE_ACCOUNT,
    MAY_CHANGE_FACTOR,
    MAY_END_SESSION,
    MAY_RUN_ACCOUNT,
    SEE_FACTOR,
    SEE_SESSION,
)

__all__ = [
    "MAY_CHANGE_ACCOUNT",
    "MAY_CHANGE_FACTOR",
    "MAY_END_SESSION",
    "MAY_RUN_ACCOUNT",
    "SEE_FACTOR",
    "SEE_SESSION",
]
