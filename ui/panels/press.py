"""The press: the line and the hard questions on the left, red lines and stakeholders on the right, papers of both."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.incoming_words import mode_incident
from ui.leaflets import LeafletPrinter
from ui.parts.press import PressPart
from ui.parts.stakeholders import StakeholdersPart
from ui.widgets.choice import Choice, Way
from ui.widgets.no_incident import NoIncident
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from warroom import words
from warroom.commands import ProposePress
from warroom.domain.channels import AnswerKind
from warroom.domain.incidents import Incident
from warroom.reports.press import one_truth_of, spokesperson_of, stakeholders_of
from warroom.room import Change
from warroom.words import _, pgettext

NARROW = 900  # pixels of the page, below which the right stands under the left
TICK_MS = 30_000


class PressPanel(Spoken, QScrollArea):
    """Everything in the language chosen above; a pair of languages is written one after the other."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._printer = LeafletPrinter(desk, self)
        self._build()
        self._say()
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self, interval=TICK_MS)
        ticks.timeout.connect(self._refresh)
        ticks.start()

    @property
    def language(self) -> str:
        """The language whose words are shown."""
        return self.languages.value() or words.language()

    def show_incident(self, incident: str | None) -> None:
        """Show what is said about this one."""
        self._incident = mode_incident(self._desk, incident)
        self._say()
        self._refresh()

    def reveal(self, noun: str, record: str) -> None:
        """Show the language of this answer."""
        if self._incident is None or noun != "press_answer":
            return
        for one in self._desk.room.views.press_answers(self._incident.id):
            if one.id == record and one.language in ("fr", "en"):
                self.show_language(one.language)

    def show_language(self, language: str) -> None:
        """Show the words of this language."""
        self.languages.choose(language)
        for part in (self.line, self.questions, self.limits):
            part.show_language(language)

    def propose(self) -> None:
        """Take up the ten hard questions, the bridges and the red lines that ship."""
        if self._incident is not None:
            self._desk.tasks.follow(self._desk.room.do(ProposePress(incident=self._incident.id)), owner=self)

    def print_(self) -> None:
        """The spokesperson's sheet, in the language shown."""
        incident, language = self._incident, self.language
        if incident is not None:
            self._printer.print_(
                lambda made: spokesperson_of(made, incident.id, language),
                incident=incident.id,
                exercise=incident.exercise,
            )

    def print_one_page(self) -> None:
        """What everybody may say, in the language shown."""
        incident, language = self._incident, self.language
        if incident is not None:
            self._printer.print_(
                lambda made: one_truth_of(made, incident.id, language),
                incident=incident.id,
                exercise=incident.exercise,
            )

    def print_stakeholders(self) -> None:
        """The map and the list."""
        is_exercise = self._incident.exercise if self._incident is not None else False
        self._printer.print_(stakeholders_of, exercise=is_exercise)

    # Building

    def _build(self) -> None:
        desk = self._desk
        self._title, self._empty = QLabel(self), NoIncident(desk, self)
        self._title.setProperty("role", "page")
        ways = [Way("fr", lambda: "Français"), Way("en", lambda: "English")]  # as each calls itself
        self.languages: Choice[str] = Choice(desk.look, ways, self, in_a_row=True)
        self.languages.choose("fr" if words.language() == "fr" else "en")
        self.languages.chosen.connect(lambda: self.show_language(self.language))
        self.line = PressPart(
            desk,
            title=lambda: _("Press line"),
            kinds=(AnswerKind.LINE,),
            empty=lambda: _("No press line yet. “Write”: two or three sentences that everybody says alike."),
        )
        self.questions = PressPart(
            desk,
            title=lambda: _("Hard questions"),
            kinds=(AnswerKind.QUESTION,),
            empty=lambda: _("No question is prepared. “Take up the ten questions” brings those that always come."),
        )
        self.limits = PressPart(
            desk,
            title=lambda: _("Bridges and red lines"),
            kinds=(AnswerKind.BRIDGE, AnswerKind.RED_LINE),
            empty=lambda: _("How to come back to the line, and what is never said, come with the questions."),
        )
        self.stakeholders = StakeholdersPart(desk)
        self.proposal, self.sheet, self.page, self.map = (QPushButton(self) for _n in range(4))
        self.proposal.setProperty("primary", True)
        self.proposal.clicked.connect(lambda _checked=False: self.propose())
        self.sheet.clicked.connect(lambda _checked=False: self.print_())
        self.page.clicked.connect(lambda _checked=False: self.print_one_page())
        self.map.clicked.connect(lambda _checked=False: self.print_stakeholders())
        self._lay_out()

    def _lay_out(self) -> None:
        head, acts = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.languages)
        acts.setSpacing(8)
        for button in (self.proposal, self.sheet, self.page, self.map):
            acts.addWidget(button)
        acts.addStretch(1)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, parts in ((left, (self.line, self.questions)), (right, (self.limits, self.stakeholders))):
            column.setSpacing(12)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(12)
        self._columns.addLayout(left, 3)
        self._columns.addLayout(right, 2)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = Flowing()
        self.setWidget(inside)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(acts)
        whole.addWidget(self._empty)
        whole.addLayout(self._columns, 1)

    # Reading and showing

    def _refresh(self) -> None:
        if self._incident is None or self._desk.room.is_closed:
            return
        for part in (self.line, self.questions, self.limits, self.stakeholders):
            part.show_incident(self._incident)
        taken_up = {one.kind for one in self._desk.room.views.press_answers(self._incident.id)}
        self.proposal.setVisible(AnswerKind.QUESTION not in taken_up)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches("press_answer", "stakeholder", "audience", "incident"):
            if self._incident is not None:
                self._incident = mode_incident(self._desk, self._incident.id)
            self._refresh()

    def _say(self) -> None:
        incident, is_there = self._incident, self._incident is not None
        said = _("Press · {number}").format(number=incident.number) if incident else pgettext("page", "Press")
        self._title.setText(said)
        self.setAccessibleName(said)
        self.proposal.setText(_("Take up the ten questions"))
        self.sheet.setText(_("Print the spokesperson’s sheet"))
        self.page.setText(_("Print the one page for everybody"))
        self.map.setText(_("Print the stakeholders"))
        self._empty.say()
        self._empty.setVisible(not is_there)
        self.languages.say()
        for widget in (
            self.line,
            self.questions,
            self.limits,
            self.stakeholders,
            self.sheet,
            self.page,
            self.languages,
        ):
            widget.setVisible(is_there)
        self.proposal.setVisible(is_there and self.proposal.isVisibleTo(self))
        self.map.setVisible(is_there)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._desk.look.px(NARROW)
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        (self.languages if self._incident is not None else self._empty).setFocus()
