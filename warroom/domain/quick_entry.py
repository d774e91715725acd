"""Quick entry: one typed line, and what was chosen beside it, read as an entry, an action or a decision.

Only words at the very start, or in an unbroken run at the very end, can be anything but text. What is not understood,
and what the target cannot carry, stays in the text.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from warroom.domain.entries import Channel, Kind, Verification
from warroom.domain.quick_lexicon import AGO, CLOCK, DATE_CLOCK, DAY_CLOCK
from warroom.domain.quick_tokens import Slot, Token, TokenReader
from warroom.domain.typed_times import parse_due, parse_time

__all__ = [
    "NOTHING_CHOSEN",
    "Chosen",
    "QuickEntry",
    "Slot",
    "Span",
    "Target",
    "parse",
    "parse_due",
    "parse_time",
    "written",
]

FROM_LABEL, TO_LABEL = {"fr": "de:", "en": "from:"}, {"fr": "à:", "en": "to:"}
BARE_MINUTES = re.compile(r"\d{1,3} ?(?:min|mn|minutes?)?", re.IGNORECASE)
READS_AS_TIME = re.compile(rf"{AGO.pattern}|{DAY_CLOCK.pattern}|{DATE_CLOCK.pattern}|{CLOCK.pattern}", re.IGNORECASE)
CHANNEL_LABEL = {Channel.IN_PERSON.value: "in-person", Channel.PHONE.value: "phone"}
TAIL_WORDS = 40  # how far back the run at the end may begin


class Target(enum.Enum):
    """What the line becomes."""

    ENTRY = "entry"
    DECISION = "decision"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What keys, chips and fields say beside the line, for hands that know no grammar."""

    from_who: str = ""
    to_who: str = ""
    channel: str = ""
    when: str = ""  # as typed: 20 is twenty minutes ago, 23:50 the nearest past
    to_verify: bool = False
    key_event: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """One understood piece of the line: where it stands (characters) and what it says."""

    start: int
    end: int
    slot: Slot


