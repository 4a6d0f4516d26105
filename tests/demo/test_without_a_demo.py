"""Demo mode before anybody built a demo."""

import pytest

from waymark.demo import queries


@pytest.mark.django_db
def test_the_page_says_how_to_build_one(client, demo_mode):
    text = client.get("/demo").content.decode()

    assert queries.demo_people() == ()
    assert "waymark demo" in text
    assert client.post("/demo/sign-in/individual").status_code == 404
