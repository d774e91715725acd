"""What can be done with the entries chosen in the log: the same verbs in the menu, by key and in the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from ui.desk import Desk
from ui.models.log import LogModel
from ui.widgets.log_view import LogView
from warroom.commands import MarkEntry, ReceiveInbound
from warroom.commands.base import Command
from warroom.domain.entries import Entry, Verification
from warroom.domain.hypotheses import Weight
from warroom.words import N_, _

COPIED_MOST = 500  # lines put on the clipboard at once


@dataclass(frozen=True, slots=True)
class Deed:
    """One verb on chosen entries; its words are marked with N_, its id is also its name in the registry."""

    id: str
    words: str
    shortcut: str
    run: Callable[[], None]
    icon: str = ""
    writes: bool = True


class LogDeeds(QObject):
    """Acts on the current entry, or on all chosen ones where that makes sense."""

    citation_wanted = Signal(str)  # the id of an entry that belongs into the situation
    decision_wanted = Signal(object)  # the entry that calls for a decision
    files_wanted = Signal(str)  # the id of the entry to attach to
    led_to = Signal(str)  # the number of another entry

    def __init__(self, desk: Desk, view: LogView, model: LogModel) -> None:
        super().__init__(view)
        self._desk, self._view, self._model = desk, view, model
        self._deeds = (
            Deed("log.open", N_("Show everything about this entry"), "", self.show_details, "open", writes=False),
            Deed("log.correct", N_("Correct this entry…"), "Ctrl+R", self.correct, "edit"),
            Deed(
                "log.verified",
                N_("Mark as verified"),
                "Ctrl+Shift+V",
                partial(self.mark, Verification.VERIFIED),
                "check",
            ),
            Deed("log.to-verify", N_("Mark as to verify"), "Ctrl+Shift+T", partial(self.mark, Verification.TO_VERIFY)),
            Deed("log.verifying", N_("Mark as being verified"), "", partial(self.mark, Verification.VERIFYING)),
            Deed("log.refuted", N_("Mark as refuted…"), "Ctrl+Shift+R", self.refute, "close"),
            Deed("log.key-event", N_("Key event, or not"), "Ctrl+Shift+K", self.toggle_key_event, "key-event"),
            Deed("log.attach", N_("Attach files to this entry…"), "Ctrl+Shift+A", self.ask_files, "attach"),
            Deed("log.decide", N_("Ask for a decision about this…"), "", self.ask_decision, "decisions"),
            Deed("log.cite", N_("Cite in the situation…"), "Ctrl+J", self.ask_citation, "edit"),
            Deed("log.hypothesis", N_("Make a hypothesis of this…"), "", self.make_hypothesis),
            Deed("log.supports", N_("Supports a hypothesis…"), "", partial(self.back, Weight.FOR)),
            Deed("log.against", N_("Speaks against a hypothesis…"), "", partial(self.back, Weight.AGAINST)),
            Deed("log.inbound", N_("Treat as an incoming message…"), "", self.take_in),
            Deed("log.promise", N_("Note a promise made in this…"), "", self.note_promise),
            Deed("log.copy", N_("Copy"), "", self.copy, "copy", writes=False),
        )
        for deed in self._deeds:
            desk.verbs.add(
                deed.id,
                partial(_, deed.words),
                deed.run,
                shortcut=deed.shortcut,
                icon=deed.icon,
                group="log",
                enabled=partial(self._can, deed),
            )
        view.opened.connect(self._show_row)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)

    # Which entries

    def entry(self) -> Entry | None:
        """The current entry, when one is chosen."""
        index = self._view.currentIndex()
        if not index.isValid():
            return None
        found = self._model.value_now(index.row())
        return found.entry if found else None

    def entries(self) -> list[Entry]:
        """All chosen entries, as they stand in the log."""
        rows = sorted(index.row() for index in self._view.selectionModel().selectedIndexes())[:COPIED_MOST]
        found = [self._model.value_now(row) for row in rows]
        return [row.entry for row in found if row]

    def _can(self, deed: Deed) -> bool:
        if not isValid(self._view) or not self._view.isVisible() or not self._view.currentIndex().isValid():
            return False
        return not (deed.writes and self._desk.room.read_only)

    # Deeds

    @Slot()
    def show_details(self) -> None:
        from ui.dialogs.entry_details import EntryDetailsDialog

        if entry := self.entry():
            dialog = EntryDetailsDialog(self._desk, entry, self._view.window())
            dialog.led_to.connect(self.led_to)
            dialog.open()

    @Slot()
    def correct(self) -> None:
        from ui.dialogs.correct_entry import CorrectEntryDialog

        entry = self.entry()
        if entry and entry.restricted:
            self._desk.notices.say(_("Only members of its circle can correct a restricted entry."))
        elif entry:
            CorrectEntryDialog(self._desk, entry, self._view.window()).open()

    def mark(self, state: Verification) -> None:
        """Say of every chosen entry how far it is verified."""
        for entry in self.entries():
            if entry.verification is not state:
                self._do(MarkEntry(entry=entry.id, verification=state))

    @Slot()
    def take_in(self) -> None:
        """The entry is a message that came in: to be triaged, decided and answered."""
        if entry := self.entry():
            self._do(ReceiveInbound(incident=entry.incident, entry=entry.id))

    @Slot()
    def note_promise(self) -> None:
        from ui.dialogs.promise import PromiseDialog

        if entry := self.entry():
            incident = self._desk.room.views.incident(entry.incident)
            to_whom = entry.from_who or entry.to_who
            PromiseDialog(self._desk, incident, source=entry.number, to_whom=to_whom, parent=self._view.window()).open()

    @Slot()
    def refute(self) -> None:
        from ui.dialogs.mark_reason import refute_dialog

        if entry := self.entry():
            refute_dialog(self._desk, entry, self._view.window()).open()

    @Slot()
    def toggle_key_event(self) -> None:
        """The current entry decides; the other chosen ones become the same."""
        current = self.entry()
        for entry in self.entries():
            if current and entry.key_event is current.key_event:
                self._do(MarkEntry(entry=entry.id, key_event=not entry.key_event))

    @Slot()
    def ask_files(self) -> None:
        if entry := self.entry():
            self.files_wanted.emit(entry.id)

    @Slot()
    def ask_decision(self) -> None:
        if entry := self.entry():
            self.decision_wanted.emit(entry)

    @Slot()
    def make_hypothesis(self) -> None:
        """The current entry says what might be the cause."""
        from ui.dialogs.hypothesis import HypothesisDialog

        if entry := self.entry():
            incident = self._desk.room.views.incident(entry.incident)
            HypothesisDialog(self._desk, incident, None, self._view.window(), about=entry).open()

    def back(self, weight: Weight) -> None:
        """The current entry speaks for or against a hypothesis, which is chosen next."""
        from ui.dialogs.evidence import EvidenceDialog

        if entry := self.entry():
            incident = self._desk.room.views.incident(entry.incident)
            EvidenceDialog(self._desk, incident, parent=self._view.window(), entry=entry, weight=weight).open()

    @Slot()
    def ask_citation(self) -> None:
        if entry := self.entry():
            self.citation_wanted.emit(entry.id)

    @Slot()
    def copy(self) -> None:
        """The chosen entries as lines of text."""
        rows = sorted(index.row() for index in self._view.selectionModel().selectedIndexes())[:COPIED_MOST]
        found = [self._model.value_now(row) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(self._model.words(row) for row in found if row))

    def _do(self, command: Command[Any]) -> None:
        self._desk.tasks.follow(self._desk.room.do(command), owner=self)

    # The menu

    @Slot(int)
    def _show_row(self, _row: int) -> None:
        self.show_details()

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        index = self._view.indexAt(at)
        if index.isValid() and not self._view.selectionModel().isSelected(index):
            self._view.setCurrentIndex(index)
        menu = self.menu()
        menu.popup(self._view.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """The verbs that make sense now, and the way to the entries this one is tied to."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entry = self.entry()
        for deed in self._deeds:
            if not self._can(deed):
                continue
            action = menu.addAction(_(deed.words), deed.run)
            if deed.shortcut:
                action.setShortcut(QKeySequence(deed.shortcut))
            if deed.id in ("log.open", "log.refuted", "log.key-event"):
                menu.addSeparator()
        if entry:
            for number in entry.corrected_by:
                menu.addAction(
                    _("Go to the correction {number}").format(number=number), partial(self.led_to.emit, number)
                )
            if entry.corrects_number:
                number = entry.corrects_number
                menu.addAction(
                    _("Go to the original {number}").format(number=number), partial(self.led_to.emit, number)
                )
        return menu
