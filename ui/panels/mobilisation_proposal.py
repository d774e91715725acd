"""Whom to call out, before anybody is called: a proposal with its reasons, where to go, and the text to read out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.models.mobilisation import Choice, MobilisationPage, choice_columns
from ui.models.table import TableModel
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands import StartMobilisation
from warroom.commands.callout_words import CalloutText, callout_text
from warroom.commands.cell_words import seat_word
from warroom.commands.mobilisation import ACK_MIN, Wanted
from warroom.domain.callout import Because, Proposed, Reason
from warroom.domain.cells import Seat
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Incident
from warroom.domain.mobilisation import ESCALATE_MIN, Shape
from warroom.errors import Refusal
from warroom.words import _, language, ngettext

MINUTE = 60_000
LANGUAGES = (("fr", "Français"), ("en", "English"))  # each in its own
ROWS = 12  # of the proposal before it scrolls by itself


class ProposalPart(Spoken, QWidget):
    """Tick who is called, say where to go, and call them out: Enter in a field does it."""

    started = Signal(object)  # Started
    left = Signal()  # back to the mobilisation that goes on

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._choices: dict[str, Choice] = {}
        self._is_typed = False  # the text was changed by hand
        self._is_sending = False
        self._build()
        self._say()

    @property
    def chosen(self) -> list[Choice]:
        """Those who are called out, in the order of calls."""
        return [choice for choice in self._choices.values() if choice.is_called]

    def show_page(self, page: MobilisationPage) -> None:
        """The proposal as it is now; what somebody ticked, added or typed stays."""
        if page.incident is None:
            return
        is_new = self._incident is None or self._incident.id != page.incident.id
        self._incident = page.incident
        if is_new:
            self._choices, self._is_typed = {}, False
            self.muster.setText(page.muster)
            self.backup.setText(page.backup)
            self.ack_by.set_moment(self._desk.room.clock.now_ms() + ACK_MIN * MINUTE)
        known = {item.person for item in page.proposal}
        kept = {key: choice for key, choice in self._choices.items() if key in known or _is_by_hand(choice)}
        fresh = {item.person: kept.pop(item.person, Choice(item, item.is_wanted)) for item in page.proposal}
        self._choices = fresh | kept
        self.back.setVisible(page.goes_on)
        self._show()

    def focus(self) -> None:
        """Ready to send: where people go is what the proposal knows least, unless it knows nobody."""
        field = self.name if not self._choices else self.start if self.muster.text() else self.muster
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def turn(self) -> None:
        """Call the selected person, or not."""
        choice = self.table.current()
        if choice is not None:
            self._choices[choice.id] = choice.turned()
            self._show()

    @Slot()
    def add(self) -> None:
        """Call whoever the field names, for the function chosen."""
        name = " ".join(self.name.text().split())
        if not name:
            return
        found = self.name.person()
        person = found.id if found is not None else f"name:{name.casefold()}"
        code = str(self.code.currentData() or "")
        why = (Reason(Because.BY_HAND),)
        proposed = Proposed(RecordId(person), found.name if found else name, code, why)
        self._choices[person] = Choice(proposed, is_called=True)
        self.name.clear()
        self._show()
        self.table.select(person)

    @Slot()
    def send(self) -> None:
        """Call them out; what was typed stays until it is on disk."""
        if self._is_sending or self._incident is None:
            return
        try:
            command = self._command(self._incident)
        except Refusal as refusal:
            self._complain(refusal)
            return
        self._trouble.hide()
        self._is_sending = True
        self._desk.tasks.follow(self._desk.room.do(command), owner=self, done=self._end, failed=self._stay)

    def _command(self, incident: Incident) -> StartMobilisation:
        return StartMobilisation(
            incident=incident.id,
            people=tuple(_wanted(choice) for choice in self.chosen),
            text=self.text.toPlainText() if self._is_typed or self._language() != language() else "",
            muster=self.muster.text(),
            backup=self.backup.text(),
            ack_by=self.ack_by.moment(),
            escalate_min=self._minutes(),
            shape=Shape.TREE if self.tree.isChecked() else Shape.LIST,
        )

    def _minutes(self) -> int:
        text = self.escalate.text().strip()
        return int(text) if text.isdecimal() and len(text) < 6 else (0 if text else ESCALATE_MIN)

    def _end(self, started: object) -> None:
        self._is_sending = False
        self._incident = None  # the next call-out begins anew
        self.started.emit(started)

    def _stay(self, error: Exception) -> None:
        self._is_sending = False
        self._complain(error)

    def _complain(self, error: Exception) -> None:
        self._trouble.say(str(error))
        self._trouble.show()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._about = ToneLabel(look, "muted", wrap=True, parent=self)
        self._exercise = ToneLabel(look, "exercise", bold=True, wrap=True, parent=self)
        now = self._desk.room.clock.now_ms
        self.model: TableModel[Choice] = TableModel(
            choice_columns(), ident=lambda row: row.id, look=look, now=now, parent=self
        )
        self.table = Table(self.model, look, sortable=False, hugs=ROWS, parent=self)
        self.table.chosen.connect(self.turn)
        self.name, self.code = PersonChoice(self._desk, self), QComboBox(self)
        self.name.returnPressed.connect(self.add)
        self._add, self._turn, self.back, self.start = (QPushButton(self) for _at in range(4))
        self.start.setProperty("primary", True)
        self.start.setProperty("large", True)
        for button, act in (
            (self._add, self.add), (self._turn, self.turn), (self.back, self.left.emit), (self.start, self.send),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.muster, self.backup, self.escalate = (QLineEdit(self) for _at in range(3))
        self.escalate.setText(str(ESCALATE_MIN))
        self.escalate.setFixedWidth(look.px(64))
        self.ack_by = TimeField(self._desk, ahead=True, parent=self)
        self.ack_by.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for field in (self.muster, self.backup, self.escalate, self.ack_by.line):
            field.returnPressed.connect(self.send)
            field.textChanged.connect(self._write)
        self.tree, self.tongue = QCheckBox(self), QComboBox(self)
        for code, name in LANGUAGES:
            self.tongue.addItem(name, code)
        self.tongue.setCurrentIndex(self.tongue.findData(language()))
        self.tongue.currentIndexChanged.connect(self._write)
        self.text = TextBox(lines=6, enter_sends=False, parent=self)
        self.text.sent.connect(self.send)
        self.text.textChanged.connect(self._note_typed)
        self._trouble = ToneLabel(look, "late", wrap=True, parent=self)
        self._trouble.hide()
        self._labels: list[tuple[QLabel, Callable[[], str]]] = []
        self._lay_out()

    def _lay_out(self) -> None:
        inside = Flowing()
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self.name, 2)
        adding.addWidget(self.code, 1)
        adding.addWidget(self._add)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (words, field) in enumerate(
            (
                (lambda: _("Where to go"), self.muster),
                (lambda: _("If that cannot be reached"), self.backup),
                (lambda: _("Acknowledge by"), self.ack_by),
                (lambda: _("Deputy after (min)"), self.escalate),
                (lambda: _("Text to read out"), self.text),
            )
        ):
            label = QLabel(inside)
            label.setBuddy(field)
            label.setProperty("role", "muted")
            self._labels.append((label, words))
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        for part in (self._exercise, self._about):
            column.addWidget(part)
        column.addWidget(self.table)
        column.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(adding)
        column.addLayout(grid)
        last = QHBoxLayout()
        last.addWidget(self.tree)
        last.addStretch(1)
        last.addWidget(self.tongue)
        column.addLayout(last)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.start)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(area, 1)
        whole.addWidget(self._trouble)
        whole.addLayout(foot)

    # Saying

    def _show(self) -> None:
        self.model.replace(list(self._choices.values()))
        if self._choices and self.table.current() is None:
            self.table.selectRow(0)
        self._say()

    def _say(self) -> None:
        for label, words in self._labels:
            label.setText(words())
            buddy = label.buddy()
            if buddy is not None:
                buddy.setAccessibleName(words())
        self.ack_by.say()
        self.name.setPlaceholderText(_("Somebody else to call"))
        self.name.setAccessibleName(self.name.placeholderText())
        self._say_functions()
        self._add.setText(_("Add"))
        self.tongue.setAccessibleName(_("Language of the text"))
        self._turn.setText(_("Call / do not call"))
        self.tree.setText(_("Call tree: each calls at most five others"))
        self.back.setText(_("Back to the board"))
        called = len(self.chosen)
        self.start.setText(ngettext("Call out {n} person", "Call out {n} people", called).format(n=called))
        self.start.setEnabled(called > 0 and not self._desk.room.read_only)
        self._turn.setEnabled(self.table.current() is not None)
        self.table.setAccessibleName(_("Who is called out"))
        self.table.say_empty(_("Nobody can be proposed yet: type a name below, and press Add."))
        self._about.setText(
            _("Proposed from the functions of the cell, who is on call, rapid-response teams, training and skills.")
        )
        is_exercise = self._incident is not None and self._incident.exercise
        self._exercise.setVisible(is_exercise)
        self._exercise.setText(_("EXERCISE: nobody is called for real; say so at the beginning and end of every call."))
        self.model.retranslate()
        self._write()

    def _say_functions(self) -> None:
        at = max(0, self.code.currentIndex())
        self.code.setAccessibleName(_("Function"))
        if self.code.count() == 0:
            self.code.addItem("", "")
            for seat in Seat:
                self.code.addItem("", seat.value)
        self.code.setItemText(0, _("Without a function"))
        for place, seat in enumerate(Seat, start=1):
            self.code.setItemText(place, seat_word(seat.value))
        self.code.setCurrentIndex(at)

    @Slot()
    def _write(self) -> None:
        """The text follows the fields until somebody changes it by hand."""
        if self._incident is None or self._is_typed:
            return
        try:
            ack_by = self.ack_by.moment()
        except Refusal:
            ack_by = None
        about, book = self._about_incident(self._incident, ack_by), self._desk.room.views.template_book()
        said = callout_text(about, language=self._language(), book=book)
        self.text.blockSignals(True)
        self.text.setPlainText(said)
        self.text.blockSignals(False)

    def _language(self) -> str:
        return str(self.tongue.currentData() or language())

    def _about_incident(self, incident: Incident, ack_by: int | None) -> CalloutText:
        views = self._desk.room.views
        cell = views.cell_of(incident.id)
        return CalloutText(
            number=incident.number,
            title=incident.title,
            severity=incident.severity.value,
            level=cell.level if cell is not None and cell.is_active else 0,
            services=tuple(sorted(item.name for item in views.services(incident.id))),
            muster=" ".join(self.muster.text().split()),
            backup=" ".join(self.backup.text().split()),
            ack_by=ack_by,
            exercise=incident.exercise,
        )

    @Slot()
    def _note_typed(self) -> None:
        self._is_typed = bool(self.text.toPlainText().strip())


def _is_by_hand(choice: Choice) -> bool:
    return any(reason.because is Because.BY_HAND for reason in choice.proposed.why)


def _wanted(choice: Choice) -> Wanted:
    item = choice.proposed
    person = item.name if item.person.startswith("name:") else item.person
    return Wanted(
        person=person,
        name=item.name,
        code=item.code,
        why=item.why,
        deputy=item.deputy,
        deputy_name=item.deputy_name,
    )
