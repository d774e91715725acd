"""Views of causes: the tree of whys, the branches of the drawing, families, and what was found already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.cause_families import Family, families_of
from warroom.domain.cause_proposals import proposed
from warroom.domain.cause_tree import CauseTree, tree_of
from warroom.domain.causes import Barrier, Cause
from warroom.domain.hypotheses import Hypothesis
from warroom.domain.incidents import Mode
from warroom.domain.ishikawa import Branch
from warroom.storage.branches import branches
from warroom.storage.queries import at_work, learning

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfCauses:
    """What `Views` answers of causes; those of an incident are its own, whichever review noted them."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...

    def cause(self, cause: str) -> Cause | None:
        return learning.cause(self._store.reader(), self._sight(), bytes.fromhex(cause))

    def barrier(self, barrier: str) -> Barrier | None:
        return learning.barrier(self._store.reader(), self._sight(), bytes.fromhex(barrier))

    def cause_tree(self, *incidents: str) -> CauseTree:
        """The whys of these incidents as one tree."""
        conn, sight = self._store.reader(), self._sight()
        return tree_of(learning.causes_of(conn, sight, [bytes.fromhex(each) for each in incidents]))

    def branches(self) -> tuple[Branch, ...]:
        """The branches of the Ishikawa drawing in order, those put aside too."""
        return branches(self._store.reader(), self._sight())

    def cause_families(self, mode: Mode = Mode.REAL) -> tuple[Family, ...]:
        """What came back from one crisis to another, most often first; real and played are never counted together."""
        conn, sight = self._store.reader(), self._sight()
        return families_of(learning.causes(conn, sight, None, mode), learning.began(conn, mode))

    def cause_proposals(self, *incidents: str) -> tuple[Hypothesis, ...]:
        """Confirmed hypotheses of these incidents that nobody has made a cause of."""
        conn, sight = self._store.reader(), self._sight()
        records = [bytes.fromhex(each) for each in incidents]
        found = [each for record in records for each in at_work.hypotheses(conn, sight, record)]
        return proposed(found, learning.causes_of(conn, sight, records))
