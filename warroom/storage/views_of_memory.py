"""Views of the memory: the library of past incidents, what is like a new one, causes that come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from warroom.domain.causes import Cause
from warroom.domain.incidents import Incident, Mode
from warroom.domain.lessons import Lesson, LessonLink, LinkedNoun
from warroom.domain.likeness import Sought, likest
from warroom.domain.memory import Recurring, Remembered, SeenBefore, recurring
from warroom.domain.rex import Rex
from warroom.storage.queries import board, learning, memory
from warroom.storage.queries.plain import fetch

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store

Part = TypeVar("Part", Rex, Cause, Lesson)


class ViewsOfMemory:
    """What `Views` answers of what the room remembers. Real incidents and exercises are never mixed by default."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...

    def library(self, *, mode: Mode = Mode.REAL, words: str = "") -> list[Remembered]:
        """Incidents with what was learnt of each, the newest first; with words, those that hold every word somewhere."""
        conn, sight = self._store.reader(), self._sight()
        incidents = board.incidents(conn, sight, mode=mode)
        if words.strip():
            holding = memory.holding(conn, words, mode=mode)
            incidents = [each for each in incidents if each.id in holding]
        return self._remembered(sorted(incidents, key=lambda each: (-each.began_at, each.id)), mode)

    def seen_before(self, sought: Sought, *, mode: Mode = Mode.REAL, but: str = "", most: int = 5) -> list[SeenBefore]:
        """Incidents like one that is being declared, the likest first; `but` (an id) is left out. No more than `most`."""
        conn = self._store.reader()
        asked = sought.terms
        if not asked and not sought.services:
            return []
        past = memory.past_like(conn, asked, sought.services, mode=mode, but=bytes.fromhex(but) if but else None)
        if not past:
            return []
        known, total = memory.counts(conn, asked, mode=mode), memory.total(conn, mode=mode)
        found = likest(sought, past, known=known, total=total, most=most)
        kept = self._some([each.incident for each in found], mode)
        return [SeenBefore(each, kept[each.incident]) for each in found if each.incident in kept]

    def recurring_causes(self, *, mode: Mode = Mode.REAL, least: int = 2) -> list[Recurring]:
        """Root causes that were found in at least so many incidents, the commonest first."""
        conn, sight = self._store.reader(), self._sight()
        began = {each.id: each.began_at for each in board.incidents(conn, sight, mode=mode)}
        return recurring(
            learning.causes(conn, sight, None, mode), {str(key): at for key, at in began.items()}, least=least
        )

    def lesson(self, lesson: str) -> Lesson | None:
        found = fetch(self._store.reader(), self._sight(), Lesson, "lesson", "id=?", (bytes.fromhex(lesson),))
        return next(iter(found), None)

    def links_of_lesson(self, lesson: str) -> list[LessonLink]:
        """What a lesson changed."""
        where, values = "lesson=?", (bytes.fromhex(lesson),)
        return fetch(self._store.reader(), self._sight(), LessonLink, "lesson_link", where, values, "at, id")

    def lessons_behind(self, noun: LinkedNoun, target: str) -> list[tuple[Lesson, LessonLink]]:
        """The lessons that changed a template, a role card or a corrective action, the newest first."""
        conn, sight = self._store.reader(), self._sight()
        where, values = "noun=? AND target=?", (noun.value, target)
        links = fetch(conn, sight, LessonLink, "lesson_link", where, values, "at DESC, id DESC")
        found = ((self.lesson(link.lesson), link) for link in links)
        return [(lesson, link) for lesson, link in found if lesson is not None]

    def _some(self, incidents: Sequence[str], mode: Mode) -> dict[str, Remembered]:
        conn, sight = self._store.reader(), self._sight()
        found = [board.incident(conn, bytes.fromhex(each), sight) for each in incidents]
        return {each.incident.id: each for each in self._remembered([one for one in found if one is not None], mode)}

    def _remembered(self, incidents: Sequence[Incident], mode: Mode) -> list[Remembered]:
        conn, sight = self._store.reader(), self._sight()
        services = memory.services_of(conn, [bytes.fromhex(each.id) for each in incidents])
        one = bytes.fromhex(incidents[0].id) if len(incidents) == 1 else None
        reviews = _by_incident(learning.rexes(conn, sight, one, mode))
        causes = _by_incident(learning.causes(conn, sight, one, mode))
        lessons = _by_incident(learning.lessons(conn, sight, one, mode))
        return [
            Remembered(
                each,
                services.get(bytes.fromhex(each.id), ()),
                tuple(rex for rex in reviews.get(each.id, ()) if rex.dropped_at is None),
                tuple(causes.get(each.id, ())),
                tuple(lesson for lesson in lessons.get(each.id, ()) if not lesson.retired),
            )
            for each in incidents
        ]


def _by_incident(parts: Iterable[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.incident, []).append(part)
    return found
