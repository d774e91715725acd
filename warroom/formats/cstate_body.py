"""cState body: the messages of an incident page, one by one, in the order they were said.

Pages put the newest message first, under `[Final message]`, `*Resolved* -` or `[Update - 2023-03-29 15h50 UTC]`, or end
it with a `track` shortcode that holds its time. A message whose time is not written has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC

from warroom.formats.clean import add_flag, clean, clean_label
from warroom.formats.markdown import is_fence, plain
from warroom.formats.problems import Flag
from warroom.formats.records import NO_TIME, ImportedUpdate, When, Where
from warroom.formats.times import read_when

_STATUS_OF_WORD: dict[str, str | None] = {
    **dict.fromkeys(("final", "closing", "close", "closed", "resolved", "fixed", "completed", "solved"), "resolved"),
    **dict.fromkeys(("initial", "opening", "open"), "declared"),
    "investigating": "investigating",
    "identified": "identified",
    "monitoring": "monitoring",
    **dict.fromkeys(("update", "edit", "edited", "post-mortem", "postmortem", "just"), None),
}
_OPENING = frozenset({"initial", "opening", "open", "investigating"})
_CLOSING = frozenset({"final", "closing", "close", "closed", "resolved", "fixed", "completed", "solved"})

_TRACK = re.compile(r"""\{\{[<%]\s{0,8}track\s{0,8}["“]?([^"”<>%{}\n]{0,60})["”]?\s{0,8}[>%]\}\}""")
_BRACKETED = re.compile(r"\[([^\[\]]{1,80})\]$")
_STARRED = re.compile(r"\*{1,3}([^*\n]{1,80}?)\*{1,3}[ \t]*(?:[-–—:](?=\s|$)[ \t]*|$)")
_HALF_STARRED = re.compile(r"\*\*([^*\n]{1,80})$")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,})$")
_TIME_IN_LABEL = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[T ]\d.*")


@dataclass(slots=True)
class _Message:
    line: int
    label: str = ""
    word: str = ""
    at_text: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.label and not self.at_text and not any(line.strip() for line in self.lines)


def read_messages(body: str, *, first_line: int, flags: list[Flag]) -> tuple[ImportedUpdate, ...]:
    """The messages, oldest first; doubts about their times and letters go into `flags`."""
    messages = [message for message in _cut(body, first_line) if not message.is_empty]
    updates = [_update(message, flags) for message in messages]
    if _newest_first(messages, updates):
        updates.reverse()
    return tuple(updates)


def _cut(body: str, first_line: int) -> list[_Message]:
    """A heading, a rule, or the end of a paragraph that carries its time begins a new message."""
    messages = [_Message(line=first_line)]
    in_code = track_seen = False
    for number, line in enumerate(body.split("\n"), start=first_line):
        in_code ^= is_fence(line)
        text = line.strip()
        if in_code or is_fence(line):
            messages[-1].lines.append(line)
            continue
        label, rest = _heading(text)
        if label or _RULE.match(text) or (track_seen and text and not _TRACK.match(text)):
            messages.append(_Message(line=number, label=label, word=_word(label)))
            track_seen = False
            if label or _RULE.match(text):
                text = line = rest if label else ""
        if (track := _TRACK.search(text)) is not None:
            messages[-1].at_text = messages[-1].at_text or track[1].strip()
            line = _TRACK.sub(r"\1", line.replace(track[0], ""))
            track_seen = True
        messages[-1].lines.append(line)
    return messages


def _heading(text: str) -> tuple[str, str]:
    """The label of a line that opens a message, and the rest of the line; an empty label for any other line."""
    for pattern in (_BRACKETED, _STARRED, _HALF_STARRED):
        if (match := pattern.match(text)) is None:
            continue
        label = match[1].strip()
        if _word(label) in _STATUS_OF_WORD or _TIME_IN_LABEL.match(label):
            return label, text[match.end() :]
    return "", text


def _word(label: str) -> str:
    """The first word of a label, lower case."""
    return re.split(r"[\s:,]", label.lower(), maxsplit=1)[0] if label else ""


def _update(message: _Message, flags: list[Flag]) -> ImportedUpdate:
    written = message.at_text
    if not written and (match := _TIME_IN_LABEL.search(message.label)) is not None:
        written = match[0]
    at: When = NO_TIME
    if written:
        at, doubt = read_when(clean_label(written, flags), zone=UTC)
        if doubt is not None:
            add_flag(flags, doubt)
    return ImportedUpdate(
        at=at,
        status=_STATUS_OF_WORD.get(message.word),
        text=clean(plain("\n".join(message.lines)), flags),
        where=Where(line=message.line),
        label=clean_label(message.label, flags),
    )


def _newest_first(messages: list[_Message], updates: list[ImportedUpdate]) -> bool:
    """Told by the times when there are two, else by where the first and the last message stand."""
    times = [update.at.utc for update in updates if update.at.utc is not None]
    if len(times) > 1 and times[0] != times[-1]:
        return times[0] > times[-1]
    words = [message.word for message in messages]
    opened = next((at for at, word in enumerate(words) if word in _OPENING), None)
    closed = next((at for at, word in enumerate(words) if word in _CLOSING), None)
    if opened is not None and closed is not None:
        return closed < opened
    return opened is not None and opened == len(words) - 1 and opened > 0
