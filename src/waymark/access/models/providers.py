"""Tables of sign-on: the departments' identity providers, and who signs on by them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.access.models.locking import lock_for
from waymark.access.types import MatchedBy, ProviderKind
from waymark.kernel import personal

_SECRETS = "sign-on"


class IdentityProvider(models.Model):
    """Where the people of a department show who they are. It vouches for them, and for nobody else."""

    uuid = models.UUIDField(unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    """Stands in the addresses the provider is told, and so never changes."""
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ProviderKind])
    name = models.CharField(max_length=100)
    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=300, blank=True)
    sealed = models.TextField()
    """The client's secret, or the certificates, encrypted. Empty for an OpenID client without a secret."""
    sign_on_url = models.CharField(max_length=500, blank=True)
    other_hosts = models.JSONField(default=list)
    matched_by = models.CharField(max_length=20, choices=[(by, by) for by in MatchedBy])
    claim = models.CharField(max_length=200)
    vouches = models.BooleanField(default=False, db_default=False)
    """Whether every email address it says is one it knows to be theirs, whether or not it says that of each."""
    strong_context = models.CharField(max_length=300, blank=True)
    active = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(active=True), name="one_active_provider_of_a_department"
            ),
        ]

    def keep_secret(self, secret: str) -> None:
        """Put the secret in, encrypted."""
        self.sealed = lock_for(_SECRETS).encrypt(secret.encode()).decode()

    def secret(self) -> str:
        """Return what ``keep_secret`` put in."""
        return lock_for(_SECRETS).decrypt(self.sealed.encode()).decode()


class ProviderDomain(models.Model):
    """An email domain that leads to a provider: each to one."""

    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)
    """In lower case, without the at sign."""


class SignOnIdentity(models.Model):
    """Somebody at a provider, and the account they sign on with. The issuer and its subject are the key."""

    provider = models.ForeignKey(IdentityProvider, on_delete=models.PROTECT, related_name="identities")
    """Through which it came last."""
    account = models.ForeignKey("access.Account", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ProviderKind])
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=300)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    let_go_at = models.DateTimeField(null=True)
    """Since when it opens nothing, because its holder has another account at the department."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "issuer", "subject"], name="one_account_of_a_subject"),
            # Who has the address of somebody who left must not get into what was theirs.
            models.UniqueConstraint(
                fields=["account", "kind", "issuer"], condition=Q(let_go_at=None), name="one_subject_of_an_account"
            ),
        ]


personal.nothing_personal(
    "Settings of departments’ identity providers, kept by administrators.",
    "access.IdentityProvider", "access.ProviderDomain",
)  # fmt: skip
personal.declare(
    personal.Holding(
        model="access.SignOnIdentity",
        what=_("What your department’s sign-in calls you, and when you first and last signed in with it"),
        why=_("So that you can sign in to this site with your department’s sign-in"),
        keep=_("As long as you have an account"),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("issuer", "subject", "first_at", "last_at", "let_go_at"),
    )
)
