"""Hints on what a message says, or forgets (doctrine §7.2): each with its reason, none of them a block.

Only missing variables stop a message. A hint is where the eye should rest before somebody approves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from warroom.domain.message_hint_words import REASONS, WORDS
from warroom.domain.messages import MessageText
from warroom.domain.sms import BRIEF_MOST, length
from warroom.domain.template_filling import missing_in

HOUR = re.compile(r"\b([01]?\d|2[0-3])(?::| ?h ?)([0-5]\d)\b")
ZONE = re.compile(r"\b(?:UTC|GMT|CES?T)\b|heure de |heure locale|local time|\b[a-z]+ time\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
SENTENCE = re.compile(r"[^.!?;:\n]+")
LONG_SENTENCE = 32  # words; plain-language guides stop at 20 to 25
SMS_MOST = 3  # segments that a telephone shows as one message without asking
REACHABLE = re.compile(
    r"\b\d{2}(?:[ .]\d{2}){4}\b|\+\d[\d .]{7,}|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w|https?://|(?<![\w-])[\w-]+\.(?:org|com|net|fr|eu)\b"
)
SET_APART = re.compile(r"(?<=«) | (?=[:;?!»])")  # spaces that French never breaks a line at
QUOTED = re.compile(r"[«“]\s*(?:pas d[’']|no )?$")
RANGE = re.compile(r"\b(?:entre|between|confiance|confidence|pas avant|not before)\b", re.IGNORECASE)
IS_OVER = frozenset({"resolved", "closed", "false_alarm"})


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at in one part of a text, characters `start` to `end`; both 0 where something is lacking."""

    code: str
    language: str
    part: str
    start: int = 0
    end: int = 0
    said: str = ""

    @property
    def is_lacking(self) -> bool:
        """It is about what the text does not say."""
        return self.end == 0

    def reason(self, language: str) -> str:
        """Why it is worth a look, in a language."""
        french, english = REASONS[self.code]
        if language != "fr":
            return english.format(said=self.said)
        return SET_APART.sub("\u00a0", french.format(said=self.said))


def texts_of(texts: Iterable[MessageText]) -> dict[str, dict[str, str]]:
    """The texts of a message as hints read them: {language: {part: text}}."""
    return {
        item.language: {"title": item.title, "body": item.body, "brief": item.brief, "sms": item.sms} for item in texts
    }


def hints(
    texts: Mapping[str, Mapping[str, str]],
    *,
    inside: bool = False,
    status: str = "",
    names: Collection[str] = (),
    security_cleared: bool = False,
) -> list[Hint]:
    """What to look at before a message is approved, in the order of the text.

    `inside`: it stays in the organisation, where its own words may be used. `status` is what it announces, `names` are
    of people of the room, `security_cleared`: the security function validated what is said of an attack.
    """
    found: list[Hint] = []
    for language, parts in texts.items():
        for part, text in parts.items():
            if text.strip():
                found += _of_words(language, part, text, inside=inside, cleared=security_cleared)
                found += _of_names(language, part, text, () if inside else names)
        body = parts.get("body", "")
        if body.strip():
            found += _lacking(language, body, inside=inside, status=status)
            found += _long_sentences(language, body)
        found += _too_long(language, parts)
    return found + list(_pairs(texts))


def _of_words(language: str, part: str, text: str, *, inside: bool, cleared: bool) -> Iterator[Hint]:
    for code, patterns in WORDS.items():
        if (inside and code in ("jargon", "blame")) or (cleared and code == "attack"):
            continue
        pattern = patterns.get(language)
        if pattern is None:
            continue
        for met in pattern.finditer(text):
            if code == "promise" and _has_range(text, met.start(), met.end()):
                continue
            if code == "attack" and inside and QUOTED.search(text[: met.start()]):
                continue  # a script that says which word is not to be said
            yield Hint(code, language, part, met.start(), met.end(), met[0].strip())


RANGE = re.compile(
    r"\b(?:entre|between|de \d.* à|from \d.* to|confiance|confidence|pas avant|not before)\b", re.IGNORECASE
)


