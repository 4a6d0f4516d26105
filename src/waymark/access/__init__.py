"""Accounts, sign-in and duties. An account is how somebody signs in; a person is who they are at work.

Nouns: Account, Session, Attempts, and allauth's Authenticator (a second factor); Grant (a duty given to an account over
a profession and an organisation for a period), GrantDecision, Revocation, AdminSession, EndingReminder;
IdentityProvider, ProviderDomain and SignOnIdentity (who signs on by a department's own sign-in).
Invariants: an account without a usable password can only be entered by a passkey, or by the demo's one-click sign-in,
which exists in demo mode alone, or by its department's provider; a closed account has no session; each code counts
once; what was typed is never kept.
A grant is never changed: a decision and a revocation are rows of their own. A duty counts in its
period only, and the strong ones only once a second person has approved them. A cover counts no longer than what it
covers, and nobody covers a cover. Somebody always holds the duty of administrator once somebody does, and it counts
only in a session that its holder opened with a reason.
Who may: `rules.KINDS` says who gives which duty. Holders give up their own and name who covers it. The operator of
the machine may do all of it, which is how a site gets its first administrator.
An operator makes, closes, opens and unlocks accounts; everything else about an account its holder alone.
"""
