"""Causes on screen: everything that their page shows, read in one go, and the list that says it in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from ui.models.table import Column, TableModel
from ui.theme import Look
from ui.widgets.cause_card import shown_by
from warroom.commands.cause_words import cause_kind_word, cause_state_word, cut_said, hint_said
from warroom.domain.cause_hints import CauseHint, Hinted, hints_on, rests_on_something
from warroom.domain.cause_tree import CauseTree, Placed
from warroom.domain.causes import Barrier, CauseState
from warroom.domain.hypotheses import Hypothesis
from warroom.domain.ishikawa import Bone, Branch, bones_of
from warroom.domain.rex import Rex
from warroom.domain.services import DOWN
from warroom.errors import Refusal
from warroom.room import Views
from warroom.words import N_

GRAVE = frozenset({CauseHint.HUMAN_ERROR, CauseHint.BLAME, CauseHint.REFUTED_ROOT})


@dataclass(frozen=True, slots=True)
class CausesSeen:
    """The analysis of a review's incidents."""

    incidents: tuple[str, ...] = ()
    effect: str = ""
    tree: CauseTree = field(default_factory=CauseTree)
    branches: tuple[Branch, ...] = ()
    bones: tuple[Bone, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    proposals: tuple[Hypothesis, ...] = ()
    hints: tuple[Hinted, ...] = ()

    def lines(self) -> list[tuple[str, str, str]]:
        """What is to be looked at first: words, tone and the cause it leads to."""
        cuts = [(cut_said(each, self.tree), "late", str(each.cause.id)) for each in self.tree.cuts]
        return cuts + [
            (hint_said(each, self.tree), "due" if each.hint in GRAVE else "muted", next(iter(each.causes), ""))
            for each in self.hints
        ]


def causes_seen(views: Views, rex: Rex) -> CausesSeen:
    """Read it all; off the screen's thread."""
    incidents = tuple(dict.fromkeys((rex.incident, *rex.others)))
    tree, branches, barriers = views.cause_tree(*incidents), views.branches(), tuple(views.barriers(*incidents))
    try:
        effect = " · ".join(views.incident(each).title for each in incidents)
    except Refusal:  # one of them is not here yet
        effect = rex.title
    services = {
        each.service: each.name
        for one in incidents
        for each in views.services(one)
        if each.down_since or each.state in DOWN
    }
    people = [each.name for each in views.people()]
    return CausesSeen(
        incidents,
        effect,
        tree,
        branches,
        bones_of(tree, branches),
        barriers,
        views.cause_proposals(*incidents),
        hints_on(tree, barriers, impacts=services.items(), names=people),
    )


def review_of_cause(views: Views, noun: str, record: str) -> str:
    """The review that noted a cause or a barrier, else the newest of its incident that was not dropped; "" for none."""
    found = views.cause(record) if noun == "cause" else views.barrier(record)
    if found is None:
        return ""
    reviews = [each for each in views.rexes(found.incident) if each.dropped_at is None]
    noted = next((each for each in reviews if each.id == found.rex), None)
    return noted.id if noted is not None else next((each.id for each in reviews), "")


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A cause in the list, with the branch it hangs on."""

    placed: Placed
    branch: str

    @property
    def id(self) -> str:
        return self.placed.cause.id


def lines_of(seen: CausesSeen, language: str) -> list[CauseLine]:
    """The tree as lines, in its order."""
    on = {twig.placed.cause.id: bone for bone in seen.bones for twig in bone.twigs}
    found = []
    for placed in seen.tree.placed:
        bone = on.get(placed.cause.id)
        found.append(
            CauseLine(placed, bone.branch.said(language) if bone is not None and bone.branch is not None else "")
        )
    return found


def causes_model(look: Look, now: Callable[[], int], parent: QObject | None = None) -> TableModel[CauseLine]:
    """The list that says in words what is drawn."""
    return TableModel(COLUMNS, ident=lambda line: line.id, look=look, now=now, parent=parent)


COLUMNS: tuple[Column[CauseLine], ...] = (
    Column("path", N_("Rank"), lambda line, _now: line.placed.path, width=64, whole=True),
    Column("number", N_("No."), lambda line, _now: line.placed.cause.number, width=84, whole=True),
    Column("text", N_("Cause"), lambda line, _now: line.placed.cause.text, bold=True),
    Column("kind", N_("Kind"), lambda line, _now: cause_kind_word(line.placed.cause.kind), width=150),
    Column(
        "state",
        N_("State"),
        lambda line, _now: cause_state_word(line.placed.cause.state),
        tone=lambda line, _now: "muted" if line.placed.cause.state is CauseState.REFUTED else "",
        width=96,
    ),
    Column("branch", N_("Branch"), lambda line, _now: line.branch, width=120, can_go=True),
    Column(
        "shown",
        N_("What shows it"),
        lambda line, _now: shown_by(line.placed.cause),
        tone=lambda line, _now: "" if rests_on_something(line.placed.cause) else "due",
        width=200,
        can_go=True,
    ),
)
