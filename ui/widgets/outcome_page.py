"""What an import would do, or did: counts by noun, and every record flagged or refused with its place and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.table import Column, TableModel
from ui.widgets.framed import framed
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.words import N_, _, ngettext

if TYPE_CHECKING:
    from warroom.imports import ImportOutcome


@dataclass(frozen=True, slots=True)
class Remark:
    """One record that needs an eye."""

    at: int
    is_refused: bool
    source: str
    where: str
    reason: str


@dataclass(slots=True)
class Sum:
    """Several outcomes as one."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)

    def take(self, outcome: ImportOutcome) -> None:
        self.added.update(outcome.added)
        self.changed.update(outcome.changed)
        self.unchanged.update(outcome.unchanged)
        for is_refused, problems in ((True, outcome.refused), (False, outcome.flagged)):
            for problem in problems:
                self.remark(is_refused=is_refused, source=problem.source, where=problem.where, reason=problem.reason)

    def remark(self, *, is_refused: bool, source: str, where: str, reason: str) -> None:
        self.remarks.append(Remark(len(self.remarks), is_refused, source, where, reason))

    @property
    def refused(self) -> int:
        return sum(1 for remark in self.remarks if remark.is_refused)

    @property
    def flagged(self) -> int:
        return len(self.remarks) - self.refused

    @property
    def changes_something(self) -> bool:
        return bool(self.added.total() or self.changed.total())


class OutcomePage(QWidget):
    """Counts in words, then the remarks as a table, the refused first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = desk.look
        self._head = ToneLabel(look, bold=True, wrap=True, parent=self)
        self._counts = ToneLabel(look, wrap=True, parent=self)
        self._model = TableModel(
            _columns(), ident=lambda remark: str(remark.at), look=look, now=desk.room.clock.now_ms, parent=self
        )
        self._table = Table(self._model, look, parent=self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._head)
        whole.addWidget(self._counts)
        whole.addWidget(framed(self._table, self), 1)

    def show_sum(self, total: Sum, *, rehearsed: bool) -> None:
        self._head.say(_("This is what will happen; nothing is imported yet.") if rehearsed else _("Imported."))
        self._counts.say("\n".join(counts_said(total)))
        self._table.say_empty(_("Nothing is flagged, nothing is refused."))
        self._model.replace(sorted(total.remarks, key=lambda remark: not remark.is_refused))

    @property
    def said(self) -> str:
        return self._counts.text()


def counts_said(total: Sum) -> list[str]:
    """`Added: 399 incidents, 2,104 log entries`, and so on for what changed, stayed, is flagged or refused."""
    lines = [
        phrases.labelled(word, ", ".join(_noun(noun, count) for noun, count in sorted(counts.items()) if count))
        for word, counts in (
            (_("Added"), total.added),
            (_("Changed"), total.changed),
            (_("Already there"), total.unchanged),
        )
        if counts.total()
    ]
    if not lines:
        lines.append(_("Nothing to add."))
    if total.flagged:
        said = ngettext("{n} flagged: it comes in as it is", "{n} flagged: they come in as they are", total.flagged)
        lines.append(said.format(n=total.flagged))
    if total.refused:
        lines.append(
            ngettext("{n} refused: it stays out", "{n} refused: they stay out", total.refused).format(n=total.refused)
        )
    return lines


def _noun(noun: str, count: int) -> str:
    said = {
        "incidents": ngettext("{n} incident", "{n} incidents", count),
        "entries": ngettext("{n} log entry", "{n} log entries", count),
        "people": ngettext("{n} person", "{n} people", count),
        "alerts": ngettext("{n} alert", "{n} alerts", count),
        "duties": ngettext("{n} time on call", "{n} times on call", count),
        "services": ngettext("{n} service", "{n} services", count),
    }
    return said.get(noun, "{n} " + noun).format(n=count)


def _columns() -> Sequence[Column[Remark]]:
    return (
        Column(
            "what", N_("What"), lambda remark, _now: _("refused") if remark.is_refused else _("flagged"),
            tone=lambda remark, _now: "late" if remark.is_refused else "due", bold=True, width=88,
        ),
        Column("source", N_("File"), lambda remark, _now: remark.source, width=176),
        Column("where", N_("Where"), lambda remark, _now: remark.where, width=144),
        Column("reason", N_("Why"), lambda remark, _now: remark.reason),
    )  # fmt: skip