NOTHING_CHOSEN = Chosen()


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What a line says. Times are milliseconds UTC; None means not said."""

    kind: Kind
    text: str
    event_at: int | None = None
    from_who: str = ""
    to_who: str = ""
    channel: str = ""
    verification: Verification = Verification.NONE
    key_event: bool = False
    services: tuple[str, ...] = ()
    owner: str = ""
    due_at: int | None = None
    understood: tuple[Span, ...] = ()
    is_when_unread: bool = False  # the field for the time says something that is no time

    @property
    def target(self) -> Target:
        return _target(self.kind)


# What each target can carry; a word it cannot carry stays in the text, so that nothing typed is lost.
CARRIED = {
    Target.ENTRY: frozenset(Slot) - {Slot.OWNER, Slot.DUE},
    Target.DECISION: frozenset({Slot.KIND, Slot.FROM, Slot.TO, Slot.CHANNEL, Slot.KEY_EVENT}),
    Target.ACTION: frozenset(Slot) - {Slot.SERVICE},
}
DECISION_CHANNELS = frozenset({Channel.PHONE, Channel.MAIL, Channel.SMS, Channel.IN_PERSON})


def parse(
    text: str,
    *,
    now_ms: int,
    zone: tzinfo | None,
    people: Sequence[str] = (),
    services: Sequence[str] = (),
    kind: Kind = Kind.INFORMATION,
    language: str = "fr",
    chosen: Chosen = NOTHING_CHOSEN,
) -> QuickEntry:
    """Read one line; `kind` is the one chosen by key or chip, a prefix such as `fact:` overrides it.

    A zone of None is this computer's own. Every character that is not in an understood span is in the text; so is what
    was `chosen` and cannot be carried or, of a time, understood. What is chosen holds against what is typed.
    """
    reader = TokenReader(text, now_ms=now_ms, zone=zone, people=people, services=services, language=language)
    tokens = _tokens(reader)
    kind = next((Kind(token.value) for token in tokens if token.slot is Slot.KIND), kind)
    if kind is not Kind.DECISION and any(token.slot is Slot.OWNER for token in tokens):
        kind = Kind.ORDER
    target = _target(kind)
    picked, left = _picked(chosen, target, now_ms=now_ms, zone=zone, language=language)
    kept = [token for token in tokens if _is_carried(token, target) and token.slot not in picked]
    said = {**{token.slot: token for token in kept}, **picked}
    if target is Target.ACTION and Slot.OWNER in said and Slot.TO in said:
        kept = [token for token in kept if token.slot is not Slot.TO]  # two names: the one after @ acts
        addressed = said.pop(Slot.TO)
        left += [f"{_label(TO_LABEL, language)}{addressed.value}"] if Slot.TO in picked else []
    return QuickEntry(
        kind=kind,
        text=" ".join(piece for piece in (_rest(text, kept), *left) if piece),
        event_at=_at(said.get(Slot.TIME)),
        from_who=_value(said.get(Slot.FROM)),
        to_who=_value(said.get(Slot.TO)),
        channel=_value(said.get(Slot.CHANNEL)),
        verification=Verification.TO_VERIFY if Slot.VERIFY in said else Verification.NONE,
        key_event=Slot.KEY_EVENT in said,
        services=tuple(dict.fromkeys(token.value for token in kept if token.slot is Slot.SERVICE)),
        owner=_value(said.get(Slot.OWNER)),
        due_at=_at(said.get(Slot.DUE)),
        understood=tuple(Span(token.start, token.end, token.slot) for token in kept),
        is_when_unread=bool(chosen.when.strip()) and Slot.TIME not in picked,
    )


def written(text: str, kind: Kind, chosen: Chosen, *, language: str = "fr") -> str:
    """The line with all that was chosen beside it typed out, so that a draft keeps it; `parse` reads it back."""
    ago = f"-{chosen.when}" if BARE_MINUTES.fullmatch(chosen.when) else chosen.when
    pieces = (
        f"{kind.value}:" if kind is not Kind.INFORMATION else "",
        _quoted(_label(FROM_LABEL, language), chosen.from_who),
        _quoted(_label(TO_LABEL, language), chosen.to_who),
        f"par:{CHANNEL_LABEL.get(chosen.channel, chosen.channel)}" if chosen.channel else "",
        "+" if chosen.to_verify else "",
        "!" if chosen.key_event else "",
        ago if READS_AS_TIME.fullmatch(ago) else f"({ago})" if ago else "",
        text,
    )
    return " ".join(piece for piece in pieces if piece)


def _quoted(label: str, name: str) -> str:
    said = " ".join(name.split())
    if not said:
        return ""
    opening, closing = ('"', '"') if '"' not in said else ("«", "»")
    return f"{label}{opening}{said}{closing}"


def _picked(
    chosen: Chosen, target: Target, *, now_ms: int, zone: tzinfo | None, language: str
) -> tuple[dict[Slot, Token], list[str]]:
    """What was chosen, as tokens that stand nowhere in the line, and what goes into the text instead."""
    from_who, to_who, when = (" ".join(said.split()) for said in (chosen.from_who, chosen.to_who, chosen.when))
    ago = f"-{when}" if BARE_MINUTES.fullmatch(when) else when
    at = parse_time(ago, now_ms, zone) if when else None
    said = (
        (Slot.FROM, from_who, from_who, f"{_label(FROM_LABEL, language)}{from_who}"),
        (Slot.TO, to_who, to_who, f"{_label(TO_LABEL, language)}{to_who}"),
        (Slot.CHANNEL, chosen.channel, chosen.channel, chosen.channel.replace("_", "-")),
        (Slot.TIME, "" if at is None else when, when, f"({when})"),
        (Slot.VERIFY, "+" if chosen.to_verify else "", "+" if chosen.to_verify else "", "+"),
        (Slot.KEY_EVENT, "!" if chosen.key_event else "", "!" if chosen.key_event else "", "!"),
    )
    picked: dict[Slot, Token] = {}
    left: list[str] = []
    for slot, understood, typed, written in said:
        token = Token(slot, 0, 0, 0, understood, at if slot is Slot.TIME else None)
        if understood and _is_carried(token, target):
            picked[slot] = token
        elif typed:
            left.append(written)
    return picked, left


def _tokens(reader: TokenReader) -> list[Token]:
    """The run at the start, and the longest run that reaches the end."""
    leading = reader.run(0, leading=True, taken=frozenset())
    first = sum(token.words for token in leading)
    taken = frozenset(token.slot for token in leading)
    last = len(reader.words)
    for start in range(max(first, last - TAIL_WORDS), last):
        tail = reader.run(start, leading=False, taken=taken, after_text=start > first or not leading)
        if tail and start + sum(token.words for token in tail) == last:
            return leading + tail
    return leading


def _target(kind: Kind) -> Target:
    if kind is Kind.ORDER:
        return Target.ACTION
    return Target.DECISION if kind is Kind.DECISION else Target.ENTRY


def _is_carried(token: Token, target: Target) -> bool:
    if target is Target.DECISION and token.slot is Slot.CHANNEL:
        return token.value in DECISION_CHANNELS
    return token.slot in CARRIED[target]


def _rest(text: str, tokens: Sequence[Token]) -> str:
    """The text around the understood pieces, word for word."""
    pieces: list[str] = []
    at = 0
    for token in sorted(tokens, key=lambda token: token.start):
        pieces.append(text[at : token.start].strip())
        at = token.end
    pieces.append(text[at:].strip())
    return " ".join(piece for piece in pieces if piece)


def _label(labels: Mapping[str, str], language: str) -> str:
    return labels.get(language, labels["en"])


def _at(token: Token | None) -> int | None:
    return token.at if token else None


def _value(token: Token | None) -> str:
    return token.value if token else ""
