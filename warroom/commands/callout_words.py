"""The words of a mobilisation: the text that is read out (doctrine §7.6, T01), its states, answers and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from warroom import phrases, words
from warroom.commands.cell_words import seat_word
from warroom.domain import message_times, message_words
from warroom.domain.callout import Because, Reason
from warroom.domain.incidents import Severity
from warroom.domain.mobilisation import CalleeState, CallResult, Shape
from warroom.domain.mobilisation_times import MobilisationTimes
from warroom.domain.roster import ReachKind
from warroom.domain.template_book import TemplateBook, fill
from warroom.domain.template_forms import Value
from warroom.storage.template_book import shipped
from warroom.words import _, ngettext, pgettext, speaking

TEMPLATE = "T01"  # the same text is a message of the book of templates


@dataclass(frozen=True, slots=True)
class CalloutText:
    """What a call-out says. `ack_by` is milliseconds UTC, told in `zone`."""

    number: str
    title: str
    severity: int
    level: int = 0  # of the cell at work; 0 where none is
    services: tuple[str, ...] = ()
    muster: str = ""
    backup: str = ""
    ack_by: int | None = None
    exercise: bool = False
    zone: tzinfo | None = None


def callout_text(about: CalloutText, *, language: str | None = None, book: TemplateBook | None = None) -> str:
    """The text to read out, in a language (`fr` or `en`; the one spoken now when absent): template T01 of the book.

    The one that ships speaks when `book` is None or its own T01 says nothing. An exercise is wrapped so that nobody
    can take it for real.
    """
    with speaking(language):
        spoken = words.language()
        own = fill((book or shipped()).wording(TEMPLATE, spoken), _values(about, spoken), spoken).text
        said = own or fill(shipped().wording(TEMPLATE, spoken), _values(about, spoken), spoken).text
        return message_words.wrapped(said, exercise=about.exercise, language=spoken)


def _values(about: CalloutText, language: str) -> dict[str, Value]:
    grave = Severity(about.severity) if about.severity in set(Severity) else Severity.UNDETERMINED
    said: dict[str, Value] = {
        "ref": about.number,
        "crisis_name": about.title.rstrip(" .!"),
        "severity": message_words.severity_word(grave, language),
        "level": message_words.level_word(about.level, language),
        "service": about.services,
        "bridge": about.muster.rstrip(" ."),
        "backup": about.backup.rstrip(" ."),
        "ack_by": "" if about.ack_by is None else message_times.hour(about.ack_by, about.zone),
    }
    return {name: value for name, value in said.items() if value}


def callee_word(state: CalleeState, *, has_function: bool = True) -> str:
    """How far somebody is; whoever came without a function is there, and no more."""
    if state is CalleeState.IN_FUNCTION and not has_function:
        return pgettext("callee", "there")
    return {
        CalleeState.TO_CALL: pgettext("callee", "to call"),
        CalleeState.ALERTED: pgettext("callee", "alerted"),
        CalleeState.ACKNOWLEDGED: pgettext("callee", "acknowledged"),
        CalleeState.ON_THE_WAY: pgettext("callee", "on the way"),
        CalleeState.IN_FUNCTION: pgettext("callee", "in function"),
        CalleeState.REFUSED: pgettext("callee", "refused"),
        CalleeState.UNREACHED: pgettext("callee", "no answer"),
        CalleeState.STOOD_DOWN: pgettext("callee", "no longer needed"),
    }[state]


def result_word(result: CallResult) -> str:
    """What a call came to."""
    return {
        CallResult.REACHED: pgettext("call", "reached"),
        CallResult.NO_ANSWER: pgettext("call", "no answer"),
        CallResult.MESSAGE_LEFT: pgettext("call", "message left"),
        CallResult.REFUSED: pgettext("call", "refused"),
        CallResult.WRONG_NUMBER: pgettext("call", "wrong number"),
    }[result]


def shape_word(shape: Shape) -> str:
    return {Shape.LIST: _("Call list"), Shape.TREE: _("Call tree")}[shape]


def reach_word(kind: ReachKind) -> str:
    """A way to reach somebody, in a word or two."""
    return {
        ReachKind.MOBILE: pgettext("reach", "mobile"),
        ReachKind.WORK: pgettext("reach", "work"),
        ReachKind.HOME: pgettext("reach", "home"),
        ReachKind.SATELLITE: pgettext("reach", "satellite"),
        ReachKind.PAGER: pgettext("reach", "pager"),
        ReachKind.RADIO: pgettext("reach", "radio"),
        ReachKind.EMAIL: pgettext("reach", "e-mail"),
        ReachKind.MESSENGER: pgettext("reach", "messenger"),
        ReachKind.ADDRESS: pgettext("reach", "address"),
        ReachKind.OTHER: pgettext("reach", "other"),
    }[kind]


def reason_said(reason: Reason) -> str:
    """Why somebody is called, in a few words."""
    said = {
        Because.FUNCTION: _("holds {of}"),
        Because.DEPUTY: _("deputy of {of}"),
        Because.ON_CALL: _("on call: {of}"),
        Because.TRAINED: _("trained for {of}"),
        Because.RAPID: _("rapid-response team: {of}"),
        Because.SKILL: _("skill: {of}"),
        Because.BY_HAND: _("chosen by hand"),
        Because.ESCALATED: _("called as a deputy"),
    }[reason.because]
    is_function = reason.because in (Because.FUNCTION, Because.DEPUTY, Because.TRAINED)
    return said.format(of=seat_word(reason.of) if is_function else reason.of)


def reasons_said(why: Iterable[Reason]) -> str:
    return ", ".join(reason_said(reason) for reason in why)


def reasons_of(why: Iterable[object]) -> tuple[Reason, ...]:
    """Reasons as a record keeps them; those of a newer version are left out."""
    found = []
    for item in why:
        because = item.get("because") if isinstance(item, dict) else None
        if isinstance(item, dict) and because in set(Because):
            found.append(Reason(Because(because), str(item.get("of") or "")))
    return tuple(found)


def times_said(times: MobilisationTimes) -> list[tuple[str, str]]:
    """What a mobilisation took so far, as label and value; what did not happen yet is a dash."""
    rows: Sequence[tuple[str, int | None]] = (
        (_("First call"), times.to_first_call),
        (_("First acknowledgement"), times.to_first_answer),
        (_("Half of the answers within"), times.half_answered),
        (_("Nine answers of ten within"), times.most_answered),
        (_("Core functions armed"), times.to_core),
        (_("Everybody there"), times.to_all),
    )
    said = [(label, "—" if value is None else phrases.duration(value)) for label, value in rows]
    share = times.reached_percent
    reached = _("{reached} of {called}").format(reached=times.reached, called=times.called)
    if share is not None:
        reached = _("{reached} ({n}%)").format(reached=reached, n=share)
    said.append((pgettext("callee", "Reached"), reached))
    return said


def people_called(count: int) -> str:
    return ngettext("{n} person called out", "{n} people called out", count).format(n=count)


def mobilisation_fields() -> dict[tuple[str, str], str]:
    """The fields of a mobilisation, for whoever has to choose between two values."""
    return {
        ("mobilisation", "severity"): _("Severity"),
        ("mobilisation", "text"): _("Text of the call-out"),
        ("mobilisation", "muster"): _("Where to go"),
        ("mobilisation", "backup"): _("Where to go if that cannot be reached"),
        ("mobilisation", "ack_by"): _("Acknowledge by"),
        ("mobilisation", "escalate_min"): _("Minutes until the deputy is called"),
        ("mobilisation", "shape"): _("List or tree"),
        ("mobilisation", "closed_at"): _("Ended at"),
        ("mobilisation", "closed_by"): _("Ended by"),
        ("callee", "state"): pgettext("field", "State of the person called"),
        ("callee", "code"): _("Called for"),
        ("callee", "deputy"): _("Who is called instead"),
        ("callee", "caller"): _("Who calls them"),
        ("callee", "rank"): _("Place in the order of calls"),
        ("callee", "arrived_at"): _("Arrived at"),
        ("callee", "escalated_at"): _("Deputy called at"),
        ("callee", "escalated_from"): _("Called instead of"),
        ("callee", "eta_at"): _("Expected at"),
        ("callee", "why"): _("Why they are called"),
        ("callee", "remark"): _("Remark"),
    }
