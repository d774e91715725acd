"""What the outage breaks: one line for each network, directory and door; what needs it is then greyed out."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.models.mobilisation import mode_of
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands import MarkNeed
from warroom.commands.need_words import need_state_word, need_word
from warroom.domain.incidents import Incident
from warroom.domain.needs import Broken, Need, NeedState
from warroom.room import Change
from warroom.words import _

STATES = tuple(NeedState)


class BrokenDialog(Spoken, QDialog):
    """Choose a state and say how it is known; what is chosen is kept at once, and told in the log."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._incident = desk, incident
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(desk.look.px(720))
        self.states = {need: QComboBox(self) for need in Need}
        self.reasons = {need: QLineEdit(self) for need in Need}
        self._names = {need: QLabel(self) for need in Need}
        self._heading, self._about = QLabel(self), ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._trouble = ToneLabel(desk.look, "late", wrap=True, parent=self)
        self._trouble.hide()
        self._shut, self.services = QPushButton(self), QPushButton(self)
        self._build()
        self._say()
        self._read()
        desk.changes.changed.connect(self._follow)

    def mark(self, need: Need) -> None:
        """Keep what the line of this need says."""
        state = STATES[max(0, self.states[need].currentIndex())]
        command = MarkNeed(incident=self._incident.id, need=need, state=state, reason=self.reasons[need].text())
        future = self._desk.room.do(command)
        self._desk.tasks.follow(future, owner=self, done=self._kept, failed=lambda error: self._stay(need, error))

    @Slot(object)
    def _kept(self, _record: object) -> None:
        self._trouble.hide()
        self._read()

    def _stay(self, need: Need, error: Exception) -> None:
        self._trouble.say(str(error))
        self._trouble.show()
        self.reasons[need].setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_services(self) -> None:
        """Say once what follows from a service that is down, whoever marks it."""
        from ui.dialogs.carries import CarriesDialog

        CarriesDialog(self._desk, self).open()

    def _read(self) -> None:
        """What is broken now; a line that is being typed in stays."""
        views = self._desk.room.views
        broken = {item.need: item for item in views.broken(self._incident.id, mode=mode_of(self._incident))}
        marked = {item.need: item for item in views.breakages(self._incident.id)}
        for need in Need:
            item, known = broken.get(need), marked.get(need)
            reason = self.reasons[need]
            if reason.hasFocus() and reason.isModified():
                continue
            with QSignalBlocker(self.states[need]):
                self.states[need].setCurrentIndex(STATES.index(item.state if item else NeedState.WORKS))
            reason.setText(known.reason if known else "")
            reason.setPlaceholderText(_because(item))

    # Building

    def _build(self) -> None:
        self._heading.setProperty("role", "title")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for row, need in enumerate(Need):
            state, reason = self.states[need], self.reasons[need]
            state.addItems([""] * len(STATES))
            self._names[need].setBuddy(state)
            for column, widget in enumerate((self._names[need], state, reason)):
                grid.addWidget(widget, row, column)
            state.activated.connect(lambda _at, need=need: self.mark(need))
            reason.returnPressed.connect(lambda need=need: self.mark(need))
        foot = QHBoxLayout()
        foot.addWidget(self.services)
        foot.addStretch(1)
        foot.addWidget(self._shut)
        self.services.clicked.connect(lambda _checked=False: self.ask_services())
        self.services.setAutoDefault(False)
        self._shut.clicked.connect(lambda _checked=False: self.accept())
        self._shut.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addWidget(self._about)
        whole.addLayout(grid)
        whole.addWidget(self._trouble)
        whole.addLayout(foot)

    def _say(self) -> None:
        title = _("What does the outage break?")
        self.setWindowTitle(title)
        self._heading.setText(title)
        self._about.setText(
            _("Ways to reach people and tools that need it are greyed out. Say first how it is known, then the state.")
        )
        self._shut.setText(_("Close"))
        self.services.setText(_("What depends on a service…"))
        for need in Need:
            self._names[need].setText(need_word(need))
            self.states[need].setAccessibleName(need_word(need))
            self.reasons[need].setAccessibleName(_("How it is known: {need}").format(need=need_word(need)))
            for at, state in enumerate(STATES):
                self.states[need].setItemText(at, need_state_word(state))

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("breakage", "impact", "service"):
            self._read()


def _because(item: Broken | None) -> str:
    """Why it is broken where nobody said so: a service that is down."""
    if item is None:
        return _("How is it known?")
    return _("because of {service}").format(service=item.because) if item.service else item.because
