"""Quick entry: one typed line read as an entry, an action or a decision; what is not understood stays as text.

Only words at the very start, or in an unbroken run at the very end, can be anything but text.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from warroom.domain.entries import Channel, Kind, Verification
from warroom.domain.quick_tokens import Slot, Token, TokenReader
from warroom.domain.typed_times import parse_due, parse_time

__all__ = ["QuickEntry", "Slot", "Span", "Target", "parse", "parse_due", "parse_time"]

TAIL_WORDS = 40  # how far back the run at the end may begin


class Target(enum.Enum):
    """What the line becomes."""

    ENTRY = "entry"
    DECISION = "decision"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Span:
    """One understood piece of the line: where it stands (characters) and what it says."""

    start: int
    end: int
    slot: Slot


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

    @property
    def target(self) -> Target:
        return _target(self.kind)


# What each target can carry; a word it cannot carry stays in the text, so that nothing typed is lost.
CARRIED = {
    Target.ENTRY: frozenset(Slot) - {Slot.OWNER, Slot.DUE},
    Target.DECISION: frozenset({Slot.KIND, Slot.FROM, Slot.CHANNEL}),
    Target.ACTION: frozenset({Slot.KIND, Slot.OWNER, Slot.DUE}),
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
) -> QuickEntry:
    """Read one line; `kind` is the one chosen by key or chip, a prefix such as `fact:` overrides it.

    A zone of None is this computer's own. Every character that is not in an understood span is in the text.
    """
    reader = TokenReader(text, now_ms=now_ms, zone=zone, people=people, services=services, language=language)
    tokens = _tokens(reader)
    kind = next((Kind(token.value) for token in tokens if token.slot is Slot.KIND), kind)
    if kind is not Kind.DECISION and any(token.slot is Slot.OWNER for token in tokens):
        kind = Kind.ORDER
    kept = [token for token in tokens if _is_carried(token, _target(kind))]
    said = {token.slot: token for token in kept}
    return QuickEntry(
        kind=kind,
        text=_rest(text, kept),
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
    )


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


def _at(token: Token | None) -> int | None:
    return token.at if token else None


def _value(token: Token | None) -> str:
    return token.value if token else ""
