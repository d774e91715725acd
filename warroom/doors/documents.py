"""Documents out: an export folder with what this room knows of its time, its member and its station."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom.clock import Clock, named_zone
from warroom.doors.audit import Audit
from warroom.doors.circles import Circles
from warroom.doors.erasures import Erasures
from warroom.doors.evidence import Evidence
from warroom.errors import Trouble
from warroom.identity.stations import StationIdentity

if TYPE_CHECKING:
    from warroom.reports.export import Exported


class Source(Protocol):
    """What an export needs of its room."""

    identity: StationIdentity
    clock: Clock
    evidence: Evidence
    audit: Audit
    circles: Circles
    erasure: Erasures

    @property
    def member(self) -> str: ...

    @property
    def station(self) -> str: ...


def export(
    room: Source, ref: str, folder: Path | str, *, kind: str, include_circle: str | None = None, **asked: Any
) -> Exported:
    """Sign what was written, write the folder, and remember what left, and where: an erasure names it."""
    from warroom.reports.export import EVIDENCE
    from warroom.reports.export import export as write_folder

    views, circle = room.circles.for_export(include_circle)
    moment = room.clock.moment()
    with suppress(Trouble):  # a disk that is full keeps no signature; what is exported is signed all the same
        room.evidence.sign()
    made = write_folder(
        views,
        ref,
        folder,
        kind=kind,
        circle=circle,
        identity=room.identity,
        member=room.member,
        station=room.station,
        now_ms=moment.utc_ms,
        zone=named_zone(moment),
        audit=room.audit.as_json() if kind == EVIDENCE else b"",
        **asked,
    )
    room.evidence.note_export(heads=made.heads, what=made.folder.name, at_ms=moment.utc_ms)
    room.erasure.note_copy("export", made.folder)
    return room.audit.exported(made, kind=kind, redacted=asked.get("redaction") is not None, restricted=bool(circle))
