"""Promises made to anyone, the soonest due first: kept, broken, released, or moved with a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from ui.dialogs.reason import ReasonDialog
from ui.models.incoming import promise_columns
from ui.panels.actions import ActionsTable
from ui.panels.field_list import FieldList
from ui.tasks import Job
from warroom.commands import BreakPromise, ReleasePromise
from warroom.domain.inbound import Promise, PromiseState
from warroom.words import _, ngettext, pgettext


class PromisesMade(FieldList[Promise]):
    """Enter says that one was kept; N notes another, K keeps, X breaks, W releases, E changes, O opens its source."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    nouns = ("promise", "incident")

    # What can be done

    def go_on(self) -> None:
        promise = self._chosen()
        if promise is None:
            return
        if self.can_write() and promise.state is PromiseState.OPEN:
            self.keep()
        else:
            self.open_source()

    def add_promise(self) -> None:
        from ui.dialogs.promise import PromiseDialog

        if self._current is not None:
            PromiseDialog(self._desk, self._current, parent=self).open()

    def keep(self) -> None:
        from ui.dialogs.promise import KeepPromiseDialog

        if (promise := self._chosen()) is not None:
            KeepPromiseDialog(self._desk, promise, self).open()

    def break_it(self) -> None:
        if (promise := self._chosen()) is not None:
            ReasonDialog(
                self._desk,
                title=lambda: _("Promise {number} to {name} is not kept").format(
                    number=promise.number, name=promise.to_whom
                ),
                verb=lambda: pgettext("promise", "Not kept"),
                build=lambda reason: BreakPromise(promise=promise.id, reason=reason),
                label=lambda: _("Why, as they are told"),
                parent=self,
            ).open()

    def release(self) -> None:
        if (promise := self._chosen()) is not None:
            ReasonDialog(
                self._desk,
                title=lambda: _("{name} no longer holds us to {number}").format(
                    number=promise.number, name=promise.to_whom
                ),
                verb=lambda: pgettext("promise", "Release"),
                build=lambda reason: ReleasePromise(promise=promise.id, reason=reason),
                label=lambda: _("Who said so, and why"),
                parent=self,
            ).open()

    def change(self) -> None:
        from ui.dialogs.promise import AmendPromiseDialog

        if (promise := self._chosen()) is not None:
            AmendPromiseDialog(self._desk, promise, self).open()

    def open_source(self) -> None:
        if (promise := self._chosen()) is not None and promise.source:
            self.record_chosen.emit(promise.incident, promise.source_noun, promise.source)

    def deeds(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        return (
            (self._keep, "K", self.keep),
            (self._break, "X", self.break_it),
            (self._release, "W", self.release),
            (self._change, "E", self.change),
            (self._source, "O", self.open_source),
        )

    # What the register asks

    def _chosen(self) -> Promise | None:
        row = self._table.current()
        return row if isinstance(row, Promise) else None

    def _record(self, row: Promise) -> Promise:
        return row

    def _build(self) -> None:
        self._sources: dict[str, str] = {}
        self._over, self._add = QPushButton(self), QPushButton(self)
        self._keep, self._break, self._release, self._change, self._source = (QPushButton(self) for _at in range(5))
        self._over.setCheckable(True)
        self._over.toggled.connect(self._ask_again)
        self._add.clicked.connect(lambda _checked=False: self.add_promise())
        columns = promise_columns(lambda each: self._sources.get(each.source, ""))
        self._frame(ActionsTable(self._new_model(columns), self._desk.look, parent=self), (self._over, self._add))
        self._enable()

    def _key(self, letter: str) -> None:
        if letter == "n" and self._add.isEnabled():
            self.add_promise()
        super()._key(letter)

    def _read(self, _job: Job) -> list[Promise]:
        views = self._desk.room.views
        found = views.promises(mode=self.mode)
        shown = found if self._with_over else [each for each in found if each.state is PromiseState.OPEN]
        self._sources.update({each.source: views.promise_source(each) for each in shown if each.source})
        return shown

    def _in_order(self, rows: list[Promise]) -> list[Promise]:
        return sorted(rows, key=lambda each: each.state is not PromiseState.OPEN)  # else as read: the soonest first

    def _enable(self) -> None:
        promise, may = self._chosen(), self.can_write()
        is_open = may and promise is not None and promise.state is PromiseState.OPEN
        self._add.setEnabled(may and self._current is not None)
        for button in (self._keep, self._break, self._release, self._change):
            button.setEnabled(is_open)
        self._source.setEnabled(promise is not None and bool(promise.source))

    def _say(self) -> None:
        now = self._desk.room.clock.now_ms()
        still = [each for each in self._rows if each.state is PromiseState.OPEN]
        late = sum(1 for each in still if each.due_at is not None and each.due_at < now)
        self._say_count(ngettext("{n} open", "{n} open", len(still)).format(n=len(still)), late=late)
        self._title.setText(_("Promises"))
        self._over.setText(_("Also those that are over"))
        self._add.setText(_("Note a promise…"))
        self._add.setToolTip("N")
        self._keep.setText(pgettext("promise", "Kept…"))
        self._break.setText(pgettext("promise", "Not kept…"))
        self._release.setText(pgettext("promise", "Released…"))
        self._change.setText(_("Change…"))
        self._source.setText(_("Where it was made"))
        for button, key, _run in self.deeds():
            button.setToolTip(key)
        self._table.setAccessibleName(_("Promises"))
        self._table.say_empty(
            _("No promise is open. “Note a promise…” keeps to whom, what, by whom and until when.")
            if self._current is not None
            else ""
        )
        self._model.retranslate()
