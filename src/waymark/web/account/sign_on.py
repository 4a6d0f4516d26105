"""Signing on with a department's own sign-in: going there, coming back, and what is said when it did not work."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib.auth.backends import ModelBackend
from django.core import signing
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.types import PROOFS_SHOWN, Fault, Proof, ProviderCard, ProviderKind, ProviderLink, Try
from waymark.adapters.sign_on import oidc, saml
from waymark.kernel.errors import NotVisible
from waymark.people import commands as people
from waymark.people import queries as people_queries
from waymark.web.account.forms import email_field, refuse
from waymark.web.base.access import public, with_account
from waymark.web.base.errors import Problem
from waymark.web.base.going import place_of, safe_next, see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.sign_on import TRIED, Errand, Waiting, here, metadata_address, send, take
from waymark.web.base.stepup import kept_form

View = Callable[[Request, str], HttpResponse]
ANSWER_COOKIE = "waymark_sign_on"
ANSWER_SECONDS = 120
"""What a SAML provider said is carried for so long to the page that knows whether anybody asked."""


class FindForm(forms.Form):
    """A work email address, by whose domain a department is found."""

    email = email_field(gettext_lazy("Your work email address"))


@dataclass(frozen=True, slots=True)
class FindPage:
    """Choose how one's department signs people on."""

    form: FindForm
    next: str
    query: str
    """What takes ``next`` along to a department."""
    found: ProviderLink | None
    """The one that the address leads to."""
    departments: tuple[ProviderLink, ...]


def _unless_too_often(view: View) -> View:
    """Refuse before anything is asked or read where too much was refused already: only whoever is signed in goes on."""

    @wraps(view)
    def guarded(request: Request, slug: str) -> HttpResponse:
        place = place_of(request)
        until = access_queries.locked_until(what=Try.SIGN_ON, whose="", where=place, at=request.at)
        if until is None or request.user.is_authenticated:
            return view(request, slug)
        return _problem(request, str(access.LockedOut(Try.SIGN_ON, until, request.at)), status=429)

    return guarded


@public
def find(request: Request) -> HttpResponse:
    """Find one's department by work email address, or choose it."""
    then = safe_next(request)
    form = FindForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = access_queries.provider_of_email(form.cleaned_data["email"], request.at)
        if found is None:
            refuse(form, "email", _("No department signs in here with that kind of address. Choose yours below"))
    page = FindPage(form, then, _query(then), found, access_queries.providers_to_choose(request.at))
    wrong = request.method == "POST" and found is None
    return render(request, "account/sign_on.html", page, status=422 if wrong else 200)


@public
@_unless_too_often
def start(request: Request, slug: str) -> HttpResponse:
    """Go to a department's provider to sign in."""
    provider = access_queries.provider_called(slug, request.at)
    then = safe_next(request, reverse("home"))
    if request.user.is_authenticated:
        return see_other(then)
    if not provider.active:
        return _off(request, provider)
    try:
        return send(request, provider, Errand.SIGN_IN, then)
    except access.SignOnRefused as refusal:
        return _refused(request, provider, refusal)


@with_account
def confirm(request: Request) -> HttpResponse:
    """Go to the provider one signed on by, to show there that it is oneself, before something strong."""
    provider = signed_on_by(request)
    if provider is None:
        raise NotVisible
    try:
        return send(request, provider, Errand.CONFIRM, safe_next(request, reverse("account")))
    except access.SignOnRefused as refusal:
        return _refused(request, provider, refusal)


@public
@_unless_too_often
def back(request: Request, slug: str) -> HttpResponse:
    """Take the answer of an OpenID provider."""
    provider = _called(request, slug, ProviderKind.OIDC)
    waiting = take(request, provider, request.GET.get("state", ""))
    try:
        if waiting is None:
            raise access.SignOnRefused(Fault.UNSOLICITED)
        proof = oidc.finish(
            provider, access_queries.provider_secret(provider.id), request.GET.dict(), waiting.sent, here=here(provider)
        )
        return _do(request, provider, waiting, proof)
    except access.SignOnRefused as refusal:
        return _refused(request, provider, refusal, waiting)


