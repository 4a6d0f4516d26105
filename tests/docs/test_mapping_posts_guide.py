"""The guide "say which roles posts are" names what stands on the pages, and its steps can be walked."""

from __future__ import annotations

import re

from tests.house.house import ROOT
from tests.people.conftest import demo_mode, identity, mended, place, role_levels
from tests.people.mending import ask, ben
from tests.web.test_department.test_posts import LIST, hidden, home, page, title_url
from waymark.people.models import Post, PostMapping

__all__ = ["demo_mode", "home", "mended", "place", "role_levels"]

GUIDE = (ROOT / "docs" / "guides" / "mapping-posts.md").read_text()


def test_posts_are_mapped_as_the_guide_says(home, noon):
    correction = ask(home, noon, about="role", text="I am no senior.", actor=ben(home))
    seen = [page(home.director, "/operating")]

    # Begin
    assert 'href="/departments/posts"' in seen[0]
    seen.append(page(home.director, LIST))
    seen.append(home.director.post(f"{LIST}/suggestions", follow=True).content.decode())

    # Title by title
    html = seen[-1]
    assert "not decided yet" in html
    seen.append(page(home.director, title_url("Data engineer")))
    accepted = home.director.post(
        title_url("Data engineer"), {"to": str(home.levels.engineer), "seen": hidden(seen[-1], "seen")}, follow=True
    )
    seen.append(accepted.content.decode())
    assert Post.objects.get(uuid=identity("post 1")).role_level_id == home.levels.engineer

    # Many at once
    preview = page(home.director, f"{LIST}/accept?state=unknown")
    assert "1 post that nobody has decided about would change" in preview
    home.director.post(f"{LIST}/accept", {"seen": hidden(preview, "seen"), "narrowed": hidden(preview, "narrowed")})
    assert Post.objects.get(uuid=identity("post 0")).in_no_framework

    # Undo
    seen.append(page(home.director, f"{LIST}/decisions"))
    undo = re.search(r'href="(/departments/[^"]*/undo)"', seen[-1])[1]
    seen.append(page(home.director, undo))
    home.director.post(undo)
    assert not Post.objects.get(uuid=identity("post 0")).in_no_framework
    assert PostMapping.objects.count() == 3

    # When somebody says that their role is wrong
    seen.append(page(home.director, "/operating/corrections"))
    seen.append(page(home.director, f"/operating/corrections/{correction}"))
    answer = re.search(r'href="(/departments/[^"]*correction=[^"]*)"', seen[-1])[1]
    seen.append(page(home.director, answer))

    said = "\n".join(seen)
    assert {words for words in re.findall(r"\*\*(.+?)\*\*", GUIDE) if words not in said} == set()
