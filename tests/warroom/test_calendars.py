"""Calendars of on-call in a room: seen before, matched to the roster, idempotent; all real files told in a table."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from warroom.commands import AddPerson, AddRotation, TakeShift
from warroom.domain.on_call import TurnUnit
from warroom.doors.calendars import Fate
from warroom.errors import Refusal
from warroom.formats.calendar_names import Who
from warroom.formats.icalendar import Became, read_calendar
from warroom.room import Room

HOUR = 3_600_000
DAY = 24 * HOUR
FROM_2000, UNTIL_2031 = 946_684_800_000, 1_924_992_000_000
DOCS = Path(__file__).parents[2] / "docs" / "imports-calendars.md"


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


def calendar(*events: str, name: str = "Astreinte réseau") -> bytes:
    lines = ["BEGIN:VCALENDAR", f"X-WR-CALNAME:{name}", "X-WR-TIMEZONE:Europe/Paris", *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def event(uid: str, day: int, *, summary: str = "Zoé Petit", more: str = "", hours: str = "080000") -> str:
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:202611{day:02d}T{hours}Z", f"DTEND:202611{day + 1:02d}T080000Z",
        f"SUMMARY:{summary}", *([more] if more else []), "END:VEVENT",
    ]  # fmt: skip
    return "\r\n".join(lines)


def names(room: Room) -> list[str]:
    return [each.name for each in room.views.on_call_between(NOON - 40 * 24 * HOUR, NOON + 40 * 24 * HOUR)]


def test_that_a_calendar_is_seen_before_it_comes_in(room: Room) -> None:
    preview = room.calendars.preview_bytes(calendar(event("a", 24), event("b", 25, summary="")), "a.ics")
    assert [(line.outcome.became, line.names, line.fate) for line in preview.lines] == [
        (Became.ACCEPTED, ("Zoé Petit",), Fate.NEW), (Became.REPAIRED, ("Astreinte réseau",), Fate.NEW),
    ]  # fmt: skip
    assert room.views.rotations() == []


def test_that_the_same_calendar_twice_adds_nothing_and_a_moved_event_moves(room: Room) -> None:
    first = room.calendars.bring_in(room.calendars.preview_bytes(calendar(event("a", 24), event("b", 25)), "a.ics"))
    assert (first.added, first.unchanged) == (2, 0)
    ops = room.views.fingerprint()
    again = room.calendars.preview_bytes(calendar(event("a", 24), event("b", 25)), "a.ics")
    assert {line.fate for line in again.lines} == {Fate.SAME}
    assert room.calendars.bring_in(again).unchanged == 2
    assert room.views.fingerprint() == ops
    moved = room.calendars.preview_bytes(calendar(event("a", 24, hours="100000"), event("b", 25)), "a.ics")
    assert [line.fate for line in moved.lines] == [Fate.CHANGED, Fate.SAME]
    assert room.calendars.bring_in(moved).changed == 1


def test_that_an_event_that_left_the_calendar_leaves_the_room_and_other_months_stay(room: Room) -> None:
    both = calendar(event("a", 20), event("b", 24), event("c", 26))
    room.calendars.bring_in(room.calendars.preview_bytes(both, "a.ics"))
    preview = room.calendars.preview_bytes(calendar(event("b", 24, summary="Ana"), event("c", 26)), "a.ics")
    assert preview.gone == []  # the 20th lies before what this file is about
    room.calendars.bring_in(room.calendars.preview_bytes(calendar(event("a", 20), event("c", 26)), "a.ics"))
    assert len(names(room)) == 2


def test_that_names_are_matched_to_the_roster_however_they_are_written(room: Room) -> None:
    for name in ("Zoé Petit", "Jean-Marc Weber", "Ana Ruiz"):
        room.do(AddPerson(name=name)).result()
    said = ["PETIT Zoe", "Astreinte N1 : Jean-Marc Weber", "On-call - ana ruiz (réseau)", "Inconnu Total"]
    preview = room.calendars.preview_bytes(
        calendar(*(event(f"u{place}", 20 + place, summary=each) for place, each in enumerate(said))), "a.ics"
    )
    assert preview.unmatched() == ["Inconnu Total"]
    room.calendars.bring_in(preview)
    assert names(room) == ["Zoé Petit", "Jean-Marc Weber", "Ana Ruiz", "Inconnu Total"]


def test_that_two_people_of_one_name_are_matched_by_nobody_but_a_person(room: Room) -> None:
    room.do(AddPerson(name="Martin Jean")).result()
    room.do(AddPerson(name="Jean Martin")).result()
    preview = room.calendars.preview_bytes(calendar(event("a", 24, summary="Jean Martin")), "a.ics")
    assert preview.unmatched() == ["Jean Martin"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (Who.AUTO, {"Ana Ruiz", "bob@example.org"}), (Who.SUMMARY, {"Réunion"}), (Who.ORGANIZER, {"Chloé"}),
        (Who.ATTENDEES, {"Ana Ruiz", "bob@example.org"}),
    ],
)  # fmt: skip
def test_that_who_is_on_call_is_read_where_one_says(room: Room, who: Who, expected: set[str]) -> None:
    people = (
        "ATTENDEE;CN=Ana Ruiz:mailto:ana@example.org\r\nATTENDEE:mailto:bob@example.org\r\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:no@example.org\r\nATTENDEE;CUTYPE=ROOM;CN=Salle 2:mailto:r@example.org\r\n"
        "ORGANIZER;CN=Chloé:mailto:c@example.org"
    )
    preview = room.calendars.preview_bytes(calendar(event("a", 24, summary="Réunion", more=people)), "a.ics", who=who)
    assert {name for line in preview.lines for name in line.names} == expected


def test_that_a_shift_taken_stays_taken_when_the_calendar_is_read_again(room: Room) -> None:
    said = calendar(event("a", 24))
    made = room.calendars.bring_in(room.calendars.preview_bytes(said, "a.ics"))
    (held,) = room.views.on_call_between(NOON, NOON + 5 * 24 * HOUR)
    room.do(TakeShift(rotation=made.rotations[0], from_at=held.from_at, until_at=held.until_at)).result()
    room.calendars.bring_in(room.calendars.preview_bytes(said, "a.ics"))
    assert names(room) == ["Léa Martin"]


def test_that_a_calendar_comes_in_like_any_other_file(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "garde.ics"
    file.write_bytes(calendar(event("a", 24), event("b", 25, summary="")))
    seen = room.import_file(file, dry_run=True)
    assert (seen.kind, dict(seen.added), len(seen.flagged), room.views.rotations()) == (
        "icalendar",
        {"duties": 2},
        1,
        [],
    )
    assert dict(room.import_file(file).added) == {"duties": 2}
    assert dict(room.import_file(file).unchanged) == {"duties": 2}
    with pytest.raises(Refusal, match="on call, not the lines of a log"):
        room.import_file(file, into=an_incident(room).id)


# Out and in again


def test_that_what_went_out_comes_in_again_the_same_in_another_room(room: Room, tmp_path: Path) -> None:
    paris = {"zone": "Europe/Paris", "starts_at": NOON - 21 * DAY, "hands_over": "09:00"}
    people = ("Ana Ruiz", "Bob Roy", "Chloé Diaz")
    network = room.do(AddRotation(name="Réseau", members=people, **paris)).result()
    hours = ((5, "20:00", "08:00"), (6, "20:00", "08:00"))
    room.do(
        AddRotation(name="Réseau, renfort", members=people[1:], rank=2, unit=TurnUnit.DAY, hours=hours, **paris)
    ).result()
    room.do(TakeShift(rotation=network, from_at=NOON, until_at=NOON + 5 * HOUR)).result()
    room.calendars.bring_in(room.calendars.preview_bytes(calendar(event("a", 24), event("b", 25)), "a.ics"))
    begins, ends = NOON - 30 * DAY, NOON + 60 * DAY  # over the night in which the clocks went back
    out = room.calendars.exported("ics", from_ms=begins, until_ms=ends)
    (tmp_path / "other").mkdir()
    other = a_room(tmp_path / "other", station="B", member="Marc Petit")
    preview = other.calendars.preview_bytes(out, "all.ics")
    assert {line.outcome.became for line in preview.lines} == {Became.ACCEPTED}
    other.calendars.bring_in(preview)
    assert told_by(other, begins, ends) == told_by(room, begins, ends)
    assert other.calendars.bring_in(other.calendars.preview_bytes(out, "all.ics")).added == 0
    other.close()


def told_by(room: Room, begins: int, ends: int) -> list[tuple[str, str, int, int]]:
    """Who is on call when, in which rotation."""
    rotations = {each.id: each.name for each in room.views.rotations()}
    return sorted(
        (rotations[each.rotation], each.name, each.from_at, each.until_at)
        for each in room.views.on_call_between(begins, ends)
    )


# Every real file


def told(field_data: Path) -> tuple[Counter[tuple[str, str]], Counter[str], Counter[str], Counter[str]]:
    """What becomes of every event of every file, by folder and by reason."""
    became: Counter[tuple[str, str]] = Counter()
    files, empty, reasons = Counter[str](), Counter[str](), Counter[str]()
    for path in sorted((field_data / "calendar").rglob("*.ics")):
        folder = path.parent.name
        files[folder] += 1
        try:
            reading = read_calendar(path.read_bytes(), zone="Europe/Paris", from_ms=FROM_2000, until_ms=UNTIL_2031)
        except Refusal:
            empty[folder] += 1
            continue
        for outcome in reading.outcomes:
            became[folder, outcome.became.value] += 1
            assert bool(outcome.occurrences) == (outcome.became is not Became.REFUSED)
            for code in {f"{outcome.became.value} | {remark.said.value}" for remark in outcome.remarks}:
                reasons[code] += 1
    return became, files, empty, reasons


def table(field_data: Path) -> str:
    became, files, empty, reasons = told(field_data)
    lines = ["| folder | files | without events | accepted | repaired | refused |", "|---|---|---|---|---|---|"]
    for folder in sorted(files):
        counts = [became[folder, each.value] for each in Became]
        lines.append(f"| {folder} | {files[folder]} | {empty[folder]} | {' | '.join(map(str, counts))} |")
    sums = [sum(became[folder, each.value] for folder in files) for each in Became]
    lines.append(f"| all | {sum(files.values())} | {sum(empty.values())} | {' | '.join(map(str, sums))} |")
    lines += ["", "| what became of it | why | events |", "|---|---|---|"]
    lines += [f"| {code} | {count} |" for code, count in sorted(reasons.items())]
    return "\n".join(lines)


def test_that_the_table_of_the_manual_is_what_becomes_of_every_real_file(field_data: Path) -> None:
    assert table(field_data) in DOCS.read_text(encoding="utf-8")


def test_that_every_real_file_comes_into_a_room_and_a_second_time_adds_nothing(room: Room, field_data: Path) -> None:
    files = sorted((field_data / "calendar").rglob("*.ics"))
    assert len(files) >= 170
    for path in files:
        try:
            preview = room.calendars.preview(path, rotation=path.stem)
        except Refusal:
            continue
        first = room.calendars.bring_in(preview)
        if first.added:
            again = room.calendars.bring_in(room.calendars.preview(path, rotation=path.stem))
            assert (again.added, again.changed, again.gone) == (0, 0, 0), path.name
    assert room.views.on_call()
