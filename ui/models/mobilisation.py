"""What the page of a mobilisation shows: the proposal, or whom it calls and how far each is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ui.models.table import Column
from warroom import phrases
from warroom.commands.callout_words import callee_word, reasons_said
from warroom.commands.cell_words import seat_word
from warroom.commands.need_words import broken_said
from warroom.domain.answers import CalleeLine, counting, is_escalation_due, missing_first, next_way
from warroom.domain.callout import Proposed
from warroom.domain.incidents import Incident, Mode
from warroom.domain.mobilisation import CalleeState, Mobilisation
from warroom.domain.mobilisation_times import MobilisationTimes
from warroom.domain.needs import Broken
from warroom.errors import Refusal
from warroom.room import Views
from warroom.words import N_, _

FOLLOWED = (
    "mobilisation", "callee", "call", "incident", "breakage", "impact", "service", "reach", "person", "function",
    "presence", "rotation", "override", "duty", "training", "team", "membership",
)  # fmt: skip
TONES = {
    CalleeState.TO_CALL: "",
    CalleeState.ALERTED: "due",
    CalleeState.ACKNOWLEDGED: "accent",
    CalleeState.ON_THE_WAY: "accent",
    CalleeState.IN_FUNCTION: "good",
    CalleeState.REFUSED: "late",
    CalleeState.UNREACHED: "late",
    CalleeState.STOOD_DOWN: "muted",
}


@dataclass(frozen=True, slots=True)
class MobilisationPage:
    """What was read for the page at once."""

    incident: Incident | None
    known: tuple[Mobilisation, ...] = ()  # those that go on first
    shown: Mobilisation | None = None
    lines: tuple[CalleeLine, ...] = ()
    times: MobilisationTimes | None = None
    proposal: tuple[Proposed, ...] = ()
    broken: tuple[Broken, ...] = ()
    muster: str = ""  # where people went last time
    backup: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether anybody is called out now."""
        return any(item.closed_at is None for item in self.known)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a proposal: somebody, and whether they are called."""

    proposed: Proposed
    is_called: bool

    @property
    def id(self) -> str:
        return self.proposed.person

    def turned(self) -> Choice:
        return replace(self, is_called=not self.is_called)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """Somebody on the board, with what depends on the hour."""

    line: CalleeLine
    escalate_min: int

    @property
    def id(self) -> str:
        return self.line.callee.id


def mode_of(incident: Incident) -> Mode:
    return Mode.EXERCISE if incident.exercise else Mode.REAL


def read_page(views: Views, incident: str | None, wanted: str | None) -> MobilisationPage:
    """Everything the page needs; off the screen's thread."""
    if incident is None:
        return MobilisationPage(None)
    try:
        found = views.incident(incident)
    except Refusal:
        return MobilisationPage(None)
    mode = mode_of(found)
    known = views.mobilisations(found.id, mode=mode)
    running = [item for item in known if item.closed_at is None]
    shown = next((item for item in known if item.id == wanted), next(iter(running), None))
    broken = tuple(views.broken(mode=mode))
    if shown is not None and wanted != "":
        lines = tuple(views.callee_lines(shown.id, mode=mode))
        took = views.mobilisation_times(shown.id)
        return MobilisationPage(found, tuple(known), shown, lines, took, broken=broken)
    last = next((item for item in views.mobilisations(mode=mode) if item.muster), None)
    proposal = tuple(views.callout_proposal(found.id))
    muster, backup = (last.muster, last.backup) if last is not None else ("", "")
    return MobilisationPage(found, tuple(known), None, proposal=proposal, broken=broken, muster=muster, backup=backup)


def on_board(page: MobilisationPage) -> list[BoardLine]:
    """Those called out, who is missing first."""
    minutes = page.shown.escalate_min if page.shown is not None else 0
    by_id = {line.callee.id: line for line in page.lines}
    return [BoardLine(by_id[item.id], minutes) for item in missing_first(line.callee for line in page.lines)]


def choice_columns() -> tuple[Column[Choice], ...]:
    return (
        Column(
            "call", N_("Call out"), lambda row, _now: _called(row)[0], pill=_called, width=128, whole=True,
        ),
        Column("name", N_("Name"), lambda row, _now: row.proposed.name, bold=True),
        Column("function", N_("Function"), lambda row, _now: seat_word(row.proposed.code), width=190),
        Column("why", N_("Why"), _why),
    )  # fmt: skip


def board_columns() -> tuple[Column[BoardLine], ...]:
    return (
        Column("state", N_("State"), lambda row, _now: _state(row)[0], pill=_state, width=130, whole=True),
        Column("name", N_("Name"), lambda row, _now: row.line.name, bold=True),
        Column("function", N_("Function"), lambda row, _now: seat_word(row.line.callee.code), width=150, can_go=True),
        Column("way", N_("Next way"), _way, tone=_way_tone, width=165, lead=_number, can_go=True),
        Column("when", N_("When"), _when, tone=_when_tone, width=175, whole=True),
    )


def _called(row: Choice) -> tuple[str, str]:
    return (_("yes"), "accent") if row.is_called else (_("no"), "muted")


def _why(row: Choice, now_ms: int) -> str:
    away = row.proposed.away_until
    said = [reasons_said(row.proposed.why)]
    if away is not None:
        said.insert(0, _("away until {time}").format(time=phrases.moment(away, now_ms)))
    return " · ".join(part for part in said if part)


def _state(row: BoardLine) -> tuple[str, str]:
    state = row.line.callee.state
    return callee_word(state, has_function=bool(row.line.callee.code)), TONES[state]


def way_said(line: CalleeLine) -> str:
    """How to reach somebody next, or why no way works."""
    if not line.ways:
        return _("no number is known")
    way = next_way(line.ways)
    if way is not None:
        return way.reach.value
    lacking = next((way.unmet[0] for way in line.ways if way.unmet), None)
    return broken_said(lacking) if lacking is not None else _("no way works")


def _is_waited_for(line: CalleeLine) -> bool:
    return line.callee.state in (CalleeState.TO_CALL, CalleeState.UNREACHED, CalleeState.ALERTED)


def _way(row: BoardLine, _now: int) -> str:
    return way_said(row.line) if _is_waited_for(row.line) else ""


def _number(row: BoardLine, _now: int) -> str:
    """A number is never cut; why there is none may be."""
    way = next_way(row.line.ways) if _is_waited_for(row.line) else None
    return way.reach.value if way is not None else ""


def _way_tone(row: BoardLine, _now: int) -> str:
    return "" if next_way(row.line.ways) is not None else "late"


def _when(row: BoardLine, now_ms: int) -> str:
    callee = row.line.callee
    if callee.state is CalleeState.IN_FUNCTION and callee.arrived_at is not None:
        return _("there since {time}").format(time=phrases.time_of_day(callee.arrived_at))
    if callee.escalated_at is not None:
        return _("deputy called")
    if is_escalation_due(row.line, row.escalate_min, now_ms):
        return _("call the deputy")
    if callee.eta_at is not None:
        return _("expected {due}").format(due=phrases.due(callee.eta_at, now_ms))
    tries = len(counting(row.line.tries))
    return _("called {n} times").format(n=tries) if tries > 1 else (_("called once") if tries else "")


def _when_tone(row: BoardLine, now_ms: int) -> str:
    callee = row.line.callee
    if callee.escalated_at is None and is_escalation_due(row.line, row.escalate_min, now_ms):
        return "late"
    late = callee.eta_at is not None and now_ms > callee.eta_at and callee.state is CalleeState.ON_THE_WAY
    return "late" if late else "muted"
