"""The proofs of `doctor`: what this laptop must be able to do alone, tried now, or told as it was last proved."""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom.cli.call import Call
from warroom.cli.checks import Check, Found
from warroom.cli.parser import Parser
from warroom.clock import Clock
from warroom.domain.readiness import STALE_DAYS, Proof, Proved, Readiness, Standing, standing
from warroom.errors import WarroomError
from warroom.phrases import date, labelled
from warroom.words import _

if TYPE_CHECKING:
    from warroom.cli.rooms import Seat

NAMES = {proof: proof.value.replace("_", "-") for proof in Proof}
OPTIONS = {
    Proof.LOGS_IN: "--logged-in-offline",
    Proof.RUNS: "--package",
    Proof.STICK: "--stick",
    Proof.PRINTS: "--print",
    Proof.SHEET: "--recovery-code-file",
}
LOCAL_FILE = "readiness.json"
PAGE_NOTE = "proof-page"
PAGE_HOLDS_MS = 60 * 60_000  # how long a printed number may wait to be typed
MOST_BYTES = 64 * 1024


def proof_options(parser: Parser) -> None:
    """A room to tell, and which proofs to make now."""
    parser.add_argument(
        "room",
        nargs="?",
        type=Path,
        metavar="ROOM",
        help=_("the room in which the proofs are noted for all laptops (default: on this laptop only)"),
    )
    parser.add_argument("--package", action="store_true", help=_("prove that this build runs: its whole self-test"))
    parser.add_argument("--stick", type=Path, metavar="DIR", help=_("prove that this stick is written and read"))
    parser.add_argument(
        "--print",
        nargs="?",
        const="",
        dest="printer",
        metavar="PRINTER",
        help=_("prove that a page comes out of a printer on a cable; its number is asked for"),
    )
    parser.add_argument("--printed", metavar="NUMBER", help=_("the number on the page that was printed before"))
    parser.add_argument(
        "--recovery-code-file",
        type=Path,
        metavar="FILE",
        help=_("prove that the room opens with the recovery code on the first line of this file, and nothing else"),
    )
    parser.add_argument(
        "--logged-in-offline",
        action="store_true",
        help=_("say that this session was begun with no network, where the program cannot see it"),
    )
    parser.add_argument(
        "--stale-days",
        type=_days,
        default=STALE_DAYS,
        metavar="N",
        help=_("after how many days a proof is to be made again (default: {n})").format(n=STALE_DAYS),
    )


def _days(said: str) -> int:
    if not said.isdecimal() or not 0 < int(said) <= 10_000:
        raise ArgumentTypeError(_("a number of days is expected"))
    return int(said)


class Kept(Protocol):
    """Where proofs are noted and read again."""

    def note(self, proof: Proof, proved: Proved) -> None: ...

    def known(self) -> dict[str, Readiness]: ...

    def set_aside(self, text: str) -> None:
        """Keep what the printed page must be matched with."""

    def aside(self) -> str: ...


class InRoom:
    """In the room: every laptop sees them."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def note(self, proof: Proof, proved: Proved) -> None:
        from warroom.commands.readiness import NoteReadiness

        self._seat.do(NoteReadiness(what=proof, ok=proved.ok, detail=proved.detail))

    def known(self) -> dict[str, Readiness]:
        views = self._seat.room.views
        own = {station.id for station in views.stations() if station.is_ours}
        return {each.what: each for each in views.readiness() if each.station in own}

    def set_aside(self, text: str) -> None:
        self._seat.room.keep_local(PAGE_NOTE, text)

    def aside(self) -> str:
        return self._seat.room.views.local(PAGE_NOTE)


class OnThisLaptop:
    """In the data folder of whoever is logged in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, proof: Proof, proved: Proved) -> None:
        kept = self._read(LOCAL_FILE)
        kept[proof.value] = {"at": Clock().now_ms(), "ok": proved.ok, "detail": proved.detail}
        self._write(LOCAL_FILE, kept)

    def known(self) -> dict[str, Readiness]:
        return {}  # only what is asked for is told without a room

    def set_aside(self, text: str) -> None:
        self._write(f"{PAGE_NOTE}.json", {"page": text})

    def aside(self) -> str:
        return str(self._read(f"{PAGE_NOTE}.json").get("page") or "")

    def _read(self, name: str) -> dict[str, Any]:
        from warroom.identity.files import read_whole

        try:
            kept = json.loads(read_whole(self._folder / name, limit=MOST_BYTES))
        except (FileNotFoundError, WarroomError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, name: str, kept: dict[str, Any]) -> None:
        from warroom.identity.files import write_whole

        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._folder / name, json.dumps(kept, ensure_ascii=False, indent=1).encode())


