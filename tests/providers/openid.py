"""An OpenID provider that says whatever a test wants it to say: truly, forged, late or weakly signed."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT = "waymark"
SECRET = "a secret between the two"


def key_of(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The same key for the same name, made once: making one takes long."""
    return _made(name, bits)


@cache
def _made(name: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@dataclass
class OpenIdProvider:
    """What it does: everything as it should be, until a test says otherwise."""

    port: int
    issuer: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: key_of("true"))
    published: rsa.RSAPrivateKey | None = None
    """The key it publishes; None: the one it signs with."""
    algorithm: str = "RS256"
    sign: Callable[[dict[str, Any]], str] | None = None
    about: dict[str, Any] = field(default_factory=dict)
    """What it says of itself otherwise than usual."""
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """The paths that were asked for."""
    answers: Callable[[], tuple[int, bytes]] | None = None
    """What it answers at its token endpoint instead."""
    headers: dict[str, str] = field(default_factory=dict)
    """What it says above its answers otherwise than usual."""
    pause: float = 0
    """Seconds between one byte of its answers and the next."""

    def __post_init__(self) -> None:
        self.issuer = self.issuer or f"http://127.0.0.1:{self.port}"

    def code_for(self, url: str, /, **claims: Any) -> dict[str, str]:
        """Let somebody in who was sent to ``url``; give what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(9)
        now = int(time.time())
        said = {
            "iss": self.issuer, "sub": "subject-1", "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now,
            "nonce": asked["nonce"], "email_verified": True,
        } | claims  # fmt: skip
        self.codes[code] = {"asked": asked, "claims": {name: value for name, value in said.items() if value != "-"}}
        return {"code": code, "state": asked["state"]}

    def describe(self) -> dict[str, Any]:
        here = f"http://127.0.0.1:{self.port}"
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys", "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        } | self.about  # fmt: skip

    def keys(self) -> dict[str, Any]:
        public = RSAAlgorithm.to_jwk((self.published or self.key).public_key(), as_dict=True)
        return {"keys": [public | {"kid": "one", "use": "sig"}]}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        if self.answers is not None:
            return self.answers()
        given = self.codes.pop(form.get("code", ""), None)
        if given is None:
            return 400, b'{"error": "invalid_grant"}'
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        right = (
            challenge.decode() == given["asked"]["code_challenge"]
            and form["redirect_uri"] == given["asked"]["redirect_uri"]
            and authorization == basic
        )
        if not right:
            return 401, b'{"error": "invalid_client"}'
        return 200, json.dumps({"access_token": "x", "token_type": "Bearer", "id_token": self._signed(given)}).encode()

    def _signed(self, given: dict[str, Any]) -> str:
        if self.sign is not None:
            return self.sign(given["claims"])
        return jwt.encode(given["claims"], self.key, algorithm=self.algorithm, headers={"kid": "one"})


@contextmanager
def running() -> Iterator[OpenIdProvider]:
    """Start one on this machine, and stop it afterwards."""
    provider: OpenIdProvider

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            found = {"/.well-known/openid-configuration": provider.describe, "/keys": provider.keys}.get(self.path)
            self._answer(200 if found else 404, json.dumps(found() if found else {}).encode())

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            given = {name: values[0] for name, values in form.items()}
            self._answer(*provider.token(given, self.headers.get("Authorization", "")))

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in ({"Content-Length": str(len(body))} | provider.headers).items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # whoever asked waits no longer
                for part in [body[at : at + 1] for at in range(len(body))] if provider.pause else [body]:
                    self.wfile.write(part)
                    time.sleep(provider.pause)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = OpenIdProvider(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