def _has_range(text: str, start: int, end: int) -> bool:
    """Whether a time is promised as a range: looked for in its own sentence."""
    begins = max(text.rfind(stop, 0, start) for stop in (". ", "\n")) + 1
    ends = min(found for stop in (". ", "\n", "\x00") if (found := (text + "\x00").find(stop, end)) >= 0)
    return RANGE.search(text[begins:ends]) is not None


def _of_names(language: str, part: str, text: str, names: Collection[str]) -> Iterator[Hint]:
    for name in sorted({" ".join(name.split()) for name in names}):
        if len(name) < 4:
            continue
        for met in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield Hint("person", language, part, met.start(), met.end(), name)


def _lacking(language: str, body: str, *, inside: bool, status: str) -> Iterator[Hint]:
    missing = " ".join(missing_in(body))
    has_hour = HOUR.search(body) is not None
    if not has_hour and "time" not in missing:
        yield Hint("no-hour", language, "body")
    elif has_hour and not ZONE.search(body):
        yield Hint("no-zone", language, "body")
    for code, patterns in ABSENT.items():
        if code == "no-next" and (status in IS_OVER or "next_update" in missing):
            continue
        if code == "no-unaffected" and (status in IS_OVER or inside or "unaffected" in missing):
            continue
        pattern = patterns.get(language)
        if pattern is not None and not pattern.search(body):
            yield Hint(code, language, "body")
    if not inside and not REACHABLE.search(body) and "contact" not in missing and "page" not in missing:
        yield Hint("no-contact", language, "body")


def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(said, re.IGNORECASE)


ABSENT = {
    "no-next": {
        "fr": _pattern(r"prochain(?:e)? (?:point|message|information|mise à jour)|reviendrons vers vous"),
        "en": _pattern(r"next (?:update|message|information)|update (?:you )?(?:again )?(?:at|by)"),
    },
    "no-unaffected": {
        "fr": _pattern(r"(?:non|pas) (?:touché|affecté|concerné)|autres services|fonctionnent normalement"),
        "en": _pattern(r"not affected|unaffected|other services|work(?:s|ing)? normally"),
    },
    "no-since": {
        "fr": _pattern(r"depuis|débuté|commencé|début"),
        "en": _pattern(r"since|began|started|from \d"),
    },
}


def _long_sentences(language: str, body: str) -> Iterator[Hint]:
    for met in SENTENCE.finditer(body):
        words = len(WORD.findall(met[0]))
        if words > LONG_SENTENCE:
            start = met.start() + len(met[0]) - len(met[0].lstrip())
            yield Hint("long-sentence", language, "body", start, met.end(), str(words))


def _too_long(language: str, parts: Mapping[str, str]) -> Iterator[Hint]:
    brief, sms = parts.get("brief", ""), length(parts.get("sms", ""))
    if len(brief) > BRIEF_MOST:
        yield Hint("brief-long", language, "brief", BRIEF_MOST, len(brief), str(len(brief)))
    if sms.segments > SMS_MOST:
        yield Hint("sms-long", language, "sms", 0, len(parts["sms"]), str(sms.segments))
    if sms.beyond:
        said = parts["sms"]
        for letter in sms.beyond:
            at = said.find(letter)
            yield Hint("sms-letters", language, "sms", at, at + 1, letter)


def _pairs(texts: Mapping[str, Mapping[str, str]]) -> Iterator[Hint]:
    """Hours that one language says and another does not: a pair is approved together, and must say the same."""
    hours = {
        language: {f"{int(met[1]):02d}:{met[2]}" for met in HOUR.finditer(parts.get("body", ""))}
        for language, parts in texts.items()
        if parts.get("body", "").strip()
    }
    for language, said in hours.items():
        others = set().union(*(each for other, each in hours.items() if other != language)) if len(hours) > 1 else said
        for lacking in sorted(others - said):
            yield Hint("pair-hours", language, "body", 0, 0, lacking)
