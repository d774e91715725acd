"""Sticks through the room's door: what is plugged in, what lies on it, read it, write it, and say so in the log."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from warroom.clock import Clock
from warroom.commands.base import Command
from warroom.commands.deliveries import NoteDelivery
from warroom.commands.entries import Logged
from warroom.commands.people import AddPerson
from warroom.domain.audit import Detail, Event
from warroom.domain.exchange import Outcome
from warroom.domain.sticks import Carriage, Delivered, Flaw, Flawed, Looked, Parcel, Place, Stick
from warroom.doors.audit import Audit
from warroom.doors.exchange import Exchange
from warroom.errors import Refusal, Trouble
from warroom.identity.stations import StationIdentity
from warroom.storage.attachments import Step
from warroom.storage.views import Views
from warroom.sync import sticks
from warroom.sync.bundles import Contents, peek
from warroom.sync.envelopes import NotForUs
from warroom.sync.frames import Newer, Unreadable
from warroom.sync.packing import Unsound, unpack
from warroom.words import _

BLOCK = 1024 * 1024
NO_CARRIAGE = Carriage()
PULLED = (errno.EIO, errno.ENXIO, errno.ENODEV, errno.ENOENT, errno.ESTALE)


class Carrying(Protocol):
    """What sticks need of their room."""

    id: str
    path: Path
    identity: StationIdentity
    clock: Clock
    views: Views
    audit: Audit
    exchange: Exchange

    @property
    def station(self) -> str: ...

    def do(self, command: Command[Any]) -> Future[Any]: ...


class Sticks:
    """`room.sticks`. Everything here blocks: call it from a task."""

    def __init__(self, room: Carrying) -> None:
        self._room = room

    def plugged(self) -> list[Stick]:
        """The removable drives that are there now, by path."""
        from warroom.reports.drives import removable_drives

        return [Stick(each.path, each.label, each.free, each.total, each.read_only) for each in removable_drives()]

    def look(self, stick: Stick) -> Looked:
        """What lies on a stick. Nothing but bundles is opened. Raises Trouble `stick-gone`."""
        with _explained(stick.path):
            return self._judged(stick, sticks.search(stick.path, spare=self._room.path.parent))

    def parcel_in(self, file: Path) -> Parcel:
        """The bundle in this file, which may be an archive that holds it. Raises Refusal `not-a-bundle`, or Trouble."""
        looked = self.look(Stick(file, "", 0, 0, read_only=True))
        if len(looked.parcels) > 1:
            raise Refusal(
                "several-bundles",
                _("{file} holds several bundles.").format(file=file.name),
                safe=_("Nothing was read from it."),
                todo=_("Unpack it, and read them one after the other."),
            )
        if looked.parcels:
            return looked.parcels[0]
        if looked.flawed and looked.flawed[0].flaw is Flaw.ARCHIVE:
            raise Refusal(
                "archive-unreadable",
                _("{file} is an archive that is damaged, locked or far too large.").format(file=file.name),
                safe=_("Nothing was read from it."),
                todo=_("Unpack it, and read the bundle itself."),
            )
        # What is wrong with it is said when it is read as a whole.
        return Parcel(Place(file), 0, "", "?", 0, 0, is_ours=False)

    def preview(self, parcel: Parcel, *, step: Step = lambda done, total: None) -> Outcome:
        """What reading it would do; nothing is changed. Raises Refusal or Trouble."""
        with self._opened(parcel.place) as stream:
            return self._room.exchange.preview_stream(stream, name=parcel.place.name, step=step)

    def read(
        self,
        parcel: Parcel,
        *,
        carriage: Carriage = NO_CARRIAGE,
        incident: str = "",
        agree_to_deletes: bool = False,
        step: Step = lambda done, total: None,
    ) -> Delivered:
        """Merge it, and say so in the audit and, where anything came, in the log of that incident.

        Stopped or pulled out in the middle, what was taken in until then stays; reading it again goes on from there.
        """
        if incident:
            self._room.views.incident(incident)  # a wrong reference is refused before anything is merged
        with self._opened(parcel.place) as stream:
            digest = _sha256(stream)
            outcome = self._room.exchange.read_stream(
                stream, name=parcel.place.name, agree_to_deletes=agree_to_deletes, step=step
            )
        number = ""
        if incident and (outcome.received or outcome.set_aside):
            letters = tuple(each.letter for each in outcome.stations if each.ops)
            number = self._log(parcel.place.name, digest, outcome.received, carriage, incident, letters, is_out=False)
        self._note(Event.STICK_READ, parcel.place.name, digest, outcome.received, carriage)
        return Delivered(outcome, parcel.place.name, digest, number)

    def write(
        self,
        stick: Path,
        *,
        to: str = "",
        everything: bool = False,
        carriage: Carriage = NO_CARRIAGE,
        incident: str = "",
        step: Step = lambda done, total: None,
    ) -> Delivered:
        """Write a bundle into this room's folder on the stick; it is on the stick and read back when this returns.

        Only the latest few of this station's own bundles are kept there. Raises Trouble `bundle-not-written`,
        `stick-gone`.
        """
        from warroom.reports.drives import absent_disk

        if absent_disk(stick) is not None:
            raise _gone(stick)
        folder = sticks.folder_of(stick, self._room.views.name())
        with _explained(stick, writing=True):
            folder.mkdir(exist_ok=True)
        path = folder / sticks.file_name(self._room.station, self._utc())
        done = self.write_file(path, to=to, everything=everything, carriage=carriage, incident=incident, step=step)
        sticks.drop_older(folder, letter=self._room.station, room=self._room.id, newest=path)
        return done

    def write_file(
        self,
        path: Path,
        *,
        to: str = "",
        everything: bool = False,
        carriage: Carriage = NO_CARRIAGE,
        incident: str = "",
        step: Step = lambda done, total: None,
    ) -> Delivered:
        """The same under a name that somebody chose."""
        outcome = self._room.exchange.write_bundle(path, to=to, everything=everything, step=step)
        with _explained(path), path.open("rb") as stream:
            digest = _sha256(stream)
        number = self._log(path.name, digest, outcome.sent, carriage, incident, (), is_out=True) if incident else ""
        self._note(Event.STICK_WRITTEN, path.name, digest, outcome.sent, carriage)
        return Delivered(outcome, path.name, digest, number, path)

    # Looking

    def _judged(self, stick: Stick, found: sticks.Search) -> Looked:
        parcels, flawed = list[Parcel](), list(found.flawed)
        for place, size in found.bundles:
            judged = self._judge(place, size)
            if isinstance(judged, Parcel):
                parcels.append(judged)
            else:
                flawed.append(Flawed(place.name, judged))
        parcels.sort(key=lambda item: (item.is_ours, not item.new_ops, -item.written_at, str(item.place.path)))
        return Looked(
            stick=stick,
            parcels=tuple(parcels),
            flawed=tuple(flawed),
            others=len(found.others),
            other_names=found.few(),
            programs=len(found.programs),
            is_partial=found.is_partial,
        )

    def _judge(self, place: Place, size: int) -> Parcel | Flaw:
        exchange = self._room.exchange
        try:
            with sticks.opened(place, spare=self._room.path.parent) as stream:
                reader, contents = peek(stream, exchange.secrets())
        except Newer:
            return Flaw.NEWER
        except NotForUs:
            return self._not_for_us(place)
        except Unreadable:
            return Flaw.TORN
        except OSError:
            return Flaw.UNREADABLE
        if reader.header.get("room") != self._room.id:
            return Flaw.ELSEWHERE
        own = self._room.identity.station_id.hex()
        letters = {str(each.id): each.letter for each in self._room.views.stations()}
        return Parcel(
            place=place,
            size=size,
            station=contents.station,
            letter=letters.get(contents.station) or "?",
            written_at=contents.at,
            new_ops=self._new_in(contents),
            is_ours=contents.station == own,
        )

    def _not_for_us(self, place: Place) -> Flaw:
        """Sealed to others: of this room, or of another one."""
        from warroom.sync.frames import FrameReader, Magic

        try:
            with sticks.opened(place, spare=self._room.path.parent) as stream:
                said = FrameReader(stream, Magic.BUNDLE).header.get("room")
        except (OSError, Unreadable):
            return Flaw.UNREADABLE
        return Flaw.NOT_FOR_US if said == self._room.id else Flaw.ELSEWHERE

    def _new_in(self, contents: Contents) -> int:
        """How many ops lie beyond what is here, as the runs' headers say."""
        known, new = self._room.exchange.vector(), 0
        for run in contents.runs:
            try:
                header = unpack(run).header
            except Unsound:
                continue
            here = known.get(header.writer, 0)
            if header.seq_to > here:
                new += header.seq_to - max(header.seq_from - 1, here)
                known[header.writer] = header.seq_to
        return new

    @contextmanager
    def _opened(self, place: Place) -> Iterator[BinaryIO]:
        with _explained(place.path):
            try:
                with sticks.opened(place, spare=self._room.path.parent) as stream:
                    yield stream
            except Unreadable as error:
                raise Trouble(
                    "bundle-damaged",
                    _("{name} is incomplete or damaged.").format(name=place.name),
                    safe=_("Nothing was changed; the laptop that wrote it still has everything."),
                    todo=_("Have it written again, and eject the stick before you pull it out."),
                ) from error

    # Saying so

    def _log(
        self,
        file: str,
        digest: str,
        ops: int,
        carriage: Carriage,
        incident: str,
        letters: tuple[str, ...],
        *,
        is_out: bool,
    ) -> str:
        command = NoteDelivery(
            incident=incident,
            is_out=is_out,
            label=carriage.label,
            file=file,
            sha256=digest,
            ops=ops,
            stations=letters,
            courier=carriage.courier,
            scan=carriage.scan,
            kiosk=carriage.kiosk,
        )
        logged: Logged = self._room.do(command).result()
        return logged.number

    def _note(self, event: Event, file: str, digest: str, ops: int, carriage: Carriage) -> None:
        """The audit names people by their id: whoever carries a stick is one of the room's people from then on."""
        detail: dict[str, Detail] = {"file": file, "ops": ops, "label": carriage.label, "sha256": digest}
        if carriage.courier.strip():
            with suppress(Refusal):  # somebody erased on request is not written down again
                detail["courier"] = self._room.do(AddPerson(name=carriage.courier)).result()
        if carriage.scan:
            detail["scanned"] = carriage.scan.value
        if carriage.kiosk.strip():
            detail["kiosk"] = carriage.kiosk.strip()
        self._room.audit.note(event, detail).result()

    def _utc(self) -> str:
        return f"{datetime.fromtimestamp(self._room.clock.now_ms() / 1000, UTC):%Y%m%dT%H%M%SZ}"


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := stream.read(BLOCK):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()


@contextmanager
def _explained(place: Path, *, writing: bool = False) -> Iterator[None]:
    """What the system says of a stick, turned into what a person can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in PULLED and not (writing and place.exists()):
            raise _gone(place) from error
        raise _unusable(place, error, writing=writing) from error


def _gone(place: Path) -> Trouble:
    return Trouble(
        "stick-gone",
        _("{place} is no longer there: the stick was pulled out, or cannot be read.").format(place=place.name),
        safe=_("The room is safe; what was taken in before stays."),
        todo=_("Plug it in again: reading goes on where it stopped, writing begins anew."),
    )


def _unusable(place: Path, error: OSError, *, writing: bool) -> Trouble:
    reason = error.strerror or str(error)
    said = _("{place} cannot be written: {reason}.") if writing else _("{place} cannot be read: {reason}.")
    return Trouble(
        "bundle-not-written" if writing else "stick-unreadable",
        said.format(place=place.name, reason=reason),
        safe=_("The room is safe."),
        todo=_("Check the stick and your right to use it, or take another one."),
    )
