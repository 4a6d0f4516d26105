"""Accounts and sign-in. An account is how somebody signs in; a person is who they are at work.

Nouns: Account, Session, Attempts, and allauth's Authenticator (a second factor). Duties come with the issue that
brings them.
Invariants: an account without a usable password can only be entered by a passkey, or by the demo's one-click sign-in,
which exists in demo mode alone; a closed account has no session; each code counts once; what was typed is never kept.
Who may: an operator makes, closes, opens and unlocks accounts; everything else about an account its holder alone.
"""
