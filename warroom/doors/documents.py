"""Files in and out through the room's door: evidence streamed in, documents written out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom.clock import Clock, zone_of
from warroom.commands.base import Command
from warroom.commands.files import AddAttachment, parent_of
from warroom.domain.ids import RecordId
from warroom.doors.circles import Circles
from warroom.doors.erasures import Erasures
from warroom.identity.stations import StationIdentity
from warroom.storage.attachments import Step, drop_chunks, keep_chunks, read_in
from warroom.storage.store import Store

if TYPE_CHECKING:
    from warroom.reports.export import Exported


class Exporting(Protocol):
    """What an export needs of a room."""

    identity: StationIdentity
    clock: Clock
    circles: Circles
    erasure: Erasures

    @property
    def member(self) -> str: ...

    @property
    def station(self) -> str: ...


def attach(
    store: Store,
    do: Callable[[Command[Any]], Future[Any]],
    path: Path,
    *,
    noun: str,
    parent: str,
    origin: str,
    circle: str,
    step: Step,
) -> RecordId:
    """Keep a file as evidence on a record; what was stored of it goes again when that fails."""
    kept: list[bytes] = []

    def keep(batch: list[tuple[bytes, bytes]]) -> None:
        kept.extend(name for name, _sealed in batch)
        store.run(lambda conn: keep_chunks(conn, batch)).result()

    record = store.submit(lambda books: parent_of(books, noun, parent)["id"]).result()
    try:
        stored = read_in(path, keep, step=step)
        made = AddAttachment(noun=noun, parent=record, stored=stored, origin=origin, circle=circle)
        attached: RecordId = do(made).result()
        return attached
    except BaseException:
        if kept:
            store.run(lambda conn: drop_chunks(conn, kept)).result()
        raise


def export(
    room: Exporting,
    ref: str,
    folder: Path | str,
    *,
    formats: Sequence[str],
    kind: str,
    language: str | None,
    marking: str | None,
    include_circle: str | None,
    step: Step,
) -> Exported:
    """Write an export folder, and remember where: a later erasure names it."""
    from warroom.reports.export import export as write

    views, circle = room.circles.for_export(include_circle)
    moment = room.clock.moment()
    # A bare abbreviation (CET) or a Windows name says less than the system's own zone does.
    zone = zone_of(moment.zone) if "/" in moment.zone or moment.zone == "UTC" else None
    made = write(
        views,
        ref,
        folder,
        formats=formats,
        kind=kind,
        identity=room.identity,
        member=room.member,
        station=room.station,
        now_ms=moment.utc_ms,
        zone=zone,
        language=language,
        marking=marking,
        circle=circle,
        step=step,
    )
    room.erasure.note_copy("export", made.folder)
    return made