@csrf_exempt
@public
@_unless_too_often
def answer(request: Request, slug: str) -> HttpResponse:
    """Take the answer of a SAML provider. It comes from another site, and so without the browser's session.

    What is true of it goes on, signed and for two minutes, to the page that has the session and knows whether anybody
    asked. Nothing is done before that.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    provider = _called(request, slug, ProviderKind.SAML)
    try:
        proof, state = saml.read(
            provider, request.POST.get("SAMLResponse", ""), here=here(provider), metadata=metadata_address(provider)
        )
    except access.SignOnRefused as refusal:
        return _refused(request, provider, refusal)
    shown_at = proof.shown_at.isoformat() if proof.shown_at else None
    response = see_other(reverse("sign_on_finish", args=[slug]))
    response.set_signed_cookie(
        ANSWER_COOKIE, signing.dumps({"state": state, "proof": asdict(proof) | {"shown_at": shown_at}}, compress=True),
        salt=slug, max_age=ANSWER_SECONDS, path=reverse("sign_on_finish", args=[slug]), httponly=True,
        secure=request.is_secure(), samesite="Lax",
    )  # fmt: skip
    return response


@public
@_unless_too_often
def finish(request: Request, slug: str) -> HttpResponse:
    """Do what somebody went to a SAML provider for, with the answer that has just come."""
    provider = _called(request, slug, ProviderKind.SAML)
    waiting = None
    try:
        state, proof = _carried(request, slug)
        waiting = take(request, provider, state)
        if waiting is None:
            raise access.SignOnRefused(Fault.UNSOLICITED)
        response = _do(request, provider, waiting, proof)
    except access.SignOnRefused as refusal:
        response = _refused(request, provider, refusal, waiting)
    response.delete_cookie(ANSWER_COOKIE, path=reverse("sign_on_finish", args=[slug]), samesite="Lax")
    return response


@public
def metadata(request: Request, slug: str) -> HttpResponse:
    """Hand out what a SAML provider has to know about this site."""
    provider = _called(request, slug, ProviderKind.SAML)
    made = saml.metadata_of(provider, here=here(provider), metadata=metadata_address(provider))
    return HttpResponse(made, content_type="application/samlmetadata+xml")


def signed_on_by(request: Request) -> ProviderCard | None:
    """Return the provider by which whoever is here signed on in this session; None: they signed in otherwise."""
    records = request.session.get(PROOFS_SHOWN) or []
    named = next((record.get("provider") for record in reversed(records) if record.get("method") == "provider"), None)
    if named is None or request.actor.account_id is None:
        return None
    return access_queries.provider_signed_on_by(request.actor.account_id, UUID(named), request.at)


def _do(request: Request, provider: ProviderCard, waiting: Waiting, proof: Proof) -> HttpResponse:
    """Do what somebody went to their provider for.

    Raises:
        SignOnRefused: that proof is not enough for it.
    """
    if waiting.account_id != request.actor.account_id:
        raise access.SignOnRefused(Fault.UNSOLICITED)  # somebody signed in or out meanwhile
    match waiting.errand:
        case Errand.TRY:
            return _tried(request, provider, proof, waiting)
        case Errand.CONFIRM:
            people.confirm_sign_on(
                provider=provider, proof=proof, asked_at=waiting.asked_at, actor=request.actor, at=request.at
            )
            _record(request, request.user, provider, at=request.at, again=True)
            if kept_form(request, waiting.next):
                return see_other(f"{reverse('account_continue')}?{urlencode({'next': waiting.next})}")
            return see_other(waiting.next)
        case Errand.SIGN_IN:
            account_id = people.sign_on(provider=provider, proof=proof, at=request.at)
            account: Any = ModelBackend().get_user(account_id)
            if account is None:
                raise access.SignOnRefused(Fault.CLOSED)
            _record(request, account, provider, at=access_queries.counts_from(provider, proof, request.at))
            went = perform_login(request, Login(user=account, redirect_url=waiting.next))
            if request.user.is_authenticated:
                access.note_sign_in(account_id=account_id, how="provider", at=request.at)
            return see_other(went.headers["Location"])


def _record(
    request: Request, account: Any, provider: ProviderCard, *, at: datetime | None, again: bool = False
) -> None:
    """Note in the session by which provider somebody showed who they are, and when; None: it does not count as shown.

    A provider lets through whoever signed in there this morning, without a question: a sign-in counts from then.
    """
    more = {"reauthenticated": True} if again else {}
    record_authentication(
        request, account, method="provider", provider=str(provider.uuid), at=at.timestamp() if at else 0, **more
    )


def _tried(request: Request, provider: ProviderCard, proof: Proof, waiting: Waiting) -> HttpResponse:
    """Tell whoever tries a provider what it says, on the page they came from. Nothing else is done with it."""
    found = people_queries.matched(provider.organisation_id, provider.matched_by, proof.said, request.at)
    request.session[TRIED] = {
        "provider": str(provider.uuid), "said": bool(proof.said), "people": list(found),
        "time": proof.shown_at is not None, "context": proof.context[:300],
    }  # fmt: skip
    return see_other(waiting.next)


def _carried(request: Request, slug: str) -> tuple[str, Proof]:
    """Return the request that a SAML answer answers, and what it says, as it was carried here."""
    try:
        sealed = request.get_signed_cookie(ANSWER_COOKIE, salt=slug, max_age=ANSWER_SECONDS)
        told = signing.loads(sealed or "", max_age=ANSWER_SECONDS)
    except (KeyError, signing.BadSignature) as error:
        raise access.SignOnRefused(Fault.UNSOLICITED) from error
    proof = told["proof"]
    shown_at = datetime.fromisoformat(proof["shown_at"]) if proof["shown_at"] else None
    return told["state"], Proof(**(proof | {"shown_at": shown_at}))


def _called(request: Request, slug: str, kind: ProviderKind) -> ProviderCard:
    provider = access_queries.provider_called(slug, request.at)
    if provider.kind is not kind:
        raise NotVisible
    return provider


def _off(request: Request, provider: ProviderCard) -> HttpResponse:
    """Say that a provider is turned off, and lead to the one that is on instead: links on intranets last long."""
    instead = access_queries.provider_instead(provider, request.at)
    link = None
    if instead is not None:
        where = reverse("sign_on_start", args=[instead.slug]) + _query(safe_next(request))
        link = (_("Continue to %(name)s") % {"name": instead.name}, where)
    return _problem(request, str(access.SignOnRefused(Fault.TURNED_OFF)), link=link)


def _query(then: str) -> str:
    """Return what takes the page somebody was going to along to a department."""
    return f"?{urlencode({'next': then})}" if then else ""


def _refused(
    request: Request, provider: ProviderCard, refusal: access.SignOnRefused, waiting: Waiting | None = None
) -> HttpResponse:
    """Write down that a provider let nobody in, and say so. Somebody who tries in vain all day fills no record.

    A provider that is away is on record once in half a minute, and not counted: all of its department may come from
    one place.
    """
    away = refusal.fault is Fault.UNREACHABLE and waiting is None
    with suppress(access.LockedOut):
        if not away:
            access.count_try(what=Try.SIGN_ON, whose="", where=place_of(request), at=request.at)
        if not refusal.known:
            access.note_refused_sign_on(
                provider_id=provider.id, fault=refusal.fault, account_id=request.actor.account_id, at=request.at
            )
    title = ""
    link: tuple[str, str] | None = None
    if waiting is not None and waiting.errand is Errand.TRY:
        title, link = _("The sign-in did not work"), (_("Go back"), waiting.next)
    elif request.user.is_authenticated:
        title, link = _("We could not confirm that it is you"), (_("Go back"), reverse("account"))
    return _problem(request, str(refusal), title=title, link=link)


def _problem(
    request: Request, words: str, *, title: str = "", link: tuple[str, str] | None = None, status: int = 403
) -> HttpResponse:
    """Say why nobody was let in, and where to go on: the sign-in page, if nothing else is said."""
    link = link or (_("Go to the sign-in page"), reverse("account_login"))
    problem = Problem(title or _("We could not sign you in"), (words,), link=link)
    response = render(request, "errors/problem.html", problem, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
