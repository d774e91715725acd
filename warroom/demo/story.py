"""The story: content files played step by step on a clock that is told what time it is."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from warroom import commands as verbs
from warroom.clock import Clock, FixedClock, Moment, zone_of
from warroom.commands.mobilisation import Wanted
from warroom.commands.relief import ShiftSaid
from warroom.domain.anticipation import Prepared
from warroom.domain.cap import Alert, AlertArea, AlertInfo, Category, Certainty, Urgency
from warroom.domain.decisions import Option, Window
from warroom.domain.entries import Kind
from warroom.domain.incidents import Mode
from warroom.domain.paper import SheetLine
from warroom.phrases import time_of_day
from warroom.reports.cap import cap_xml
from warroom.room import Room

MINUTE_MS = 60_000
FIRST_SECOND_MS = 3_000
BETWEEN_STEPS_MS = 6_000
PLACEHOLDER = re.compile(r"\{(time|no):([^}]*)\}")

VERBS: dict[str, Callable[..., Any]] = {
    "declare": verbs.DeclareIncident,
    "status": verbs.ChangeStatus,
    "severity": verbs.ChangeSeverity,
    "milestone": verbs.SetMilestone,
    "describe": verbs.DescribeIncident,
    "service": verbs.SetService,
    "public": verbs.SetPublic,
    "log": verbs.LogEntry,
    "correct": verbs.CorrectEntry,
    "mark": verbs.MarkEntry,
    "request": verbs.RequestDecision,
    "decide": verbs.Decide,
    "read_back": verbs.ReadBack,
    "action": verbs.AddAction,
    "acknowledge": verbs.AcknowledgeAction,
    "move": verbs.MoveAction,
    "verify_caller": verbs.VerifyCaller,
    "hypothesis": verbs.OpenHypothesis,
    "amend_hypothesis": verbs.AmendHypothesis,
    "move_hypothesis": verbs.MoveHypothesis,
    "back": verbs.BackHypothesis,
    "scenario": verbs.WriteScenario,
    "fire": verbs.FireTrigger,
    "can": verbs.ReportCan,
    "take_up": verbs.TakeUpNeeds,
    "open_point": verbs.OpenPoint,
    "close_point": verbs.ClosePoint,
    "ask": verbs.AskQuestion,
    "answer": verbs.AnswerQuestion,
    "situation": verbs.StateSituation,
    "due": verbs.SetDue,
    "finish_due": verbs.FinishDue,
    "told": verbs.NoteUpdate,
    "qualify": verbs.QualifyRegime,
    "clock_event": verbs.SetClockEvent,
    "continuity": verbs.SetContinuity,
    "activate_cell": verbs.ActivateCell,
    "raise": verbs.ChangeLevel,
    "intent": verbs.SetIntent,
    "objective": verbs.SetObjective,
    "hold": verbs.HoldFunction,
    "freeze": verbs.FreezeChanges,
    "exception": verbs.AllowException,
    "print": verbs.RegisterPrintout,
    "transcribe": verbs.TranscribeSheet,
    "check_in": verbs.CheckIn,
    "watchword": verbs.SetWatchword,
    "mobilise": verbs.StartMobilisation,
    "close_mobilisation": verbs.CloseMobilisation,
    "call": verbs.LogCall,
    "acknowledged": verbs.Acknowledge,
    "arrive": verbs.Arrive,
    "escalate": verbs.Escalate,
    "need": verbs.MarkNeed,
    "send": verbs.SendTeam,
    "contact": verbs.NoteContact,
    "means": verbs.AskMeans,
    "approve_means": verbs.ApproveMeans,
    "order_means": verbs.OrderMeans,
    "means_here": verbs.ArriveMeans,
    "relief": verbs.PlanRelief,
    "propose_press": verbs.ProposePress,
    "write_press": verbs.WritePress,
    "approve_press": verbs.ApprovePress,
    "stakeholder": verbs.AddStakeholder,
    "channel": verbs.AddChannel,
    "check_channel": verbs.CheckChannel,
    "first_message": verbs.FirstMessage,
    "draft_message": verbs.DraftMessage,
    "cite_entry": verbs.CiteEntry,
    "ask_review": verbs.AskReview,
    "give_verdict": verbs.GiveVerdict,
    "approve_message": verbs.Approve,
    "release_message": verbs.ReleaseMessage,
    "told_already": verbs.NoteUpdate,
    "long_incident": verbs.LongIncident,
    "receive": verbs.ReceiveInbound,
    "triage": verbs.TriageInbound,
    "send_back": verbs.SendBackInbound,
    "decide_inbound": verbs.DecideInbound,
    "answered": verbs.AnswerInbound,
    "rumour": verbs.AddRumour,
    "judge": verbs.JudgeRumour,
    "log_rumour": verbs.LogRumour,
    "promise": verbs.MakePromise,
    "kept": verbs.KeepPromise,
    "open_rex": verbs.OpenRex,
    "read_rules": verbs.ReadRules,
    "write_section": verbs.WriteSection,
    "rex_note": verbs.AddNote,
    "put_right": verbs.AddCorrective,
    "prove": verbs.ProveCorrective,
}
PLAIN: dict[str, Callable[[Any], Any]] = {
    "people": lambda value: tuple(Wanted(**wanted) for wanted in value),
    "names": dict,  # told as pairs: one text in each language would be read as one text
}
RENAMED = {"by_whom": "by"}  # `by` is who types
ABOUT_STEP = ("when", "do", "by", "as")
SPAN = ("from_at", "until_at")
TIMES = (
    "at", "event_at", "impact_started", "detected", "due_at", "decide_before", "review_at", "timebox_at",
    "since", "relief_at", "period_until", "until_at", "next_at", "ack_by", "eta_at", "needed_by", "answer_by",
)  # fmt: skip
REFERENCES = (
    "entry",
    "action",
    "due",
    "evidence",
    "scenario",
    "report",
    "cell",
    "freeze",
    "point",
    "field_team",
    "means",
    "mobilisation",
    "message",
    "review",
    "inbound",
    "rumour",
    "promise",
    "corrective",
    "rex",
)
BY_NAME = {"callee": "_callee", "channels": "_channels", "hypothesis": "_hypothesis"}
SOMETIMES = ("question", "source", "decision", "answer")  # a reference where a step has that name, words otherwise


class LocalStoryClock(FixedClock):
    """A clock that is told the time and keeps this laptop's own zone."""

    def moment(self) -> Moment:
        return Clock.moment(self)


