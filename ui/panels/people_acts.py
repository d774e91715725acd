"""By delegation: what was done without the right to, to be confirmed or overruled by somebody who holds it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.people import Act, act_columns, delegation_about
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.domain.members import Delegation, Verdict
from warroom.errors import Refusal
from warroom.room import Views
from warroom.words import _

SHOWN_MOST = 2_000
PLACES = {"entry_mark": "entry"}  # a mark stands on its entry


class ActsList(PeopleList[Act]):
    """What waits for a review first; Enter leads to what was done."""

    nouns = ("delegation",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._to_review = 0
        self._go = self.add_hand(lambda: _("Show what was done"), self.go_there, can=_leads_somewhere, writes=False)
        self._overrule = self.add_hand(lambda: _("Overrule…"), lambda: self.review(Verdict.OVERRULED), can=_is_open)
        self._confirm = self.add_hand(
            lambda: _("Confirm…"), lambda: self.review(Verdict.CONFIRMED), can=_is_open, primary=True
        )
        self._say()

    def review(self, verdict: Verdict) -> None:
        """Say what is made of it, with a remark; the core refuses one's own."""
        from ui.dialogs.review_delegation import ReviewDelegationDialog

        if act := self.current():
            ReviewDelegationDialog(self.desk, act, verdict, self.window()).open()

    def go_there(self) -> None:
        if act := self.current():
            self.open_row(act)

    def open_row(self, row: Act) -> None:
        done = row.delegation
        if _leads_somewhere(row):
            self.record_chosen.emit(done.incident, PLACES.get(done.noun, done.noun), done.record)

    # What it says

    def columns(self) -> Sequence[Column[Act]]:
        return act_columns()

    def ident(self, row: Act) -> str:
        return row.delegation.id

    def read(self, job: Job) -> tuple[list[Act], int]:
        views = self.desk.room.views
        found = sorted(views.delegations(), key=lambda done: not done.is_open)[:SHOWN_MOST]
        incidents: dict[str, str] = {}
        return [Act(done, _where(views, done, incidents)) for done in found], views.to_review()

    def take(self, rows: tuple[list[Act], int]) -> None:
        acts, self._to_review = rows
        self.show_rows(acts)

    @property
    def count(self) -> int:
        return self._to_review

    def about_row(self, row: Act) -> str:
        return delegation_about(row.delegation, self.desk.room.clock.now_ms())

    def title(self) -> str:
        return _("By delegation")

    def empty_words(self) -> str:
        return _("Nothing was done by delegation. What somebody does without the right to will wait here for a review.")


def _where(views: Views, done: Delegation, incidents: dict[str, str]) -> str:
    """The printed number of what was done, else of its incident."""
    noun = PLACES.get(done.noun, done.noun)
    ask = {"entry": views.entry, "decision": views.decision, "action": views.action}.get(noun)
    found = ask(done.record) if ask is not None else None
    if found is not None:
        return str(found.number)
    if done.incident and done.incident not in incidents:
        with suppress(Refusal):  # it came before its incident did
            incidents[done.incident] = views.incident(done.incident).number
    return incidents.get(done.incident, "—")


def _is_open(row: Act | None) -> bool:
    return row is not None and row.delegation.is_open


def _leads_somewhere(row: Act | None) -> bool:
    return row is not None and bool(row.delegation.incident)
