"""Files of people and calendars that want to break the room: killed in the middle, endless, deep, of control signs."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_room
from warroom.clock import Clock
from warroom.errors import Refusal, Trouble
from warroom.room import Room

CHECKOUT = Path(__file__).resolve().parents[2]
PEOPLE = 2_500

IMPORTER = f"""
import sys
from pathlib import Path
from warroom.room import Room
room = Room.open(sys.argv[1], passphrase={PASSPHRASE!r}, backups=False)
print("open", flush=True)
room.roster_in.bring(Path(sys.argv[2]), step=lambda done, total: print(done, flush=True))
print("done", flush=True)
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def a_directory(folder: Path, people: int) -> Path:
    path = folder / "annuaire.csv"
    lines = ["Nom complet;Fonction;Employeur;Portable;Courriel"]
    lines += [
        f"Prénom{n} Nom{n};Métier;Exemple;06 39 98 {n // 100:02d} {n % 100:02d};p{n}@example.org" for n in range(people)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.timeout(120)
@pytest.mark.parametrize("after", [2])
def test_that_an_import_killed_in_the_middle_is_whole_and_goes_on_when_read_again(tmp_path: Path, after: int) -> None:
    with a_room(tmp_path, clock=Clock(), backups=False) as made:
        path = made.path
    source = a_directory(tmp_path, PEOPLE)
    writer = subprocess.Popen(
        [sys.executable, "-c", IMPORTER, str(path), str(source)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"open\n"
    for _step in range(after):
        said = writer.stdout.readline()
    writer.kill()
    writer.stdout.close()
    writer.wait(timeout=20)
    assert said.strip().isdigit()

    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        began = len(room.views.roster())
        assert 0 < began < PEOPLE + 1
        assert room.verify() == []
        outcome = room.roster_in.bring(source)
        assert outcome.refused == []
        assert len([card for card in room.views.roster() if card.name.startswith("Prénom")]) == PEOPLE
        assert len(room.views.reaches()) == 2 * PEOPLE
        assert room.roster_in.bring(source).added == {}
        before = room.dump()
        room.rebuild()
        assert room.dump() == before


HOSTILE = {
    "deep.vcf": "BEGIN:VCARD\n" * 5000 + "FN:X\n" + "END:VCARD\n" * 5000,
    "endless.vcf": "BEGIN:VCARD\nVERSION:4.0\nFN:" + "A" * 5_000_000 + "\nEND:VCARD\n",
    "folded.vcf": "BEGIN:VCARD\nVERSION:4.0\nFN:A\n" + " b\n" * 300_000 + "END:VCARD\n",
    "params.vcf": "BEGIN:VCARD\nVERSION:4.0\nFN:A\nTEL" + ";TYPE=cell" * 100_000 + ":06\nEND:VCARD\n",
    "nul.vcf": "BEGIN:VCARD\nVERSION:4.0\nFN:A\x00B\x1b[2J\x07\nTEL:+33\x006\nNOTE:\ufffe\ud7ff\nEND:VCARD\n",
    "tels.vcf": "BEGIN:VCARD\nVERSION:4.0\nFN:A\n"
    + "".join(f"TEL:+3363998{n:04d}\n" for n in range(9999))
    + "END:VCARD\n",
    "path.vcf": "BEGIN:VCARD\nVERSION:4.0\nFN:../../etc/passwd\nPHOTO;VALUE=URI:file:///etc/passwd\nEND:VCARD\n",
    "quoted.vcf": "BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:" + "=\n" * 200_000 + "\nEND:VCARD\n",
    "wide.csv": "Nom complet;Portable;" + ";".join(f"c{n}" for n in range(20_000)) + "\nA;06 39 98 00 00\n",
    "quote.csv": 'Nom complet;Portable\n"' + "A;06\n" * 200_000,
    "digits.csv": "Nom complet;Portable\nA;" + "6" * 1_000_000 + "\n",
    "formula.csv": "Nom complet;Portable\n=cmd|' /C calc'!A0;+33639980000\n",
    "surrogate.csv": "Nom complet;Portable\nA\u202eB\u2066;06 39 98 00 00\n",
}
ICS = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{}END:VCALENDAR\n"
EVENT = "BEGIN:VEVENT\nUID:{uid}\nDTSTART:{start}\nDTEND:{end}\nSUMMARY:Jean Martin\n{more}END:VEVENT\n"


def event(more: str = "", *, uid: str = "a", start: str = "20260706T090000Z", end: str = "20260706T170000Z") -> str:
    return EVENT.format(uid=uid, start=start, end=end, more=more)


CALENDARS = {
    "secondly": ICS.format(event("RRULE:FREQ=SECONDLY\n")),
    "never": ICS.format(event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n")),
    "never2": ICS.format(event("RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31\n")),
    "interval": ICS.format(event("RRULE:FREQ=DAILY;INTERVAL=99999999999999\n")),
    "zero": ICS.format(event("RRULE:FREQ=DAILY;INTERVAL=0\n")),
    "byall": ICS.format(
        event(
            "RRULE:FREQ=YEARLY;BYSECOND="
            + ",".join(map(str, range(60)))
            + ";BYMINUTE="
            + ",".join(map(str, range(60)))
            + ";BYHOUR="
            + ",".join(map(str, range(24)))
            + "\n"
        )
    ),
    "setpos": ICS.format(event("RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366,-366\n")),
    "deep": ICS.format("BEGIN:VEVENT\n" * 3000 + "END:VEVENT\n" * 3000),
    "year": ICS.format(event(start="00010101T000000Z", end="99991231T235959Z")),
    "back": ICS.format(event(start="20260706T170000Z", end="20260706T090000Z")),
    "exdates": ICS.format(event("EXDATE:" + ",".join(["20260706T090000Z"] * 50_000) + "\n")),
    "zone": ICS.format(event("RRULE:FREQ=WEEKLY\n").replace("DTSTART:", "DTSTART;TZID=../../../etc/passwd:")),
    "duration": ICS.format(event().replace("DTEND:20260706T170000Z", "DURATION:P99999999999999W")),
    "rules": ICS.format(event("RRULE:FREQ=MINUTELY\n" * 2000)),
    "many": ICS.format("".join(event("RRULE:FREQ=SECONDLY\n", uid=str(n)) for n in range(300))),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", list(HOSTILE))
def test_that_a_hostile_file_of_people_is_read_or_refused_and_the_room_stays_whole(
    room: Room, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name].encode("utf-8", errors="surrogatepass"))
    with contextlib.suppress(Refusal, Trouble):
        room.roster_in.bring(path)
    assert room.verify() == []
    for card in room.views.roster():
        assert not any(sign in card.name for sign in "\x00\x1b\x07\u202e\u2066")
        assert len(card.name) <= 200
    room.roster_out.write(tmp_path / "out.csv")
    room.roster_out.write(tmp_path / "out.vcf")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", list(CALENDARS))
def test_that_a_hostile_calendar_is_read_or_refused_and_the_room_stays_whole(
    room: Room, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.ics"
    path.write_text(CALENDARS[name], encoding="utf-8")
    with contextlib.suppress(Refusal, Trouble):
        room.import_file(path)
    now = room.clock.now_ms()
    room.views.on_call(now)
    room.views.on_call_between(now - 10**9, now + 10**9)
    assert room.verify() == []
