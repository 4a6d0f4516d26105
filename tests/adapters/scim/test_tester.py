"""Every check of ``scim2-tester``, over HTTP, as somebody who connects a system would run them."""

from __future__ import annotations

import http.client
import json
from collections import Counter
from urllib.parse import urlencode
from wsgiref.headers import Headers

import pytest
from scim2_client.engines.inprocess import InProcessResponse
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from tests.people.feeding.conftest import AT
from waymark.kernel.policy import OPERATOR
from waymark.people import commands

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore:No directory at")]


class Network(WSGISCIMClient):
    """The client, asking over a socket."""

    def request(self, method, url, *, params=None, json_=None, headers=None, **kwargs):
        body = kwargs.get("json", json_)
        connection = http.client.HTTPConnection(self.base_url.split("/")[2], timeout=60)
        path = (
            "/" + self.base_url.split("/", 3)[3] + "/" + url.lstrip("/") + (f"?{urlencode(params)}" if params else "")
        )
        sent = {
            **self.headers,
            **({"Content-Type": "application/scim+json"} if body is not None else {}),
            **(headers or {}),
        }
        connection.request(method, path, json.dumps(body) if body is not None else None, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return InProcessResponse(answer.status, Headers(answer.getheaders()), content)


def test_every_check_passes(live_server, department):
    token = commands.make_token(feed=department.feed.uuid, actor=OPERATOR, at=AT)
    client = Network(None, f"{live_server.url}/scim/v2", {"Authorization": f"Bearer {token}"})

    results = check_server(client)

    wrong = [f"{one.status.name} {one.title}: {one.reason}" for one in results if one.status is not Status.SUCCESS]
    print(Counter((one.title, one.status.name) for one in results))
    assert wrong == []
    assert len(results) > 90
