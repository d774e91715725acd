"""The action plan: what is put right after crises, what is late, what waits to be verified or for a pilot."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.plan import Filter, PlanRead, group_said, open_said, pilots_of
from ui.panels.plan_deeds import PlanDeeds
from ui.panels.plan_list import PlanList
from ui.tasks import Job
from ui.widgets.flow import FlowLayout
from ui.widgets.spoken import Spoken
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.commands.corrective_words import share_said
from warroom.domain.corrective_state import Group
from warroom.domain.incidents import Incident, Mode
from warroom.phrases import labelled
from warroom.room import Change
from warroom.words import _, ngettext

TICK_MS = 60_000  # what is due is counted in days
NOUNS = ("corrective", "postponement", "incident", "impact", "cause", "rex")
BANDS = (Group.LATE, Group.SOON, Group.TO_VERIFY, Group.WAITING, Group.LATER)


class PlanPanel(Spoken, QWidget):
    """Every plan of the room, of crises or of exercises as the current incident is. N adds an action."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._current: str | None = None
        self._found: PlanRead | None = None
        self._latest: Latest[PlanRead] = Latest(desk, owner=self, read=self._read, show=self._show)
        self.deeds = PlanDeeds(desk, self)
        self.deeds.incident_asked.connect(lambda incident: self.record_chosen.emit(incident, "incident", incident))
        self._build()
        self._say()
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self, interval=TICK_MS)
        ticks.timeout.connect(self._ask)
        ticks.start()

    @property
    def mode(self) -> Mode:
        current = self._found.current if self._found is not None else None
        return Mode.EXERCISE if current is not None and current.exercise else Mode.REAL

    # What can be done here

    def show_incident(self, incident: str | None) -> None:
        """Whose mode is shown, and whom a new action is for."""
        self._current = incident
        self._ask()

    def reveal(self, record: str) -> None:
        """Show this action, whatever was filtered."""
        line = self._desk.room.views.plan_line(record)
        if line is None:
            return
        if not self.filter().keeps(line):
            for button in self.bands.values():
                button.setChecked(False)
            self.pilot.choose("")
            self.crisis.choose("")
            self.over.setChecked(self.over.isChecked() or line.group is Group.OVER)
        if not self.list.reveal(record):
            self._refresh()
        self.list.table.setFocus()

    def add_action(self) -> None:
        if not self._desk.room.read_only:
            self.deeds.add(self.crisis.value() or self._current or "")

    def export(self) -> None:
        """Onto a stick: the pilots and the crisis chosen here."""
        from ui.dialogs.plan_stick import PlanStickDialog
        from warroom.doors.plan_out import Wanted

        wanted = Wanted(
            incident=self.crisis.value(),
            pilot=self.pilot.value(),
            everything=self.over.isChecked(),
            exercise=self.mode is Mode.EXERCISE,
        )
        PlanStickDialog(self._desk, self._pilots(), self, wanted=wanted).open()

    def filter(self) -> Filter:
        chosen = frozenset(group for group, button in self.bands.items() if button.isChecked())
        return Filter(chosen, self.pilot.value(), self.crisis.value(), self.over.isChecked())

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._title, self._count = QLabel(self), ToneLabel(look, "muted", parent=self)
        self._title.setProperty("role", "page")
        self._figures = ToneLabel(look, "muted", wrap=True, parent=self)
        self._carried = ToneLabel(look, "due", wrap=True, parent=self)
        self._carried.hide()
        self.over, self.stick, self.add = QPushButton(self), QPushButton(self), QPushButton(self)
        self.over.setCheckable(True)
        self.add.setProperty("primary", True)
        self.bands = {group: QPushButton(self) for group in BANDS}
        self.pilot = ToldChoice(lambda: [("", _("Every pilot")), *((name, name) for name in self._pilots())], self)
        self.crisis = ToldChoice(self._crises, self)
        self.list = PlanList(self._desk, self.deeds, self)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._title, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.over, self.stick, self.add):
            head.addWidget(button)
        chosen = FlowLayout(across=6, down=6)
        for band in self.bands.values():
            band.setCheckable(True)
            band.toggled.connect(self._refresh)
            chosen.addWidget(band)
        for choice in (self.pilot, self.crisis):
            choice.currentIndexChanged.connect(self._refresh)
            chosen.addWidget(choice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 16, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self._figures)
        whole.addWidget(self._carried)
        whole.addLayout(chosen)
        whole.addWidget(self.list, 1)
        self.over.toggled.connect(self._refresh)
        self.stick.clicked.connect(lambda _checked=False: self.export())
        self.add.clicked.connect(lambda _checked=False: self.add_action())
        self.list.table.keyed.connect(lambda letter: self.add_action() if letter == "n" else None)

    # Reading and showing

    def _ask(self) -> None:
        if self.isVisible():
            self._latest.ask()

    def _read(self, _job: Job) -> PlanRead:
        views = self._desk.room.views
        incidents: dict[str, Incident] = {each.id: each for each in views.incidents(mode=Mode.BOTH)}
        current = incidents.get(self._current or "")
        mode = Mode.EXERCISE if current is not None and current.exercise else Mode.REAL
        lines = views.plan(mode=mode)
        at_work = current is not None and not current.status.is_over
        carried = views.carried_actions(current.id, mode=mode) if at_work and current is not None else []
        planned = dict.fromkeys(line.corrective.incident for line in lines)
        return PlanRead(
            lines=lines,
            figures=views.plan_figures(mode=mode),
            incidents=[incidents[each] for each in planned if each in incidents],
            carried=sum(1 for each in carried if each.services),
            current=current,
        )

    def _show(self, found: PlanRead) -> None:
        self._found = found
        for choice in (self.pilot, self.crisis):
            choice.say()
        self._refresh()

    def _refresh(self, *_args: object) -> None:
        """What the filter keeps of what was read, and all words that count it."""
        lines = self._found.lines if self._found is not None else ()
        wanted = self.filter()
        self.list.show_lines([line for line in lines if wanted.keeps(line)], [line.corrective for line in lines])
        self._say()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*NOUNS):
            self._ask()

    def _pilots(self) -> list[str]:
        return pilots_of(self._found.lines) if self._found is not None else []

    def _crises(self) -> list[tuple[str, str]]:
        known: list[Incident] = list(self._found.incidents) if self._found is not None else []
        return [("", _("Every crisis")), *((each.id, f"{each.number} · {each.title}") for each in known)]

    # Words

    def _say(self) -> None:
        is_exercise = self.mode is Mode.EXERCISE
        self._title.setText(_("Action plan of exercises") if is_exercise else _("Action plan"))
        self.setAccessibleName(self._title.text())
        self.over.setText(_("Also those that are over"))
        self.stick.setText(_("Onto a stick…"))
        self.add.setText(_("Add an action"))
        self.add.setToolTip("N")
        self.add.setEnabled(not self._desk.room.read_only)
        self.pilot.setAccessibleName(_("Pilot"))
        self.crisis.setAccessibleName(_("Crisis"))
        self._say_figures()
        self.list.say(self._empty())

    def _say_figures(self) -> None:
        found = self._found
        lines = found.lines if found is not None else ()
        for group, button in self.bands.items():
            count = sum(1 for line in lines if line.group is group)
            button.setText(group_said(group, count))
            button.setVisible(bool(count) or button.isChecked() or group in (Group.LATE, Group.TO_VERIFY))
        if found is None:
            return
        figures, late = found.figures, ngettext("{n} late", "{n} late", found.figures.late)
        said = open_said(figures)
        self._count.say(
            f"{said} · {late.format(n=figures.late)}" if figures.late else said, "late" if figures.late else "muted"
        )
        shares = (
            labelled(_("Closed within 30 days"), share_said(figures.closed_30)),
            labelled(_("Closed within 90 days"), share_said(figures.closed_90)),
            labelled(_("Done by the first date promised"), share_said(figures.on_time)),
        )
        self._figures.setText(" · ".join(shares))
        self._figures.setVisible(bool(figures.total))
        self._carried.setVisible(bool(found.carried))
        if found.carried and found.current is not None:
            carried = ngettext(
                "While {number} runs: {n} action of a former crisis about the same services is still open.",
                "While {number} runs: {n} actions of former crises about the same services are still open.",
                found.carried,
            )
            self._carried.setText(carried.format(number=found.current.number, n=found.carried))

    def _empty(self) -> str:
        if self._found is not None and self._found.lines:
            return _("Nothing here with this filter.")
        return _("Nothing is planned yet: “Add an action” says what is put right, by whom and until when.")

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.list.table.setFocus(event.reason())
