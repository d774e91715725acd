"""On call for other programs: iCalendar (RFC 5545), which comes in again as it went out, and CSV for spreadsheets."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from warroom import words
from warroom.commands.on_call_words import source_said
from warroom.domain.on_call import Rotation
from warroom.domain.turns import Stretch
from warroom.reports.csv_log import BOM, disarmed
from warroom.words import _, pgettext


def as_icalendar(rotations: Iterable[Rotation], held: Iterable[Stretch], *, room: str, now_ms: int) -> bytes:
    """Each stretch as an event in UTC. The rotation is told in a field of ours, and as a category for the others."""
    from icalendar import Calendar, Event

    names = {each.id: each.name for each in rotations}
    calendar = Calendar()
    calendar.add("prodid", "-//Warroom//On call//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", room or "Warroom")
    for each in held:
        event = Event()
        who = hashlib.sha256(each.who.encode()).hexdigest()[:8]
        event.add("uid", f"{each.rotation}-{each.from_at}-{who}@warroom")
        event.add("dtstamp", _time(now_ms))
        event.add("dtstart", _time(each.from_at))
        event.add("dtend", _time(each.until_at))
        event.add("summary", each.name)
        event.add("categories", [names.get(each.rotation, "")])
        event.add("x-warroom-rotation", names.get(each.rotation, ""))
        if note := source_said(each.source, each.instead):
            event.add("description", note)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def as_csv(rotations: Iterable[Rotation], held: Iterable[Stretch]) -> bytes:
    """One line a stretch, times with their offset from UTC; formulas disarmed."""
    known = {each.id: each for each in rotations}
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=";" if words.language() == "fr" else ",", lineterminator="\r\n")
    page.write(BOM)
    writer.writerow(
        [_("Rotation"), _("Rank"), _("On call"), pgettext("time", "From"), pgettext("time", "Until"), _("Note")]
    )
    for each in held:
        rotation = known.get(each.rotation)
        cells = (
            rotation.name if rotation else "", str(rotation.rank) if rotation else "", each.name,
            _time(each.from_at).isoformat(), _time(each.until_at).isoformat(), source_said(each.source, each.instead),
        )  # fmt: skip
        writer.writerow([disarmed(cell) for cell in cells])
    return page.getvalue().encode()


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms // 1000, UTC)