def story_clock(real: Clock) -> FixedClock:
    """A clock that moves when told, in the zone of the one it stands for."""
    if isinstance(real, FixedClock):
        return FixedClock(real.now_ms(), zone=real.moment().zone)
    return LocalStoryClock(real.now_ms())


def play(room: Room, scenes: list[dict[str, Any]], *, clock: FixedClock, now_ms: int) -> None:
    """Play all scenes together, in the order things happened; `room` must read the time from `clock`."""
    zone = None if isinstance(clock, LocalStoryClock) else zone_of(clock.moment().zone)
    tellers = [Teller(room, scene, now_ms=now_ms, zone=zone) for scene in scenes]
    steps = [(step["when"], teller, step) for teller in tellers for step in teller.scene["steps"]]
    minute, nth = None, 0
    for when, teller, step in sorted(steps, key=lambda item: item[0]):
        nth = nth + 1 if when == minute else 0
        minute = when
        clock.set(teller.time(when) + FIRST_SECOND_MS + nth * BETWEEN_STEPS_MS)
        teller.tell(step)


@dataclass(slots=True)
class Told:
    """What a step made: its id, and the number that people read."""

    id: str
    number: str


class Teller:
    """Tells one incident; knows what each named step made."""

    def __init__(self, room: Room, scene: dict[str, Any], *, now_ms: int, zone: tzinfo | None) -> None:
        self.scene = scene
        self._room = room
        self._now = now_ms
        self._zone = zone
        self._incident = ""
        self._told: dict[str, Told] = {}

    def time(self, minutes: int) -> int:
        """Minutes from now as milliseconds UTC, on a whole minute: the past never less ago, a due time never sooner."""
        floor = self._now - self._now % MINUTE_MS
        ceiling = floor if floor == self._now else floor + MINUTE_MS
        return (floor if minutes < 0 else ceiling) + minutes * MINUTE_MS

    def tell(self, step: dict[str, Any]) -> None:
        """Do what one step says, typed by whom it names, else by the one who keeps this incident's log."""
        typed_by = step.get("by", self.scene["by"])
        if self._room.member != typed_by:
            self._room.sit_down(typed_by)
        fields = {RENAMED.get(name, name): value for name, value in step.items() if name not in ABOUT_STEP}
        if step["do"] in ("attach", "alert"):
            (self._attach if step["do"] == "attach" else self._alert)(**fields)
            return
        verb = VERBS[step["do"]]
        known = _hints(verb)
        told = {name: self._value(name, known[name], value) for name, value in fields.items()}
        if self._incident and "incident" in known:
            told["incident"] = self._incident
        if self._incident and "incidents" in known:
            told["incidents"] = (self._incident,)
        made = self._room.do(verb(**told)).result()
        if step["do"] == "declare":
            self._incident = made.id
        if "as" in step:
            self._told[step["as"]] = Told(id=getattr(made, "id", made), number=str(made))

    def text(self, written: str) -> str:
        """A text with its times of day and numbers filled in."""

        def fill(found: re.Match[str]) -> str:
            what, which = found.groups()
            if what == "no":
                return self._told[which].number
            minutes, _plus, more = which.partition("+")  # so many minutes after a time of the story
            return time_of_day(self.time(int(minutes)) + int(more or 0) * MINUTE_MS, self._zone)

        return PLACEHOLDER.sub(fill, written)

    def _value(self, name: str, hint: Any, value: Any) -> Any:
        """A value of the content file as the command's field takes it."""
        kinds = (hint, *get_args(hint))
        if enums := [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum)]:
            return enums[0](value)
        if name in TIMES:
            return self.time(value)
        if name in REFERENCES or (name in SOMETIMES and value in self._told):
            return self._told[value].id
        if name in BY_NAME:
            return getattr(self, BY_NAME[name])(value)
        if name in PLAIN:
            return PLAIN[name](value)
        if name == "shifts":
            return tuple(ShiftSaid(**shift | {at: self.time(shift[at]) for at in SPAN}) for shift in value)
        if name == "window":
            return self._window(**value)
        if name == "prepared":
            return tuple(Prepared(self.text(made["question"]), self._options(made["options"])) for made in value)
        if name == "facts":
            return tuple(self._told[known].number for known in value)
        if name == "lines" and all(isinstance(line, dict) for line in value):
            return tuple(self._sheet_line(line) for line in value)
        if name == "options":
            return self._options(value)
        if isinstance(value, list):
            return tuple(self.text(item) for item in value)
        if isinstance(value, dict):
            return {
                part: self.text(said) if isinstance(said, str) else in_languages(said) for part, said in value.items()
            }
        return self.text(value) if isinstance(value, str) else value

    def _sheet_line(self, line: dict[str, Any]) -> SheetLine:
        """One line of a sheet of paper, `at` some minutes from now."""
        return SheetLine(
            event_at=self.time(line["at"]),
            text=self.text(line["text"]),
            kind=Kind(line["kind"]),
            from_who=line.get("from_who", ""),
            channel=line.get("channel", ""),
        )

    def _options(self, told: list[dict[str, str]]) -> tuple[Option, ...]:
        return tuple(Option(**{part: self.text(said) for part, said in option.items()}) for option in told)

    def _callee(self, name: str) -> str:
        """Somebody who is called out in the mobilisation told last, by name."""
        views = self._room.views
        names = {person.id: person.name for person in views.roster()}
        (mobilisation, *_older) = views.mobilisations(self._incident, mode=Mode.BOTH)
        return next(each.id for each in views.callees(mobilisation.id) if names[each.person] == name)

    def _channels(self, kinds: list[str]) -> tuple[str, ...]:
        """The first channel of each kind."""
        known = self._room.views.channels()
        return tuple(next(each.id for each in known if each.kind == kind) for kind in kinds)

    def _hypothesis(self, step: str) -> str:
        """A hypothesis by the step that opened it, or by the one that wrote its entry."""
        told = self._told[step].id
        found = self._room.views.hypotheses(self._incident)
        return next((each.id for each in found if told in (each.id, each.entry)), told)

    def _window(
        self, *, rto_end: int, rto_min: int, failover_min: int, margin_min: int, tested: str, service: str
    ) -> Window:
        """What “decide before” is computed from; `tested` is a day of the year, as `05-12`."""
        return Window(
            down_since=self.time(rto_end - rto_min),
            rto_min=rto_min,
            failover_min=failover_min,
            margin_min=margin_min,
            tested_at=last_day(tested, self._now),
            service=service,
        )

    def _attach(self, *, entry: str, name: str, origin: str, content: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / Path(name).name
            file.write_text(self.text(content), encoding="utf-8-sig")
            self._room.attach(file, noun="entry", parent=self._told[entry].id, origin=origin)

    def _alert(
        self, *, words: list[dict[str, str]], severity: str, sent: int, onset: int, expires: int, **of_whom: str
    ) -> None:
        """An alert of somebody else comes in as a file, times in minutes from now."""
        infos = tuple(
            AlertInfo(
                language=said["language"], categories=(Category.MET.value,), event=said["event"],
                urgency=Urgency.EXPECTED.value, severity=severity, certainty=Certainty.LIKELY.value,
                onset=self.time(onset), expires=self.time(expires), sender_name=of_whom["sender_name"],
                headline=said["headline"], description=said["description"], instruction=said["instruction"],
                areas=(AlertArea(said["area"]),),
            )
            for said in words
        )  # fmt: skip
        alert = Alert(of_whom["identifier"], of_whom["sender"], self.time(sent), infos=infos)
        alerts = self._room.alerts
        alerts.bring_in(alerts.preview_bytes(cap_xml(alert, zone=self._zone), "alert.cap.xml", into=self._incident))


def in_languages(said: Any) -> Any:
    """Pairs of a language and its words, as a message is filled in with them; anything else as it is."""
    return dict(said) if isinstance(said, list) else said


def last_day(day: str, now_ms: int) -> int:
    """Noon UTC of the last day of this name (`05-12`: 12 May), in milliseconds."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    found = datetime.fromisoformat(f"{now.year}-{day}T12:00:00+00:00")
    if found > now:
        found = found.replace(year=now.year - 1)
    return int(found.timestamp() * 1000)


@cache
def _hints(verb: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(verb)
