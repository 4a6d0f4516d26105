"""Signing in for real: a password and a code, a passkey, too many wrong passwords, and another browser's session."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Walk, served, validate_markup, waymark
from waymark.access.rules.codes import code_of

EMAIL, PASSWORD = "grace@example.test", "orchard lantern seven"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def grounds(built_demo: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A site that calls itself localhost, since a passkey belongs to a name; and a link that sets Grace's password."""
    with served(built_demo, tmp_path / "data") as address:
        made: subprocess.CompletedProcess[str] = waymark(
            "account", "create", EMAIL, "--name", "Grace Hill", "--json", data_dir=tmp_path / "data"
        )
        assert made.returncode == 0, made.stderr
        link = json.loads(made.stdout)["link"]
        yield address.replace("127.0.0.1", "localhost"), "/" + link.split("/", 3)[3]


@pytest.fixture
def grace(browser: Browser, grounds: tuple[str, str], tmp_path: Path) -> Iterator[Walk]:
    """Grace at her browser, which can make passkeys; her password is set."""
    site, link = grounds
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    walk = Walk(page, site, {})
    walk.visit(link)
    page.get_by_label("New password").fill(PASSWORD)
    walk.click("Set the password", role="button")
    yield walk
    context.close()
    validate_markup(walk.seen, tmp_path)
    assert not [c for c in complaints if "422" not in c], complaints


def give_password(walk: Walk, password: str = PASSWORD) -> None:
    walk.visit("/account/sign-in?next=/account")
    walk.page.get_by_label("Email address").fill(EMAIL)
    walk.page.get_by_label("Password", exact=True).fill(password)
    walk.click("Sign in", role="button", exact=True)


class App:
    """An authenticator app: shows a code that was not used before, and waits for one when it must."""

    def __init__(self, secret: str) -> None:
        self.secret, self.used = secret.replace(" ", ""), 0

    def code(self) -> str:
        while self.used > time.time() // 30:
            time.sleep(0.5)
        self.used = max(self.used + 1, int(time.time()) // 30)
        return code_of(self.secret, self.used)


def sign_out(walk: Walk) -> None:
    walk.page.get_by_role("button", name="Sign out", exact=True).first.click()
    walk.page.wait_for_load_state()


def test_a_password_and_a_one_time_code(grace: Walk):
    give_password(grace)
    expect(grace.page.get_by_role("heading", level=1)).to_have_text("Your account")
    grace.click("Turn on one-time codes")
    app = App(grace.page.locator("main code").inner_text())

    grace.page.get_by_label("Code", exact=True).fill("000000")
    grace.click("Turn on one-time codes", role="button")
    expect(grace.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    grace.page.get_by_label("Code", exact=True).fill(app.code())
    grace.click("Turn on one-time codes", role="button")
    expect(grace.page.locator(".wm-codes li")).to_have_count(10)
    spare = grace.page.locator(".wm-codes li").first.inner_text()

    sign_out(grace)
    give_password(grace)
    expect(grace.page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    grace.page.get_by_label("Code", exact=True).fill(app.code())
    grace.click("Continue", role="button")
    expect(grace.page.get_by_role("heading", level=1)).to_have_text("Your account")

    sign_out(grace)
    give_password(grace)
    grace.page.get_by_label("Code", exact=True).fill(spare)
    grace.click("Continue", role="button")
    expect(grace.page.get_by_text("9 left")).to_be_visible()


def test_a_passkey_is_made_and_signs_in_alone(grace: Walk):
    give_password(grace)
    grace.click("Add a passkey")
    grace.page.get_by_label("Name of the passkey").fill("Work laptop")
    grace.page.get_by_role("button", name="Add the passkey").click()
    grace.page.wait_for_url("**/account/recovery-codes")
    grace.check()
    expect(grace.page.get_by_text("The passkey is added")).to_be_visible()

    sign_out(grace)
    grace.visit("/account/sign-in?next=/account")
    grace.page.get_by_role("button", name="Sign in with a passkey").click()
    grace.page.wait_for_url(grace.site + "/account")
    grace.check()
    expect(grace.page.get_by_text("Last used on")).to_be_visible()

    sign_out(grace)
    give_password(grace)
    grace.page.get_by_role("button", name="Use a passkey").click()
    grace.page.wait_for_url(grace.site + "/account")

    grace.click("Rename Work laptop")
    grace.page.get_by_label("Name of the passkey").fill("Phone")
    grace.click("Save the name", role="button")
    grace.click("Remove Phone")
    grace.click("Yes, remove it", role="button")
    expect(grace.page.get_by_text("You have none.")).to_be_visible()


def test_too_many_wrong_passwords_lock_the_account_for_a_while(grace: Walk):
    for _ in range(5):
        give_password(grace, "not this one at all")
        expect(grace.page.get_by_text("is not right").first).to_be_visible()

    give_password(grace)

    expect(grace.page.get_by_text("Wait 15 minutes, then try again").first).to_be_visible()
    expect(grace.page.get_by_label("Email address")).to_have_value(EMAIL)


def test_another_browser_is_signed_out_from_here(grace: Walk, browser: Browser):
    give_password(grace)
    elsewhere = browser.new_context()
    other = Walk(elsewhere.new_page(), grace.site, {})
    give_password(other)

    grace.click("Look through")
    expect(grace.page.locator("tbody tr")).to_have_count(2)
    grace.click("Sign it out", role="button")
    expect(grace.page.locator("tbody tr")).to_have_count(1)

    other.page.goto(grace.site + "/account")
    expect(other.page.get_by_role("heading", level=1)).not_to_have_text("Your account")
    elsewhere.close()


def test_the_password_and_the_code_need_no_script(browser: Browser, grounds: tuple[str, str]):
    site, link = grounds
    context = browser.new_context(java_script_enabled=False)
    walk = Walk(context.new_page(), site, {}, javascript=False)
    walk.visit(link)
    walk.page.get_by_label("New password").fill(PASSWORD)
    walk.click("Set the password", role="button")
    expect(walk.page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    give_password(walk)
    walk.click("Turn on one-time codes")
    app = App(walk.page.locator("main code").inner_text())
    walk.page.get_by_label("Code", exact=True).fill(app.code())
    walk.click("Turn on one-time codes", role="button")
    sign_out(walk)

    give_password(walk)
    walk.page.get_by_label("Code", exact=True).fill(app.code())
    walk.click("Continue", role="button")

    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Your account")
    context.close()
