"""Quick tokens: the words of a typed line that are not text, and the care it takes not to eat a sentence."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from warroom.domain.quick_lexicon import (
    AGO,
    BINDING,
    BREAKS,
    BY_NAMES,
    CHANNELS,
    CLOCK,
    COLONS,
    DATE_CLOCK,
    DAY_CLOCK,
    DUE_LEADING,
    DUE_TRAILING,
    FAMILY_NAME,
    FROM_NAMES,
    GOES_ON,
    KINDS,
    LIST_LETTERS,
    NO_BREAKS,
    QUOTED,
    SHORTHAND,
    TITLE,
    TO_NAMES,
    UNITS,
    folded,
)
from warroom.domain.typed_times import DAY, HOUR, parse_due, parse_time

RECENT_MS = 31 * DAY  # a typed date further back is rather one that is to come
SAME_SHIFT_MS = 12 * HOUR


class Slot(enum.Enum):
    """What a token says."""

    KIND = "kind"
    TIME = "time"
    FROM = "from"
    TO = "to"
    CHANNEL = "channel"
    VERIFY = "verify"
    KEY_EVENT = "key_event"
    SERVICE = "service"
    OWNER = "owner"
    DUE = "due"


NAMED = (Slot.FROM, Slot.TO)


@dataclass(frozen=True, slots=True)
class Token:
    """One understood piece: where it stands, how many words it takes, what it says."""

    slot: Slot
    start: int
    end: int
    words: int
    value: str = ""
    at: int | None = None  # milliseconds UTC


class TokenReader:
    """Reads tokens of one line, word by word."""

    def __init__(
        self,
        text: str,
        *,
        now_ms: int,
        zone: tzinfo | None,
        people: Sequence[str],
        services: Sequence[str],
        language: str,
    ) -> None:
        self._text = text
        self._now_ms, self._zone = now_ms, zone
        self._people = sorted((name for name in people if name), key=len, reverse=True)
        self._services = sorted((name for name in services if name), key=len, reverse=True)
        self._to_names = TO_NAMES.get(language, TO_NAMES["fr"])
        self._is_looking_ahead = False
        self.words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]

    def run(self, index: int, *, leading: bool, taken: frozenset[Slot], after_text: bool = False) -> list[Token]:
        """Tokens one after the other from this word on, up to the first word that is none."""
        found: list[Token] = []
        filled = set(taken)
        while index < len(self.words):
            token = self._token(index, leading=leading, before=found, bound=after_text and not found)
            if token is None or (token.slot in filled and token.slot is not Slot.SERVICE):
                break
            found.append(token)
            filled.add(token.slot)
            index += token.words
        return found

    def _token(self, index: int, *, leading: bool, before: list[Token], bound: bool) -> Token | None:
        """The token at this word; `bound` when the word before it is text and may hold on to it."""
        last = before[-1] if before else None
        if leading and last is None and (kind := self._kind(index)):
            return kind
        if last is not None and last.slot is Slot.OWNER and (due := self._due(index, leading=leading)):
            return due
        if mark := self._mark(index, leading=leading):
            return mark
        if said := self._said(index, leading=leading, before=before):
            return said
        if time := self._time(index, leading=leading, last=last, bound=bound):
            return time
        return self._channel(index, leading=leading, before=before, bound=bound)

    def _mark(self, index: int, *, leading: bool) -> Token | None:
        """`!` and `+`, alone or, at the start, right before a letter."""
        start, end = self.words[index]
        word = self._text[start:end]
        slot = {"!": Slot.KEY_EVENT, "！": Slot.KEY_EVENT, "+": Slot.VERIFY}.get(word[0])
        if slot is None:
            return None
        if leading and len(word) > 1 and word[1].isalpha():
            self._split(index, start + 1)
            return Token(slot, start, start + 1, 1)
        if len(word) > 1 or (slot is Slot.VERIFY and leading and self._next(index)[:1].isdigit()):
            return None
        if slot is Slot.KEY_EVENT and start and self._text[start - 1] in NO_BREAKS:
            return None  # the space that French sets before its exclamation mark
        return Token(slot, start, end, 1)

    def _label(self, index: int) -> tuple[str, int] | None:
        """The word before a colon, and where it ends after it: `de:`, `De :`, `de :Roy`, whatever the space is."""
        start, end = self.words[index]
        word = self._text[start:end]
        place = next((place for place, char in enumerate(word) if char in COLONS), None)
        if place:
            return folded(word[:place]), start + place + 1
        if place is None and self._next(index)[:1] in tuple(COLONS):
            return folded(word), self.words[index + 1][0] + 1
        return None

    def _kind(self, index: int) -> Token | None:
        """`fact:` or, as the French write it, `fait :`; the text may follow at once."""
        start = self.words[index][0]
        label = self._label(index)
        if label is None and folded(self._word(index)) == "compte":
            label = self._label(index + 1) if index + 1 < len(self.words) else None
            label = ("compte-rendu", label[1]) if label and label[0] == "rendu" else None
        kind = KINDS.get(label[0]) if label else None
        if label is None or kind is None:
            return None
        end = label[1]
        words = sum(1 for word_start, _end in self.words[index:] if word_start < end)
        self._split(index + words - 1, end)  # the rest of the word is text: it becomes a word of its own
        return Token(Slot.KIND, start, end, words, kind.value)

    def _said(self, index: int, *, leading: bool, before: list[Token]) -> Token | None:
        """`de:`, `à:`, `@`, `#`, `par:` and what they name."""
        start = self.words[index][0]
        first = self._text[start]
        if first in "@#":
            return self._named(index, Slot.OWNER if first == "@" else Slot.SERVICE, start + 1, spaced=False)
        label = self._label(index)
        if label is None:
            return None
        name, at = label
        follows = re.compile(r"\s*").match(self._text, at)
        value_at = follows.end() if follows else at
        spaced = value_at > at
        if name in FROM_NAMES or name in self._to_names:
            slot = Slot.FROM if name in FROM_NAMES else Slot.TO
            is_plain = name not in LIST_LETTERS or any(token.slot in NAMED for token in before)
            return self._named(index, slot, value_at, spaced=spaced, free=leading and is_plain)
        if name in BY_NAMES:
            return self._by(index, value_at)
        if name in CHANNELS and not spaced and self._is_beside_a_name(index + 1, leading=leading, before=before):
            return Token(Slot.CHANNEL, *self.words[index], 1, CHANNELS[name].value) if at == self._ends(index) else None
        return None

    def _by(self, index: int, at: int) -> Token | None:
        found = re.compile(r"\S+").match(self._text, at)
        channel = CHANNELS.get(folded(found[0].rstrip(".,;"))) if found else None
        return self._until(index, Slot.CHANNEL, found.end(), channel.value) if found and channel else None

    def _named(self, index: int, slot: Slot, at: int, *, spaced: bool, free: bool = False) -> Token | None:
        """Who or what is named from this place on; after a space a name nobody knows is one only where `free`."""
        if at >= len(self._text):
            return None
        known = self._services if slot is Slot.SERVICE else self._people
        name = self._known_at(at, known)
        if name:
            return self._until(index, slot, at + len(name), name)
        if spaced and not free:
            return None
        quoted = QUOTED.match(self._text, at)
        if quoted and self._ends_a_word(quoted.end()):
            return self._until(index, slot, quoted.end(), quoted[1] or quoted[2] or quoted[3])
        end = at
        while end < len(self._text) and not self._text[end].isspace():
            end += 1
        value = self._text[at:end].rstrip(",;")
        if not any(char.isalnum() for char in value) or value.startswith("/"):
            return None
        if (slot is Slot.SERVICE or spaced) and not value[0].isalpha():
            return None  # "#4821" is a ticket, not a service; "à : 15:30" is no person
        if spaced and value[-1:] in COLONS:
            return None
        more = FAMILY_NAME.match(self._text, end) if slot in NAMED and TITLE.fullmatch(value) else None
        if more and more[1][0].isupper() and self._ends_a_word(more.end()):
            return self._until(index, slot, more.end(), f"{value} {more[1]}")
        return self._until(index, slot, end, value)

    def _known_at(self, at: int, names: Sequence[str]) -> str:
        for name in names:
            if folded(self._text[at : at + len(name)]) == folded(name) and self._ends_a_word(at + len(name)):
                return name
        return ""

    def _ends_a_word(self, at: int) -> bool:
        return (
            at == len(self._text)
            or self._text[at].isspace()
            or (self._text[at] in ",;" and (at + 1 == len(self._text) or self._text[at + 1].isspace()))
        )

    def _until(self, index: int, slot: Slot, end: int, value: str = "", at: int | None = None) -> Token:
        words = sum(1 for word_start, _end in self.words[index:] if word_start < end)
        end = max(end, self._ends(index + words - 1))
        return Token(slot, self.words[index][0], end, words, " ".join(value.split()), at)

    def _time(self, index: int, *, leading: bool, last: Token | None, bound: bool) -> Token | None:
        """`-20`, `hier 23:50`, and, at the start or after another token, `14:12`."""
        start = self.words[index][0]
        if bound and self._is_bound(index):
            return None
        patterns = [AGO, DAY_CLOCK] + ([DATE_CLOCK, CLOCK] if leading or last is not None else [])
        for pattern in patterns:
            found = pattern.match(self._text, start)
            if found is None:
                continue
            token = self._until(index, Slot.TIME, found.end(), at=parse_time(found[0], self._now_ms, self._zone))
            if token.at is not None and self._is_when(pattern, token, index, leading=leading):
                return self._with_break(token, index) if leading else token
        return None

    def _is_when(self, pattern: re.Pattern[str], token: Token, index: int, *, leading: bool) -> bool:
        after = self._text[token.end :].lstrip()
        if pattern is AGO:
            return not UNITS.match(after)
        if GOES_ON.match(after) and pattern is not DAY_CLOCK:
            return False
        assert token.at is not None
        if pattern is DATE_CLOCK:
            return self._now_ms - token.at < RECENT_MS
        return leading or pattern is DAY_CLOCK or self._now_ms - token.at < SAME_SHIFT_MS

    def _with_break(self, token: Token, index: int) -> Token:
        """The time with the dash or colon that parts it from the text."""
        place = index + token.words
        if place + 1 >= len(self.words) or self._word(place) not in BREAKS:
            return token
        return Token(token.slot, token.start, self._ends(place), token.words + 1, token.value, token.at)

    def _due(self, index: int, *, leading: bool) -> Token | None:
        """A due time right after `@name`, the longest that reads as one."""
        shape = DUE_LEADING if leading else DUE_TRAILING
        start = self.words[index][0]
        for count in (2, 1):
            if index + count > len(self.words):
                continue
            end = self.words[index + count - 1][1]
            said = " ".join(self._text[start:end].split())
            at = parse_due(said, self._now_ms, self._zone) if shape.fullmatch(said) else None
            if at is not None:
                return Token(Slot.DUE, start, end, count, at=at)
        return None

    def _channel(self, index: int, *, leading: bool, before: list[Token], bound: bool) -> Token | None:
        """A bare channel word: beside who said it, or at the end when no sentence holds on to it."""
        start = self.words[index][0]
        for count in (2, 1):
            if index + count > len(self.words):
                continue
            end = self._ends(index + count - 1)
            said = folded(" ".join(self._text[start:end].split())).rstrip(".,;")
            if channel := CHANNELS.get(said):
                break
        else:
            return None
        token = Token(Slot.CHANNEL, start, end, count, channel.value)
        if self._is_beside_a_name(index + count, leading=leading, before=before):
            return token
        if leading or (bound and self._is_bound(index)):
            return None
        if before:
            return token
        previous = self._text[self.words[index - 1][1] - 1] if index else ""
        return token if said in SHORTHAND or previous in ".,;:)–—" else None

    def _is_beside_a_name(self, following: int, *, leading: bool, before: list[Token]) -> bool:
        """Whether this run says who called or who was called, before this word or, at the start, after it."""
        if any(token.slot in NAMED for token in before):
            return True
        if not leading or following >= len(self.words) or self._is_looking_ahead:
            return False
        self._is_looking_ahead = True
        try:
            ahead = self.run(following, leading=True, taken=frozenset({Slot.CHANNEL, Slot.KIND}))
        finally:
            self._is_looking_ahead = False
        return any(token.slot in NAMED for token in ahead)

    def _is_bound(self, index: int) -> bool:
        """True when the word before needs the one that follows."""
        if not index:
            return False
        before = folded(self._word(index - 1)).replace("’", "'")
        return before in BINDING or before.endswith(("'", "'un", "'une", "=", ":"))

    # Words

    def _word(self, index: int) -> str:
        return self._text[slice(*self.words[index])]

    def _ends(self, index: int) -> int:
        return self.words[index][1]

    def _next(self, index: int) -> str:
        return self._word(index + 1) if index + 1 < len(self.words) else ""

    def _split(self, index: int, at: int) -> None:
        """Make two words of one where a token ends within it."""
        start, end = self.words[index]
        if start < at < end:
            self.words[index : index + 1] = [(start, at), (at, end)]
