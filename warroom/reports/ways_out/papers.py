"""A message on paper: the script that is read aloud with its read-back sheet, the poster, and the sheet of codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from warroom import phrases
from warroom.commands.said import status_word
from warroom.domain.channels import Stakeholder
from warroom.domain.heads import Heads
from warroom.domain.incidents import Status
from warroom.domain.messages import Release
from warroom.reports.leaflet import Leaflet, Made, of_layout
from warroom.reports.ways_out.qr import Code, codes_of
from warroom.reports.ways_out.said import SaidIn, check_of, reference_of, said_in
from warroom.words import _, speaking

SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ«“\"(\d])")
GROUPS = re.compile(r"(?<=\d) (?=\d)|(?<=\b[0-9A-F]{4}) (?=[0-9A-F]{4}\b)")
BLANK_LINES = 8  # of the read-back sheet, at least
LISTENERS_MOST = 40
A4, A3 = "a4", "a3"


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody to whom the message is read: a name, a number to call."""

    name: str
    number: str
    language: str = ""


def listeners_of(stakeholders: Sequence[Stakeholder], audiences: Sequence[str]) -> list[Listener]:
    """Whom this room must not forget among the audiences of a message, and how to call them."""
    found = [Listener(called(each), each.phone, each.language) for each in stakeholders if each.audience in audiences]
    return found[:LISTENERS_MOST]


def called(stakeholder: Stakeholder) -> str:
    """A stakeholder by name, and whom to ask for there."""
    return " · ".join(part for part in (stakeholder.name, stakeholder.contact) if part)


def read_out(made: Made, release: Release, listeners: Sequence[Listener] = (), *, heads: Heads) -> Leaflet:
    """What is read aloud, numbered line by line, and the sheet on which each listener's read-back is noted."""
    made = _as(made, release)
    said = said_in(release)
    report = {
        "title": _("Read out: {number}").format(number=release.number),
        "sheets": [_script(made, release, each, listeners, is_first=each is said[0]) for each in said],
    }
    return of_layout(
        made, "read_out.typ", report, name=_name(release, "read-out"), reference=release.number, heads=heads
    )


def poster(made: Made, release: Release, *, paper: str = A4, heads: Heads) -> Leaflet:
    """One sheet a language to pin up: what is known, since when it is true, when the next one comes, and a code."""
    made = _as(made, release)
    report = {
        "title": _("Poster: {number}").format(number=release.number),
        "paper": A3 if paper == A3 else A4,
        "sheets": [_poster(made, release, each) for each in said_in(release)],
    }
    return of_layout(
        made,
        "poster.typ",
        report,
        name=_name(release, f"poster-{report['paper']}"),
        reference=release.number,
        heads=heads,
    )


def code_sheet(made: Made, release: Release, *, heads: Heads) -> Leaflet:
    """Every code of a message, each with what it says in letters beside it."""
    made = _as(made, release)
    report = {
        "title": _("QR codes: {number}").format(number=release.number),
        "sheets": [_codes(made, release, each) for each in said_in(release)],
    }
    return of_layout(made, "codes.typ", report, name=_name(release, "qr"), reference=release.number, heads=heads)


def when(made: Made, at: int | None) -> str:
    """A time as whoever reads it elsewhere needs it: day, hour, zone. "" for none."""
    if at is None:
        return ""
    return f"{phrases.date(at, made.zone)} {phrases.time_of_day(at, made.zone)} ({phrases.utc_offset(at, made.zone)})"


def _as(made: Made, release: Release) -> Made:
    return Made(made.views, made.author, made.now_ms, made.zone, release.exercise)


def _name(release: Release, what: str) -> str:
    kept = re.sub(r"[^a-z0-9-]", "", release.number.lower())[:30] or "message"
    return f"warroom-{kept}-{what}"


