"""One review being written: its steps on the left, the step on the right, for several people at any station."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.reviews import due_said, state_tone
from ui.models.rex_wizard import NOUNS, RexView, read_view
from ui.panels.rex_step import StepView
from ui.tasks import Job
from ui.theme import set_property
from ui.widgets.elided import ElidedLabel
from ui.widgets.pill import Pill
from ui.widgets.rex_step_list import STEPS, RexStepList
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.rex_words import blocker_said, heat_word, rex_state_word, step_word
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexState
from warroom.room import Change
from warroom.words import _

TICK_MS = 30_000
NARROW = 900  # pixels of the page, below which the steps give way


class RexWizard(Spoken, QWidget):
    """Ctrl+PgDown goes on, Ctrl+PgUp goes back, Esc comes to the steps and then to the list of reviews."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    left = Signal()
    drop_asked = Signal(object)  # Rex
    resume_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rex = ""
        self._section = ""  # to come to as soon as it is read
        self.view: RexView | None = None
        self.step = Step.SCOPE
        self._views: dict[Step, StepView] = {}
        self._latest: Latest[RexView | None] = Latest(desk, owner=self, read=self._read, show=self._take)
        self._build()
        self._connect()
        self._say()

    # What can be asked

    def open_review(self, rex: str, *, step: Step | None = None, section: str = "") -> None:
        """Show this review, where somebody left it, or at this step or section."""
        if rex != self._rex:
            self.settle()
            self.view, self._rex = None, rex
            self.go_to(step or _remembered(self._desk, rex))
        elif step is not None:
            self.go_to(step)
        self._section = section
        self._latest.ask()

    def go_to(self, step: Step) -> None:
        """Show this step; what is typed in the former one is written."""
        if step is not self.step and self.step in self._views:
            self._views[self.step].settle()
        self.step = step
        self.steps.choose(step)
        shown = self._step_view(step)
        self._stack.setCurrentWidget(shown)
        if self.view is not None:
            shown.show_view(self.view)
        if self._rex and not self._desk.room.read_only and not self._desk.room.is_closed:
            room, rex = self._desk.room, self._rex
            self._desk.tasks.run(lambda _job: room.keep_local(_place(rex), step.value), owner=self)
        self._say()

    def go_on(self) -> None:
        """The next step."""
        self._step_by(1)

    def go_back(self) -> None:
        """The step before."""
        self._step_by(-1)

    def settle(self) -> None:
        """Write what is typed; drafts are kept of what cannot be written now."""
        for shown in self._views.values():
            shown.settle()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._all = QPushButton(self)
        self._all.setProperty("quiet", True)
        self._title, self._about = QLabel(self), ElidedLabel(parent=self)
        self._title.setProperty("role", "page")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setProperty("role", "muted")
        self._state = Pill(look, parent=self)
        self._due = ToneLabel(look, "muted", parent=self)
        self._drop = QPushButton(self)
        head, under = QHBoxLayout(), QHBoxLayout()
        for row in (head, under):
            row.setSpacing(8)
            row.setContentsMargins(0, 0, 12, 0)
        head.addWidget(self._all)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self._due)
        under.addWidget(self._about, 1)
        under.addWidget(self._drop)
        self.steps = RexStepList(look, self)
        self._stack = QStackedWidget(self)
        self._way = ToneLabel(look, "due", wrap=True, parent=self)
        self._back, self._next = QPushButton(self), QPushButton(self)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 12, 0)
        foot.setSpacing(8)
        foot.addWidget(self._way, 1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._stack, 1)
        right.addLayout(foot)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.steps)
        middle.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 4, 12)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addLayout(under)
        whole.addLayout(middle, 1)

    def _connect(self) -> None:
        self._all.clicked.connect(lambda _checked=False: self._leave())
        self._drop.clicked.connect(lambda _checked=False: self._drop_or_resume())
        self._back.clicked.connect(lambda _checked=False: self.go_back())
        self._next.clicked.connect(lambda _checked=False: self.go_on())
        self.steps.chosen.connect(self.go_to)
        self.steps.entered.connect(lambda: self._step_view(self.step).enter())
        self.steps.left.connect(self._leave)
        for keys, run in (("Ctrl+PgDown", self.go_on), ("Ctrl+PgUp", self.go_back)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        self._desk.changes.changed.connect(self._follow)
        ticks = QTimer(self, interval=TICK_MS)
        ticks.timeout.connect(self._say)
        ticks.start()

    def _step_view(self, step: Step) -> StepView:
        """The view of a step, built when first shown."""
        if step not in self._views:
            shown = StepView(self._desk, step, self._stack)
            self._stack.addWidget(shown)
            self._views[step] = shown
            for name, follow in (("record_chosen", self.record_chosen), ("step_asked", self.go_to)):
                signal = getattr(shown.part, name, None)
                if signal is not None:
                    signal.connect(follow)
        return self._views[step]

    # Reading and showing

    def _read(self, _job: Job) -> RexView | None:
        return read_view(self._desk.room, self._rex) if self._rex else None

    def _take(self, view: RexView | None) -> None:
        if view is None or view.rex.id != self._rex:
            return
        self.view = view
        self.steps.show_view(view)
        if self._section:
            found = next((one for one in view.shown if one.code == self._section), None)
            if found is not None and found.step is not self.step:
                self.go_to(found.step)
        self._step_view(self.step).show_view(view)
        if self._section:
            self._step_view(self.step).open_section(self._section)
            self._section = ""
        self._say()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and self._rex and change.touches(*NOUNS):
            self._latest.ask()

    # What is done

    def _step_by(self, by: int) -> None:
        at = STEPS.index(self.step) + by
        if 0 <= at < len(STEPS):
            self.go_to(STEPS[at])
            self._step_view(self.step).enter()

    def _leave(self) -> None:
        self.settle()
        self.left.emit()

    def _drop_or_resume(self) -> None:
        if self.view is not None:
            is_dropped = self.view.standing.state is RexState.DROPPED
            (self.resume_asked if is_dropped else self.drop_asked).emit(self.view.rex)

    # Words

    def _say(self) -> None:
        view, at = self.view, STEPS.index(self.step)
        self._all.setText(_("All reviews"))
        self._back.setText(_("Back"))
        self._back.setEnabled(at > 0)
        self._next.setVisible(at + 1 < len(STEPS))
        if at + 1 < len(STEPS):
            self._next.setText(_("Next: {step}").format(step=step_word(STEPS[at + 1])))
        is_approved = view is not None and view.standing.state is RexState.APPROVED
        self._set_primary(self.step is not Step.PUBLICATION and (self.step is not Step.APPROVAL or is_approved))
        for widget in (self._state, self._due, self._about, self._drop):
            widget.setVisible(view is not None)
        if view is None:
            self._title.setText("")
            self._way.say("")
            return
        rex, state = view.rex, view.standing.state
        self._title.setText(rex.number)
        self.setAccessibleName(_("Review {number}").format(number=rex.number))
        self._state.say(rex_state_word(state), state_tone(state))
        self._due.say(*due_said(rex, state, self._desk.room.clock.now_ms()))
        number = f"{view.incident.number} · " if view.incident is not None else ""
        title = rex.title or (view.incident.title if view.incident is not None else "")
        lead = _("led by {who}").format(who=rex.lead) if rex.lead else ""
        self._about.setText(" · ".join(part for part in (f"{number}{title}", heat_word(rex.heat), lead) if part))
        is_dropped = state is RexState.DROPPED
        self._drop.setText(_("Take it up again") if is_dropped else _("Drop this review…"))
        self._drop.setVisible(state is not RexState.PUBLISHED and not self._desk.room.read_only)
        self._way.say(self._in_the_way())

    def _in_the_way(self) -> str:
        """What of this step keeps the review from being approved."""
        if self.view is None or self.step in (Step.APPROVAL, Step.PUBLICATION):
            return ""
        return " · ".join(blocker_said(one) for one in self.view.blocking(self.step))

    def _set_primary(self, is_primary: bool) -> None:
        if bool(self._next.property("primary")) is not is_primary:
            set_property(self._next, "primary", is_primary)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.steps.set_narrow(self.width() < self._desk.look.px(NARROW))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()  # what was written while another page was in front

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.steps.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.steps.setFocus()
            return
        super().keyPressEvent(event)


def _place(rex: str) -> str:
    return f"rex-step:{rex}"


def _remembered(desk: Desk, rex: str) -> Step:
    """Where this station left the review; its first step otherwise."""
    kept = desk.room.views.local(_place(rex))
    return Step(kept) if kept in list(Step) else Step.SCOPE
