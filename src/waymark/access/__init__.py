"""Accounts and sign-in. An account is how somebody signs in; a person is who they are at work.

Nouns: Account. Duties come with the issue that brings them.
Invariants: an account without a usable password can only be entered by the demo's one-click sign-in, which exists in
demo mode alone.
Who may: a person changes their own account.
"""
