"""What others may ask about accounts and duties."""

from waymark.access.queries.accounts import (
    account_by_email,
    account_by_uuid,
    account_cards,
    account_id_of,
    accounts_of,
    addresses,
    card,
    demo_account,
    demo_accounts,
)
from waymark.access.queries.called import account_names, accounts_called
from waymark.access.queries.duties import admin_sessions, duties_held, duties_of, is_last_administrator, lapse
from waymark.access.queries.grants import (
    duties_over,
    grant,
    grants,
    grants_of,
    kinds,
    kinds_to_give,
    places_to_give,
    professions_to_give,
    waiting_for,
)
from waymark.access.queries.holders import holders
from waymark.access.queries.links import holder_of_link, password_link
from waymark.access.queries.mails import address_changed_mail, address_mail, password_mail
from waymark.access.queries.providers import (
    certificate_facts,
    certificates_of,
    provider,
    provider_called,
    provider_of_email,
    provider_secret,
    provider_signed_on_by,
    providers,
    providers_to_choose,
)
from waymark.access.queries.signing_in import factors, passkey, recovery_codes, session_called, sessions

__all__ = [
    "account_by_email",
    "account_by_uuid",
    "account_cards",
    "account_id_of",
    "account_names",
    "accounts_called",
    "accounts_of",
    "address_changed_mail",
    "address_mail",
    "addresses",
    "admin_sessions",
    "card",
    "certificate_facts",
    "certificates_of",
    "demo_account",
    "demo_accounts",
    "duties_held",
    "duties_of",
    "duties_over",
    "factors",
    "grant",
    "grants",
    "grants_of",
    "holder_of_link",
    "holders",
    "is_last_administrator",
    "kinds",
    "kinds_to_give",
    "lapse",
    "passkey",
    "password_link",
    "password_mail",
    "places_to_give",
    "professions_to_give",
    "provider",
    "provider_called",
    "provider_of_email",
    "provider_secret",
    "provider_signed_on_by",
    "providers",
    "providers_to_choose",
    "recovery_codes",
    "session_called",
    "sessions",
    "waiting_for",
]