def _script(
    made: Made, release: Release, said: SaidIn, listeners: Sequence[Listener], *, is_first: bool
) -> dict[str, Any]:
    with speaking(said.language):
        lines = [*_lines(said.title), *_lines(said.body)]
        close = _(
            "End of message {number}. Please read back lines {first} to {last}, then the control code: {check}."
        ).format(number=release.number, first=1, last=len(lines), check=_held(check_of(release)))
        return {
            "language": said.language,
            "exercise": _("This is an exercise. Nothing in this document is real.") if release.exercise else "",
            "heading": _("To be read out: message {number}").format(number=release.number),
            "facts": _facts(made, release),
            "rules": [
                _("Read slowly, exactly as it is written. Add nothing, explain nothing."),
                _("Say the number of each line. Spell names and figures when asked."),
                _("Have it read back. A line read back wrongly is read again."),
            ],
            "lines": lines,
            "close": close,
            "sheet": _("Read-back sheet"),
            "check": _("Control code: {check}").format(check=check_of(release)),
            "columns": [_("Who listened"), _("Number or place"), _("Read at"), _("Read back right"), _("Confirmed by")],
            "rows": [
                [each.name, each.number] for each in listeners if (each.language or said.language) == said.language
            ]
            if is_first or any(each.language for each in listeners)
            else [],
            "blank": BLANK_LINES,
            "boxes": [_("yes"), _("no, read again")],
            "signed": _("Read out by"),
            "after": _("Afterwards, note in the outbox who read it back, and when."),
        }


def _poster(made: Made, release: Release, said: SaidIn) -> dict[str, Any]:
    codes = codes_of(said, reference_of(release))
    code = codes[0] if len(codes) == 1 else codes_of(said, reference_of(release), brief=True)[0]
    with speaking(said.language):
        return {
            "language": said.language,
            "exercise": _("EXERCISE – EXERCISE – EXERCISE") if release.exercise else "",
            "status": _status(release),
            "title": said.title,
            "paragraphs": _paragraphs(said.body),
            "at": _("Established {time}").format(time=when(made, release.at)),
            "next": _("Next message: {time}").format(time=when(made, release.next_at)) if release.next_at else "",
            "reference": _("Message {reference}").format(reference=reference_of(release)),
            "replaces": _("This sheet replaces every earlier one. Take it down when the next one comes."),
            "code": _drawn(code),
            "scan": _("The same text, for your telephone, without any network")
            if len(codes) == 1
            else _("The same in short, for your telephone, without any network"),
        }


def _codes(made: Made, release: Release, said: SaidIn) -> dict[str, Any]:
    codes = codes_of(said, reference_of(release))
    with speaking(said.language):
        return {
            "language": said.language,
            "exercise": _("EXERCISE – EXERCISE – EXERCISE") if release.exercise else "",
            "heading": said.title,
            "how": _("Scan with the camera of a telephone: the text is in the code, no network is needed.")
            if len(codes) == 1
            else _("Scan every code, in order: the text is in the codes, no network is needed."),
            "codes": [
                {**_drawn(code), "label": f"{code.part}/{code.parts}" if code.parts > 1 else "", "text": code.text}
                for code in codes
            ],
            "at": _("Established {time}").format(time=when(made, release.at)),
        }


def _facts(made: Made, release: Release) -> list[list[str]]:
    rows = [
        (_("Status"), _status(release)),
        (_("Let out"), when(made, release.at)),
        (_("Approved by"), release.approved_by),
        (_("Next message"), when(made, release.next_at)),
        (_("Control code"), check_of(release)),
    ]
    return [[label, value] for label, value in rows if value]


def _status(release: Release) -> str:
    return status_word(Status(release.status)) if release.status in set(Status) else ""


def _lines(text: str) -> list[str]:
    return [_held(part.strip()) for line in text.splitlines() for part in SENTENCE.split(line) if part.strip()]


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs as their lines."""
    return [_held(part).splitlines() for part in text.split("\n\n") if part.strip()]


def _held(text: str) -> str:
    """Groups of a number stay on one line of paper."""
    return GROUPS.sub("\u00a0", text)


def _drawn(code: Code) -> dict[str, Any]:
    return {"size": len(code.rows), "runs": code.runs}