@contextmanager
def kept_for(asked: Namespace) -> Iterator[Kept]:
    """The room that was named, open for writing; else this laptop's own file."""
    if asked.room is None:
        from warroom.identity.machine import data_folder

        yield OnThisLaptop(data_folder())
        return
    from warroom.cli.rooms import writing

    with writing(asked) as seat:
        yield InRoom(seat)


def proof_checks(asked: Namespace, kept: Kept, call: Call) -> list[Check]:
    """The proofs asked for, each tried when it is looked at and noted at once; in a room also the others, as known."""
    tries = _tries(asked, kept, call)
    wanted = [proof for proof in Proof if proof in tries or asked.room is not None]
    return [Check(NAMES[proof], _looking(proof, tries.get(proof), kept, asked)) for proof in wanted]


def _looking(
    proof: Proof, attempt: Callable[[], Proved | None] | None, kept: Kept, asked: Namespace
) -> Callable[[], Found]:
    def look() -> Found:
        proved = attempt() if attempt else None
        if proved is None:
            return _as_known(proof, kept.known().get(proof.value), asked.stale_days)
        kept.note(proof, proved)
        return Found(proved.ok, proved.detail, iso(Clock().now_ms()))

    return look


def _as_known(proof: Proof, known: Readiness | None, stale_days: int) -> Found:
    state = standing(known, now_ms=Clock().now_ms(), stale_days=stale_days)
    if known is None or known.at is None:
        return Found(False, _("never proved; {option} proves it").format(option=OPTIONS[proof]))
    said = _("proved {date}") if known.ok else _("tried {date}")
    if state is Standing.STALE:
        said = _("proved {date}, too long ago: prove it again")
    return Found(state is Standing.FRESH, labelled(said.format(date=date(known.at)), known.detail), iso(known.at))


def iso(at: int) -> str:
    """A moment as scripts read it: ISO 8601 with this laptop's offset."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at / 1000, UTC).astimezone().isoformat(timespec="seconds")


def _tries(asked: Namespace, kept: Kept, call: Call) -> dict[Proof, Callable[[], Proved | None]]:
    from warroom.doors import proving

    tries: dict[Proof, Callable[[], Proved | None]] = {}
    if asked.logged_in_offline:
        tries[Proof.LOGS_IN] = lambda: proving.prove_login(attested=True)
    elif asked.room is not None:
        tries[Proof.LOGS_IN] = _login_seen
    if asked.package:
        tries[Proof.RUNS] = proving.prove_package
    if asked.stick is not None:
        tries[Proof.STICK] = lambda: proving.prove_stick(asked.stick)
    if asked.printer is not None or asked.printed is not None:
        tries[Proof.PRINTS] = lambda: _page(asked, kept, call)
    if asked.recovery_code_file is not None:
        tries[Proof.SHEET] = lambda: _sheet(asked)
    return tries


def _login_seen() -> Proved | None:
    """What the system itself tells; nothing is noted where it tells of a network."""
    from warroom.doors.proving import prove_login

    seen = prove_login(attested=False)
    return seen if seen.ok else None


def _sheet(asked: Namespace) -> Proved:
    from warroom.cli.rooms import Secret, secret_in
    from warroom.doors.proving import prove_sheet
    from warroom.room import Room

    if asked.room is None:
        return Proved(False, _("name the room that the recovery code opens"))
    code = secret_in(asked.recovery_code_file, Secret.CODE)
    return prove_sheet(lambda: Room.open(asked.room, recovery_code=code, read_only=True, backups=False))


def _page(asked: Namespace, kept: Kept, call: Call) -> Proved:
    from warroom.doors.proof_page import new_number, print_page

    if asked.printed is not None:
        return _matched(asked.printed, kept)
    number = new_number()
    try:
        print_page(number, printer=asked.printer)
    except WarroomError as error:
        return Proved(False, error.message)
    kept.set_aside(_sealed(number))
    if sys.stdin is None or not sys.stdin.isatty():
        return Proved(False, _("the page was sent: confirm the number on it with --printed"))
    call.note(_("Type the number on the page:"))
    return _matched(sys.stdin.readline(), kept)


def _sealed(number: str) -> str:
    salt = secrets.token_hex(8)
    return f"{Clock().now_ms()} {salt} {_digest(salt, number)}"


def _matched(typed: str, kept: Kept) -> Proved:
    pieces = kept.aside().split()
    if len(pieces) != 3 or not pieces[0].isdecimal() or Clock().now_ms() - int(pieces[0]) > PAGE_HOLDS_MS:
        return Proved(False, _("no page was printed in the last hour"))
    if _digest(pieces[1], "".join(typed.split())) != pieces[2]:
        return Proved(False, _("this is not the number on the page"))
    kept.set_aside("")
    return Proved(True, _("a page came out of a printer that needs no network, its number was read back"))


def _digest(salt: str, number: str) -> str:
    return hashlib.sha256(f"{salt} {number}".encode()).hexdigest()
