"""Having shown that it is oneself, as strong acts ask; and being asked to."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from tests.web.pages import Page
from waymark.access.models import Account


def just_confirmed(client: Client) -> Client:
    """Return the browser of somebody who has just shown that it is them."""
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, Account.objects.get(pk=client.session["_auth_user_id"]), method="password")
    request.session.save()
    return client


def asks_to_confirm(client: Client, path: str, answers: dict[str, str]) -> bool:
    """Send a form in a session that was confirmed long ago; say whether it asks, and gives the form back afterwards."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    answer = client.post(path, answers)
    if (answer.status_code, answer.headers["Location"].partition("?")[0]) != (303, "/account/confirm"):
        return False
    assert "What you entered is kept" in Page(client.get(answer.headers["Location"])).text
    account = Account.objects.get(pk=session["_auth_user_id"])
    account.demo_key = account.demo_key or f"demo-{account.pk}"
    account.save()
    onward = client.post(answer.headers["Location"], {"demo": "1"})
    kept = Page(client.get(onward.headers["Location"]))
    assert f'action="{path.replace("&", "&amp;")}"' in kept.html
    for name, value in answers.items():
        assert f'name="{name}" value="{value}"' in kept.html
    return True
