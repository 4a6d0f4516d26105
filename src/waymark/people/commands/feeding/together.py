"""What can only be judged when all of a file is read: who is set aside, and who works for whom, hang on each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from waymark.people.commands.feeding import records
from waymark.people.commands.feeding.records import Here, Known
from waymark.people.rules import feeding as rules
from waymark.people.rules.feeding import Node, Reason
from waymark.people.types import PersonSaid


class Together:
    """Whom a file speaks of, with what of each of them hangs on others of the file and on record."""

    def __init__(self, here: Here, kept: Mapping[int, int], day: date) -> None:
        self.here, self.kept, self.day = here, kept, day
        self.seen: dict[int, str] = {}
        """People on record whom the file speaks of, with what it calls them, but for those set aside."""
        self.aside: set[str] = set()
        """Whom it calls so are set aside. They are there, and stay as they are on record."""
        self._above: dict[Node, Node | None] = {}
        """Who is to get another manager, and whom; None: nobody."""
        self._on_record: dict[int, int] = {}
        self._looked_up: set[int] = set()
        self._gone: set[int] = set()
        """Managers who worked once, and do not any more."""
        self._posts: list[tuple[str, str, set[int]]] = []
        """Whoever says something new of a post, the post, and who else is in it."""

    def manage(self, node: Node, before: int | None, said: PersonSaid, manager: Known | None) -> None:
        """Note whom the file names as somebody's manager."""
        above: Node | None = manager.person_id if manager else (said.manager or None)
        if said.manager is not None and above != before and above != node:
            self._above[node] = above

    def look_at(self, fresh: list[PersonSaid], known: Mapping[str, Known], managers: Iterable[Known]) -> None:
        """Look up what a batch says of posts that others are in, and which managers have gone. At most four queries."""
        self._gone |= records.gone({one.person_id for one in managers}, self.day)
        said = [
            (one.value, seat)
            for one in fresh
            for seat in rules.effective(one)
            if rules.goes_on(seat, self.day)
        ]  # fmt: skip
        posts = {}
        for numbers in records.chunks(sorted({seat.post_number for _value, seat in said})):
            posts.update(records.posts_called(self.here, numbers))
        changed = [
            (value, seat.post_number, posts[seat.post_number][0])
            for value, seat in said
            if seat.post_number in posts and rules.posts_differ(posts[seat.post_number][1], seat)
        ]
        inside: dict[int, set[int]] = {}
        for ids in records.chunks({pk for _value, _number, pk in changed}):
            for post_id, person_id in records.holders(ids, self.day):
                inside.setdefault(post_id, set()).add(self.kept.get(person_id, person_id))
        for value, number, pk in changed:
            others = inside.get(pk, set()) - ({known[value].person_id} if value in known else set())
            if others:
                self._posts.append((value, number, others))

    def gone(self, one: Known) -> bool:
        """Say whether a manager worked once, and does not any more."""
        return one.person_id in self._gone

    def settle(self, leaving: set[int]) -> dict[str, Reason]:
        """Set aside whoever cannot be taken with what stays as it is, until all that is left fits together.

        Whoever is set aside keeps their post and their manager, and that may be in somebody else's way.

        Args:
            leaving: people on record whom the file does not name any more.

        Returns:
            Why, by what the file calls them.
        """
        found: dict[str, Reason] = {}
        while now := dict(self._in_the_way(leaving)):
            found |= now
            self.aside |= now.keys()
            for node in [node for node in self._above if self._value(node) in now]:
                del self._above[node]
            self.seen = {pk: value for pk, value in self.seen.items() if value not in now}
        return found

    def _in_the_way(self, leaving: set[int]) -> Iterator[tuple[str, Reason]]:
        for value, number, others in self._posts:
            if value not in self.aside and not others <= self.seen.keys() | leaving:
                yield value, ("post_held", number, "")
        above = self._graph(leaving)
        for node in rules.circles(above):
            if node in self._above:
                yield self._value(node), ("circle", self._value(node), self._value(above[node]))

    def _graph(self, leaving: set[int]) -> dict[Node, Node]:
        """Return who will work for whom, as far as it leads up from somebody who gets another manager."""
        given: dict[Node, Node] = {node: above for node, above in self._above.items() if above is not None}
        wanted = {one for one in given.values() if isinstance(one, int)}
        while wanted := wanted - self._above.keys() - self._looked_up:
            self._looked_up |= wanted
            found: dict[int, int] = {}
            for ids in records.chunks(sorted(wanted)):
                found.update(records.managers_of(ids, self.day))
            self._on_record |= found
            wanted = set(found.values())
        stays: dict[Node, Node] = {
            pk: one for pk, one in self._on_record.items() if pk not in self._above and pk not in leaving
        }
        return stays | given

    def _value(self, node: Node) -> str:
        return node if isinstance(node, str) else self.seen.get(node, str(node))

    def lost(self, leaving: set[int], nobody: set[str]) -> set[str]:
        """Return of whom the file names a manager that nobody will be: set aside, or gone. They are asked for again.

        Args:
            leaving: people on record whom the file does not name any more.
            nobody: what it calls those of whom nothing comes.
        """
        return {
            self._value(node)
            for node, above in self._above.items()
            if (isinstance(above, str) and (above in self.aside or above in nobody))
            or (isinstance(above, int) and above not in self.seen and above in self._gone | leaving)
        }
