"""A department lets its people sign on by its own sign-in: OpenID Connect and SAML, at providers started here."""

from __future__ import annotations

import base64
import html
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import ROOT, Walk, clean_environment, served, validate_markup, visiting
from tests.providers import saml
from tests.providers.openid import key_of

with warnings.catch_warnings():
    # It imports a cipher from where it no longer belongs, which nothing here uses.
    warnings.simplefilter("ignore")
    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.config import IdPConfig
    from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT, NameID
    from saml2.server import Server

WHO = "worker-1"
STRONG = "https://refeds.org/profile/mfa"


@dataclass(frozen=True)
class Worker:
    """Somebody of the demo who has no account yet, and where they work."""

    name: str
    email: str
    department: str


@pytest.fixture
def grounds(built_demo: Path, tmp_path: Path) -> Iterator[tuple[str, Worker]]:
    """A site of this journey's own, and somebody who has never signed in."""
    with served(built_demo, tmp_path / "data") as address:
        with sqlite3.connect(tmp_path / "data" / "waymark.sqlite3") as database:
            pk, given, family, path = database.execute(
                "SELECT p.id, p.given_name, p.family_name, o.path FROM people_person p"
                " JOIN people_appointment a ON a.person_id = p.id AND a.until_on IS NULL"
                " JOIN people_post s ON s.id = a.post_id JOIN organisation_organisation o ON o.id = s.organisation_id"
                " WHERE p.account_id IS NULL ORDER BY p.id LIMIT 1"
            ).fetchone()
            # The demo gives addresses to those alone whom one can sign in as; a feed has them for everybody.
            email = "somebody.new@work.example"
            database.execute("UPDATE people_person SET email = ? WHERE id = ?", (email, pk))
            top = path.split("/")[1]
            (department,) = database.execute(
                "SELECT name FROM organisation_organisation WHERE path = ?", (f"/{top}/",)
            ).fetchone()
        yield address, Worker(f"{given} {family}", email, department)


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def visitors(request, browser: Browser, grounds, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Call it for one more visitor of the site; what they see is checked."""
    seen: dict[str, str] = {}
    javascript = request.param == "with JavaScript"

    @contextmanager
    def one_more() -> Iterator[Walk]:
        with visiting(browser, grounds[0], seen, javascript) as walk:
            # The page of the OpenID provider asks for a style sheet from the world outside, which is closed.
            walk.page.route(re.compile("^https://"), lambda route: route.fulfill(status=200, body=""))
            yield walk

    yield one_more
    if not javascript:  # the markup is the same in both
        validate_markup(seen, tmp_path)


def set_up(walk: Walk, worker: Worker, kind: str, told: Callable[[str], dict[str, str]], domain: str = "") -> None:
    """Add the department's sign-in as an administrator in a session, and tell it of this site's addresses."""
    page = walk.page
    walk.visit("/demo?next=/operating/access/session")
    page.locator("form[action='/demo/sign-in/second-administrator'] button").click()
    page.wait_for_url("**/operating/access/session")  # counting does not wait for the page that comes
    if page.get_by_label("What are you about to do?").count():  # else one is open
        page.get_by_label("What are you about to do?").fill("Let a department sign on")
        walk.click("Open a session", role="button")
    walk.visit("/operating")
    walk.click("How departments sign on")
    walk.click(f"Add {kind}")
    page.get_by_label("Department", exact=True).select_option(worker.department)
    for label, value in told(walk.site).items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Their work email address").check()
    page.get_by_label("Email domains (optional)").fill(domain or worker.email.split("@")[1])
    page.get_by_label("Strength before something that matters (optional)").fill(STRONG)
    walk.click("Save", role="button")
    expect(page.get_by_text("Added, and turned off.")).to_be_visible()


def turn_on(walk: Walk) -> None:
    walk.click("Turn it on", role="button")
    expect(walk.page.get_by_text("Turned on. It is offered on the sign-in page.")).to_be_visible()


def go_there(walk: Walk, worker: Worker) -> None:
    """From the sign-in page to the department's provider, by the work email address."""
    walk.visit("/account/sign-in?next=/account")
    walk.click("Sign in with your department")
    walk.page.get_by_label("Your work email address").fill(worker.email)
    walk.click("Continue", role="button")
    expect(walk.page.get_by_text(f"You sign in with {worker.department}.")).to_be_visible()
    walk.page.get_by_text("Continue to Work sign-in").click()


def see_ones_own(walk: Walk, worker: Worker) -> None:
    """See the pages of whoever signed in, and of nobody else."""
    walk.page.wait_for_url("**/account")
    walk.check()
    expect(walk.page.get_by_text(worker.email).first).to_be_visible()
    walk.visit("/")
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Your career")
    expect(walk.page.get_by_role("banner").get_by_text(worker.name).first).to_be_visible()
    assert walk.page.goto(walk.site + "/operating/sign-on").status == 404


@pytest.fixture
def long_ago(tmp_path: Path) -> Callable[[], None]:
    """Call it, and whoever is signed in did so twenty minutes ago."""

    def turn_back() -> None:
        done = subprocess.run(
            [sys.executable, "-c", TURN_BACK], cwd=ROOT, capture_output=True, text=True, check=False,
            env=clean_environment(tmp_path / "data", DJANGO_SETTINGS_MODULE="waymark.config.settings"),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    return turn_back


TURN_BACK = """
import django; django.setup()
from waymark.access.models import Session
for row in Session.objects.exclude(account=None):
    store = Session.get_session_store_class()(row.session_key)
    for record in store["account_authentication_methods"]:
        record["at"] -= 1200
    store.save()
"""


def test_openid_connect(grounds, visitors, long_ago):
    worker = grounds[1]
    with openid_provider() as issuer:

        def let_in(walk: Walk) -> None:
            claims = {"email": worker.email, "email_verified": True, "auth_time": int(time.time()), "acr": STRONG}
            assert requests.put(f"{issuer}/users/{WHO}", json=claims, timeout=5).status_code == 204
            walk.page.locator("input[name=sub]").fill(WHO)
            walk.page.get_by_role("button", name="Authorize", exact=True).click()

        with visitors() as administrator:
            set_up(
                administrator, worker, "OpenID Connect",
                lambda site: {"What people call it": "Work sign-in", "Issuer": issuer, "Client id": "waymark",
                              "Client secret": "secret", "Claim": "email"},
            )  # fmt: skip
            administrator.page.get_by_text("Try it", exact=True).click()
            let_in(administrator)
            administrator.page.wait_for_url("**/tried")
            administrator.check()
            expect(administrator.page.get_by_text(f"You would be matched to {worker.name}.")).to_be_visible()
            administrator.click("Go on")
            turn_on(administrator)
        with visitors() as one:
            go_there(one, worker)
            let_in(one)
            see_ones_own(one, worker)
            long_ago()
            one.visit("/account/email")
            expect(one.page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
            one.page.get_by_text("Continue to Work sign-in").click()
            let_in(one)
            one.page.wait_for_url("**/account/email")
            one.check()


def test_saml(grounds, visitors, long_ago):
    if shutil.which("xmlsec1") is None:
        pytest.skip("xmlsec1 is not installed (apt-get install xmlsec1): the SAML provider signs with it")
    worker = grounds[1]
    with saml_provider(worker) as idp:
        with visitors() as administrator:
            set_up(
                administrator, worker, "SAML",
                lambda site: {"What people call it": "Work sign-in", "Entity id": idp.entity,
                              "Address to sign in at": f"{idp.address}/sso", "Attribute": "mail",
                              "Certificates its answers are signed with": saml.certificate()},
            )  # fmt: skip
            metadata = administrator.page.get_by_role("link", name="Metadata of this site").get_attribute("href")
            idp.learn(requests.get(metadata, timeout=5).text)
            turn_on(administrator)
        with visitors() as one:
            go_there(one, worker)
            one.page.get_by_role("button", name="Let me in").click()
            see_ones_own(one, worker)
            long_ago()
            one.visit("/account/email")
            one.page.get_by_text("Continue to Work sign-in").click()
            expect(one.page.get_by_text("Asked again")).to_be_visible()
            one.page.get_by_role("button", name="Let me in").click()
            one.page.wait_for_url("**/account/email")
            one.check()


@contextmanager
def openid_provider() -> Iterator[str]:
    """Start one under another name than the site's, as a process of its own, and give its issuer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    issuer = f"http://localhost:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--host", "localhost", "--port", str(port), "--require-nonce"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            try:
                requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5)
                break
            except requests.ConnectionError:
                assert server.poll() is None, "the provider stopped"
                time.sleep(0.1)
        yield issuer
    finally:
        server.terminate()
        server.wait(10)


@dataclass
class SamlProvider:
    """pysaml2, as the department's provider: a page with a button, which signs and sends the answer."""

    address: str
    entity: str
    folder: Path
    worker: Worker
    server: Any = None

    def learn(self, metadata: str) -> None:
        (self.folder / "sp.xml").write_text(metadata)
        settings = {
            "entityid": self.entity, "xmlsec_binary": shutil.which("xmlsec1"),
            "key_file": str(self.folder / "key.pem"), "cert_file": str(self.folder / "certificate.pem"),
            "metadata": {"local": [str(self.folder / "sp.xml")]},
            "service": {"idp": {
                "endpoints": {"single_sign_on_service": [(f"{self.address}/sso", BINDING_HTTP_REDIRECT)]},
                "policy": {"default": {"lifetime": {"minutes": 15}, "name_form": NAME_FORMAT_URI}},
                "want_authn_requests_signed": False,
            }},
        }  # fmt: skip
        self.server = Server(config=IdPConfig().load(settings))

    def page(self, query: str) -> bytes:
        asked = self.server.parse_authn_request(parse_qs(query)["SAMLRequest"][0], BINDING_HTTP_REDIRECT)
        back = self.server.response_args(asked.message)
        answer = self.server.create_authn_response(
            identity={"mail": [self.worker.email]}, userid=WHO, in_response_to=back["in_response_to"],
            destination=back["destination"], sp_entity_id=back["sp_entity_id"],
            name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=WHO), authn={"class_ref": STRONG},
            sign_response=True, sign_assertion=True, sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
        )  # fmt: skip
        again = "Asked again" if asked.message.force_authn == "true" else ""
        sealed = base64.b64encode(str(answer).encode()).decode()
        return (
            f"<!doctype html><title>Work</title><p>{again}</p>"
            f"<form method=post action='{html.escape(back['destination'])}'>"
            f"<input type=hidden name=SAMLResponse value='{sealed}'><input type=hidden name=RelayState value='//evil'>"
            f"<button>Let me in</button></form>"
        ).encode()


@contextmanager
def saml_provider(worker: Worker) -> Iterator[SamlProvider]:
    """Start one under another name than the site's: what it sends is from another site, as in life."""
    provider: SamlProvider

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = provider.page(urlsplit(self.path).query) if self.path.startswith("/sso") else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "certificate.pem").write_text(saml.certificate())
        (folder / "key.pem").write_bytes(
            key_of("true").private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            )
        )  # fmt: skip
        address = f"http://localhost:{server.server_address[1]}"
        provider = SamlProvider(address, f"{address}/metadata", folder, worker)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
