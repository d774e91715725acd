"""One clock whole: when it is due and why, by which rule, what proves its start, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.clocks import ListedClock, clock_tone, since_said
from ui.widgets.lines import clear
from ui.widgets.tone import ToneLabel
from warroom import phrases, words
from warroom.commands.clock_words import (
    clock_kind_word,
    disclaimer,
    due_said,
    regime_state_word,
    rule_status_word,
    step_said,
)
from warroom.domain.clock_engine import Facts, standing
from warroom.domain.clock_rules import Rule
from warroom.domain.clocks import Clock, ClockKind, ClockState, StepKind, consumed
from warroom.words import _, pgettext

Offer = tuple[str, str]  # what is asked, and the words of its button


class ClockDetail(QFrame):
    """Shows one clock; `asked` carries what a button wants of it."""

    asked = Signal(str)  # open, proof, done, qualify, start, correct-start, draft, submit, correct-sent, not-applicable

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._desk = desk
        self.row: ListedClock | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(6)

    def show_clock(self, row: ListedClock | None, facts: Facts | None) -> None:
        """This clock from now on, with what is known of its incident; None shows what a detail is."""
        self.row = row
        clear(self._column)
        if row is None:
            self._line(_("Choose a deadline to see how it is counted."), "muted")
        else:
            self._fill(row, facts or Facts())
        self._column.addStretch(1)

    def buttons(self) -> list[QPushButton]:
        return self.findChildren(QPushButton)

    def _fill(self, row: ListedClock, facts: Facts) -> None:
        clock, now = row.clock, self._desk.room.clock.now_ms()
        rule = row.book.rules.get(clock.rule)
        self._line(clock.label, "", px=15, bold=True)
        self._line(due_said(clock, now), clock_tone(clock), bold=True)
        self._say_state(clock, facts, rule, now)
        if clock.start_event or clock.started_at is not None:
            self._say_start(row, facts, now)
        if clock.steps:
            self._head(_("Computation"))
            self._say_steps(row, now)
        self._say_gauge(clock, now)
        if rule is not None:
            self._say_rule(rule)
        elif clock.kind is ClockKind.LEGAL:
            self._say_regime(row, facts)
        if clock.kind is ClockKind.LEGAL:
            self._line(disclaimer(), "muted")
        self._offer(offers(clock, rule))

    def _say_state(self, clock: Clock, facts: Facts, rule: Rule | None, now: int) -> None:
        parts = [clock_kind_word(clock.kind), clock.incident_number, clock.owner]
        self._line(" · ".join(part for part in parts if part), "muted")
        if clock.is_internal:
            self._line(_("Internal target: the law gives no number of hours."), "due")
        sent = standing(facts.submissions, clock.rule)
        for item in sent if rule is not None else ():
            receipt = item.receipt or _("awaited")
            said = _("Submitted {moment} to {recipient}, receipt {receipt}").format(
                moment=phrases.moment(item.at, now), recipient=item.recipient, receipt=receipt
            )
            self._line(said, "good" if clock.state is ClockState.DONE else "late")
            if item.late_reason:
                self._line(phrases.labelled(_("Why it was late"), item.late_reason))

    def _say_start(self, row: ListedClock, facts: Facts, now: int) -> None:
        clock = row.clock
        self._head(_("Counted from"))
        is_told = clock.started_at is not None and clock.start_event
        moment = f" · {phrases.moment(clock.started_at or 0, now)}" if is_told else ""
        self._line(f"{since_said(row, now)}{moment}")
        events = [item for item in facts.events if item.event == clock.start_event]
        counting = {item.id for item in standing(facts.events, clock.start_event)[:1]}
        for item in events if len(events) > 1 else ():
            said = f"{phrases.moment(item.at, now)} · {item.by}" + (f" · {item.reason}" if item.reason else "")
            note = _("counts") if item.id in counting else _("does not count")
            self._line(f"{said} · {note}", "" if item.id in counting else "muted")

    def _say_steps(self, row: ListedClock, now: int) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        for at, step in enumerate(row.clock.steps):
            said, moment = step_said(step, row.book, now)
            is_result = step.kind is StepKind.RESULT
            tone = "muted" if step.kind is StepKind.EXTENDED else ""
            what = ToneLabel(self._desk.look, tone, bold=is_result, wrap=True, parent=self)
            when = ToneLabel(self._desk.look, tone, bold=is_result, parent=self)
            what.say(said)
            when.say(moment)
            grid.addWidget(what, at, 0)
            grid.addWidget(when, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        holder = QWidget(self)
        grid.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(grid)
        self._column.addWidget(holder)

    def _say_gauge(self, clock: Clock, now: int) -> None:
        used = consumed(clock, now)
        if clock.kind is ClockKind.RTO and used is not None:
            self._line(_("RTO consumed: {n} %").format(n=used), clock_tone(clock), bold=True)

    def _say_rule(self, rule: Rule) -> None:
        language = words.language()
        self._head(_("Rule"))
        lines = [
            (_("Legal reference"), f"{rule.legal_ref} · {rule_status_word(rule.status)}"),
            (_("Recipient"), rule.recipient.in_language(language)),
            (_("Channel"), rule.channel.in_language(language)),
            (_("Source"), rule.source),
            (_("Last verified"), rule.last_verified.isoformat()),
        ]
        for label, value in lines:
            if value:
                self._line(phrases.labelled(label, value))
        if note := rule.note.in_language(language):
            self._line(note, "muted")

    def _say_regime(self, row: ListedClock, facts: Facts) -> None:
        language, code = words.language(), row.clock.regime
        known, decided = row.book.regimes.get(code), facts.regimes.get(code)
        if decided is not None:
            said = " · ".join(part for part in (regime_state_word(decided.state), decided.by, decided.reason) if part)
            self._line(phrases.labelled(_("Qualified"), said))
        if known is not None:
            self._head(_("When it applies"))
            self._line(known.who.in_language(language))
            self._line(known.criteria.in_language(language), "muted")
        if row.clock.state is ClockState.TO_QUALIFY and row.clock.start_event:
            self._line(_("If it applies, the first deadline is the one above."), "due")

    def _offer(self, offered: list[Offer]) -> None:
        for at in range(0, len(offered), 2):
            line = QHBoxLayout()
            line.setSpacing(8)
            for what, said in offered[at : at + 2]:
                button = QPushButton(said, self)
                button.setProperty("primary" if (at, what) == (0, offered[0][0]) else "link", True)
                button.setProperty("what", what)
                button.clicked.connect(lambda _checked=False, what=what: self.asked.emit(what))
                line.addWidget(button)
            line.addStretch(1)
            holder = QWidget(self)
            line.setContentsMargins(0, 4 if at == 0 else 0, 0, 0)
            holder.setLayout(line)
            self._column.addWidget(holder)

    def _head(self, text: str) -> None:
        label = ToneLabel(self._desk.look, "muted", bold=True, parent=self)
        label.setContentsMargins(0, 6, 0, 0)
        label.say(text)
        self._column.addWidget(label)

    def _line(self, text: str, tone: str = "", *, px: int = 13, bold: bool = False) -> None:
        label = ToneLabel(self._desk.look, tone, px=px, bold=bold, wrap=True, parent=self)
        label.say(text)
        self._column.addWidget(label)


def offers(clock: Clock, rule: Rule | None) -> list[Offer]:
    """What can be done about a clock as it stands; the first is what comes next."""
    if clock.kind is not ClockKind.LEGAL:
        found = [("open", _("Open it"))]
        if clock.kind in (ClockKind.UPDATE, ClockKind.DEADLINE):
            found.insert(0, ("done", pgettext("clock", "Done")))
        return found
    if rule is None:
        return [("qualify", _("Qualify…"))]
    makers: dict[str, Callable[[], str]] = {
        "submit": lambda: _("Submitted…"),
        "draft": lambda: _("Draft…"),
        "start": lambda: _("Set its start…"),
        "correct-start": lambda: _("Correct its start…"),
        "correct-sent": lambda: _("Correct the submission…"),
        "progress": lambda: _("Still going on: progress report…"),
        "qualify": lambda: _("Qualify…"),
        "not-applicable": lambda: _("Not applicable…"),
        "proof": lambda: _("Show the proof"),
    }
    return [(what, makers[what]()) for what in _offered(clock, rule)]


def _offered(clock: Clock, rule: Rule) -> list[str]:
    own_start = rule.chained_to is None
    if clock.state is ClockState.NOT_APPLICABLE:
        return ["qualify"]
    if clock.state is ClockState.WAITING:
        return [*(["start"] if own_start or rule.ongoing else []), "draft", "submit", "qualify", "not-applicable"]
    proof = ["proof"] if clock.start_entry else []
    start = ["correct-start"] if clock.start_entry else []
    if clock.state in (ClockState.DONE, ClockState.DONE_LATE):
        return ["correct-sent", "draft", *proof, *start]
    progress = ["progress"] if rule.ongoing else []
    return ["submit", "draft", *progress, *proof, *start, "qualify", "not-applicable"]
