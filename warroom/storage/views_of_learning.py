"""Views of what is learnt and put right after a crisis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from warroom.domain.causes import Barrier, Cause, ChangedBranch
from warroom.domain.correctives import Corrective, Postponement
from warroom.domain.impact_figures import Affected, Figure, Rate
from warroom.domain.incidents import Mode
from warroom.domain.lessons import Lesson, LessonLink
from warroom.domain.rex import Rex, RexApproval, RexComment, RexNote, RexPublication, RexSection
from warroom.storage.queries import learning

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfLearning:
    """What `Views` answers of reviews, causes, corrective actions and lessons. `incident` None: all of the mode."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _of(self, incident: str | None) -> bytes | None: ...

    # The review

    def rexes(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Rex]:
        """Reviews, the newest first; those dropped are among them."""
        return learning.rexes(self._store.reader(), self._sight(), self._of(incident), mode)

    def rex(self, rex: str) -> Rex | None:
        return learning.rex(self._store.reader(), self._sight(), bytes.fromhex(rex))

    def rex_sections(self, rex: str) -> list[RexSection]:
        """What people wrote, by code; a section nobody wrote in is not among them."""
        return learning.sections(self._store.reader(), self._sight(), bytes.fromhex(rex))

    def rex_notes(self, rex: str) -> list[RexNote]:
        return learning.notes(self._store.reader(), self._sight(), bytes.fromhex(rex))

    def rex_approvals(self, rex: str) -> list[RexApproval]:
        return learning.approvals(self._store.reader(), self._sight(), bytes.fromhex(rex))

    def rex_publications(self, rex: str) -> list[RexPublication]:
        return learning.publications(self._store.reader(), self._sight(), bytes.fromhex(rex))

    def rex_comments(self, rex: str) -> list[RexComment]:
        return learning.comments(self._store.reader(), self._sight(), bytes.fromhex(rex))

    # Impact and causes

    def figures(self, *incidents: str) -> list[Figure]:
        return learning.figures(self._store.reader(), self._sight(), _ids(incidents))

    def affected(self, *incidents: str) -> list[Affected]:
        return learning.affected(self._store.reader(), self._sight(), _ids(incidents))

    def rates(self) -> list[Rate]:
        return learning.rates(self._store.reader(), self._sight())

    def changed_branches(self) -> list[ChangedBranch]:
        return learning.branches(self._store.reader(), self._sight())

    def causes(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Cause]:
        return learning.causes(self._store.reader(), self._sight(), self._of(incident), mode)

    def barriers(self, *incidents: str) -> list[Barrier]:
        return learning.barriers(self._store.reader(), self._sight(), _ids(incidents))

    # What is put right

    def correctives(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Corrective]:
        """Corrective actions, the first due first, those without a date last."""
        return learning.correctives(self._store.reader(), self._sight(), self._of(incident), mode)

    def corrective(self, corrective: str) -> Corrective | None:
        return learning.corrective(self._store.reader(), self._sight(), bytes.fromhex(corrective))

    def postponements(self, corrective: str | None = None) -> list[Postponement]:
        record = bytes.fromhex(corrective) if corrective else None
        return learning.postponements(self._store.reader(), self._sight(), record)

    def lessons(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Lesson]:
        """Lessons, the newest first."""
        return learning.lessons(self._store.reader(), self._sight(), self._of(incident), mode)

    def lesson_links(self) -> list[LessonLink]:
        return learning.lesson_links(self._store.reader(), self._sight())


def _ids(incidents: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in incidents]
