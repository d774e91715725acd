"""Documents out: an export folder with what this room knows of its time, its member and its station."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from warroom.clock import Clock, named_zone
from warroom.doors.audit import Audit
from warroom.doors.evidence import Evidence
from warroom.errors import Trouble
from warroom.identity.stations import StationIdentity
from warroom.reports.export import EVIDENCE, Exported
from warroom.reports.export import export as write_folder
from warroom.storage.views import Views


class Source(Protocol):
    """What an export needs of its room."""

    views: Views
    identity: StationIdentity
    clock: Clock
    evidence: Evidence
    audit: Audit

    @property
    def member(self) -> str: ...

    @property
    def station(self) -> str: ...


def export(room: Source, ref: str, folder: Path | str, **asked: Any) -> Exported:
    """Sign what was written, write the folder, and remember the fingerprint that left."""
    moment = room.clock.moment()
    with suppress(Trouble):  # a disk that is full keeps no signature; what is exported is signed all the same
        room.evidence.sign()
    kind = str(asked.get("kind", ""))
    made = write_folder(
        room.views,
        ref,
        folder,
        identity=room.identity,
        member=room.member,
        station=room.station,
        now_ms=moment.utc_ms,
        zone=named_zone(moment),
        audit=room.audit.as_json() if kind == EVIDENCE else b"",
        **asked,
    )
    room.evidence.note_export(heads=made.heads, what=made.folder.name, at_ms=moment.utc_ms)
    return room.audit.exported(made, kind=kind, redacted=asked.get("redaction") is not None)
