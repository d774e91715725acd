"""Quick tokens: the words of a typed line that are not text, and the care it takes not to eat a sentence."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from warroom.domain.entries import Channel, Kind
from warroom.domain.typed_times import parse_due, parse_time


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


@dataclass(frozen=True, slots=True)
class Token:
    """One understood piece: where it stands, how many words it takes, what it says."""

    slot: Slot
    start: int
    end: int
    words: int
    value: str = ""
    at: int | None = None  # milliseconds UTC


KINDS = {
    "fait": Kind.FACT, "fact": Kind.FACT,
    "info": Kind.INFORMATION, "information": Kind.INFORMATION,
    "hypothèse": Kind.HYPOTHESIS, "hypothese": Kind.HYPOTHESIS, "hypothesis": Kind.HYPOTHESIS,
    "décision": Kind.DECISION, "decision": Kind.DECISION,
    "action": Kind.ORDER, "ordre": Kind.ORDER, "order": Kind.ORDER,
    "demande": Kind.REQUEST, "request": Kind.REQUEST,
    "compte-rendu": Kind.REPORT, "report": Kind.REPORT,
    "communication": Kind.COMMUNICATION, "notification": Kind.NOTIFICATION,
    "relève": Kind.HANDOVER, "handover": Kind.HANDOVER,
    "preuve": Kind.EVIDENCE, "evidence": Kind.EVIDENCE,
}  # fmt: skip

CHANNELS = {
    "tél": Channel.PHONE, "tel": Channel.PHONE, "phone": Channel.PHONE, "téléphone": Channel.PHONE,
    "radio": Channel.RADIO,
    "mail": Channel.MAIL, "courriel": Channel.MAIL, "email": Channel.MAIL,
    "sms": Channel.SMS,
    "visio": Channel.VIDEO, "video": Channel.VIDEO,
    "présence": Channel.IN_PERSON, "in-person": Channel.IN_PERSON,
    "outil": Channel.TOOL, "tool": Channel.TOOL,
    "coursier": Channel.COURIER, "courier": Channel.COURIER,
}  # fmt: skip
# Shorthand that ends no sentence; the other channels are ordinary nouns ("Perte du serveur mail").
SHORTHAND = frozenset({"tél", "tel", "phone", "sms", "visio"})

TO_WORDS = {"fr": ("à:", "a:", "to:"), "en": ("to:",)}
FROM_WORDS = ("de:", "from:")
BY_WORDS = ("par:", "via:", "by:")

# After one of these the last word belongs to the sentence: "prévenu par tél", "la salle est à -20".
BINDING = frozenset(
    [
        "à",
        "a",
        "au",
        "aux",
        "de",
        "du",
        "des",
        "d'",
        "un",
        "une",
        "le",
        "la",
        "les",
        "l'",
        "en",
        "par",
        "via",
        "sur",
        "sous",
        "est",
        "=",
        ":",
        "<",
        ">",
        "+",
        "et",
        "ou",
        "avec",
        "pour",
        "sans",
        "vers",
        "at",
        "of",
        "is",
        "the",
        "an",
        "on",
        "by",
        "to",
        "from",
        "with",
        "under",
        "below",
        "above",
        "and",
        "or",
        "in",
        "about",
        "near",
        "minus",
    ]
)
UNITS = re.compile(r"(?:°|%|degr|deg\b|c\b|k\b|db|dbm|€|\$|v\b|volts?\b|points?\b|€)", re.IGNORECASE)
MINUTES_AGO = re.compile(r"[-−]\d{1,4}(?:min|mn|h|h\d{2})?")
CLOCK = re.compile(r"\d{1,2}(?::|[hH])\d{2}(?::\d{2})?")
DUE_LEADING = re.compile(
    r"\d{1,2}(?::|[hH])\d{2}|\+\d{1,4}(?:min|mn|h|h\d{2})?|(?:demain|tomorrow) \d{1,2}(?::|[hH])(?:\d{2})?",
    re.IGNORECASE,
)
DUE_TRAILING = re.compile(
    rf"{DUE_LEADING.pattern}|\d{{1,2}}[hH]|\d{{1,4}} ?(?:min|mn|h|j|d)|\d{{1,2}}/\d{{1,2}} \d{{1,2}}(?::|[hH])\d{{2}}",
    re.IGNORECASE,
)
QUOTED = re.compile(r'"([^"\n]+)"|«\s*([^»\n]+?)\s*»')


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
        self._to_words = TO_WORDS.get(language, TO_WORDS["fr"])
        self.words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]

    def run(self, index: int, *, leading: bool, taken: frozenset[Slot], after_text: bool = False) -> list[Token]:
        """Tokens one after the other from this word on, up to the first word that is none."""
        found: list[Token] = []
        filled = set(taken)
        while index < len(self.words):
            token = self._token(
                index, leading=leading, last=found[-1] if found else None, bound=after_text and not found
            )
            if token is None or (token.slot in filled and token.slot is not Slot.SERVICE):
                break
            found.append(token)
            filled.add(token.slot)
            index += token.words
        return found

    def _token(self, index: int, *, leading: bool, last: Token | None, bound: bool) -> Token | None:
        """The token at this word; `bound` when the word before it is text and may hold on to it."""
        start, end = self.words[index]
        word = self._text[start:end]
        if leading and last is None and (kind := self._kind(index)):
            return kind
        if last is not None and last.slot is Slot.OWNER and (due := self._due(index, leading=leading)):
            return due
        if word == "!":
            return Token(Slot.KEY_EVENT, start, end, 1)
        if word == "+":
            return None if leading and self._next(index)[:1].isdigit() else Token(Slot.VERIFY, start, end, 1)
        if said := self._said(index, word):
            return said
        if time := self._time(index, word, leading=leading, bound=bound):
            return time
        return self._channel(index, word, leading=leading, last=last, bound=bound)

    def _kind(self, index: int) -> Token | None:
        """`fact:` or, as the French write it, `fait :`; the text may follow at once."""
        start, end = self.words[index]
        name, colon, rest = self._text[start:end].partition(":")
        kind = KINDS.get(name.lower())
        if kind is None:
            return None
        if not colon:
            if self._next(index) != ":":
                return None
            return Token(Slot.KIND, start, self.words[index + 1][1], 2, kind.value)
        if rest:
            # The rest of the word is text: it becomes a word of its own.
            middle = start + len(name) + 1
            self.words[index : index + 1] = [(start, middle), (middle, end)]
            end = middle
        return Token(Slot.KIND, start, end, 1, kind.value)

    def _said(self, index: int, word: str) -> Token | None:
        """`de:`, `à:`, `@`, `#`, `par:` and what they name."""
        start = self.words[index][0]
        lowered = word.lower()
        for slot, openings in (
            (Slot.FROM, FROM_WORDS),
            (Slot.TO, self._to_words),
            (Slot.OWNER, ("@",)),
            (Slot.SERVICE, ("#",)),
        ):
            opening = next((each for each in openings if lowered.startswith(each)), None)
            if opening is not None:
                return self._named(index, slot, start + len(opening))
        opening = next((each for each in BY_WORDS if lowered.startswith(each)), None)
        channel = CHANNELS.get(lowered[len(opening) :].rstrip(".,;")) if opening else None
        return Token(Slot.CHANNEL, *self.words[index], 1, channel.value) if channel else None

    def _named(self, index: int, slot: Slot, at: int) -> Token | None:
        start, end = self.words[index]
        known = self._services if slot is Slot.SERVICE else self._people
        if at == end and slot in (Slot.FROM, Slot.TO) and index + 1 < len(self.words):
            at = self.words[index + 1][0]  # "de: C. Aubry" with a space is understood only for a known name
            name = self._known_at(at, known)
            return self._until(index, slot, at + len(name), name) if name else None
        quoted = QUOTED.match(self._text, at)
        if quoted and self._ends_a_word(quoted.end()):
            return self._until(index, slot, quoted.end(), quoted[1] or quoted[2])
        name = self._known_at(at, known)
        if name:
            return self._until(index, slot, at + len(name), name)
        value = self._text[at:end].rstrip(",;")
        if not any(char.isalnum() for char in value) or value.startswith("/"):
            return None
        if slot is Slot.SERVICE and not value[0].isalpha():
            return None  # "#4821" is a ticket, not a service
        return Token(slot, start, end, 1, value)

    def _known_at(self, at: int, names: Sequence[str]) -> str:
        for name in names:
            if self._text[at : at + len(name)].lower() == name.lower() and self._ends_a_word(at + len(name)):
                return name
        return ""

    def _ends_a_word(self, at: int) -> bool:
        return (
            at == len(self._text)
            or self._text[at].isspace()
            or (self._text[at] in ",;" and (at + 1 == len(self._text) or self._text[at + 1].isspace()))
        )

    def _until(self, index: int, slot: Slot, end: int, value: str) -> Token:
        words = sum(1 for word_start, _end in self.words[index:] if word_start < end)
        return Token(slot, self.words[index][0], max(end, self.words[index + words - 1][1]), words, value.strip())

    def _time(self, index: int, word: str, *, leading: bool, bound: bool) -> Token | None:
        start, end = self.words[index]
        shape = CLOCK.fullmatch(word) if leading else None
        if MINUTES_AGO.fullmatch(word):
            shape = (
                None
                if (bound and self._is_bound(index)) or UNITS.match(self._next(index))
                else MINUTES_AGO.fullmatch(word)
            )
        at = parse_time(word, self._now_ms, self._zone) if shape else None
        return Token(Slot.TIME, start, end, 1, at=at) if at is not None else None

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

    def _channel(self, index: int, word: str, *, leading: bool, last: Token | None, bound: bool) -> Token | None:
        """A bare channel word: after who said it, or at the end when no sentence holds on to it."""
        said = word.lower().rstrip(".")
        channel = CHANNELS.get(said)
        if channel is None:
            return None
        start, end = self.words[index]
        token = Token(Slot.CHANNEL, start, end, 1, channel.value)
        if last is not None and (last.slot in (Slot.FROM, Slot.TO) or not leading):
            return token
        if leading or (bound and self._is_bound(index)):
            return None
        before = self._text[self.words[index - 1][1] - 1] if index else ""
        return token if said in SHORTHAND or before in ".,;:)–—" else None

    def _is_bound(self, index: int) -> bool:
        """True when the word before needs the one that follows."""
        if not index:
            return False
        before = self._text[slice(*self.words[index - 1])].lower().replace("’", "'")
        return before in BINDING or before.endswith(("'", "'un", "'une", "=", ":"))

    def _next(self, index: int) -> str:
        return self._text[slice(*self.words[index + 1])] if index + 1 < len(self.words) else ""
