"""Reading: the one way in, from the bytes of a file to plain records."""

from __future__ import annotations

from warroom.formats.cstate import read_cstate
from warroom.formats.detect import ALERTS, CALENDAR, PEOPLE, kind_of, refuse_not_built
from warroom.formats.github_csv import read_github_csv
from warroom.formats.github_status import read_github_status
from warroom.formats.limits import LARGEST_FILE, refuse_larger, unreadable
from warroom.formats.log_table import read_table
from warroom.formats.mapping import Mapping
from warroom.formats.records import Reading
from warroom.formats.table import is_workbook
from warroom.formats.times import zone_named
from warroom.formats.veris import read_veris
from warroom.words import _


def read(
    name: str, data: bytes, *, kind: str | None = None, mapping: Mapping | None = None, zone: str = "Europe/Paris"
) -> Reading:
    """Everything this file says, as records; nothing else is touched.

    `name` gives a cState page its identity and is never used as a path. `kind` overrules what the content tells.
    `mapping` is for tables; `zone` is that of times in a table that name none (the other kinds write UTC).
    Refuses, and raises nothing else, when the file as a whole is at fault.
    """
    refuse_larger(len(data), LARGEST_FILE)
    zone_named(zone)
    kind = kind or kind_of(name, data)
    refuse_not_built(kind)
    if kind in PEOPLE:
        raise unreadable(
            "people-no-log",
            _("The file holds people, not the lines of a log."),
            todo=_("Import it without naming an incident: it goes to the roster."),
        )
    if kind == CALENDAR:
        raise unreadable(
            "calendar-no-log",
            _("The file holds times on call, not the lines of a log."),
            todo=_("Import it without naming an incident: it goes to on-call."),
        )
    if kind == ALERTS:
        raise unreadable("alerts-no-log", _("The file holds alerts, not the lines of a log."))
    if kind == "veris":
        return read_veris(data)
    if kind == "cstate":
        return read_cstate(name, data)
    if kind == "github-status":
        return read_github_status(data) if _is_json(data) else read_github_csv(data)
    if kind == "xlsx" and not is_workbook(data):
        raise unreadable("not-a-workbook", _("The file is not an Excel workbook (.xlsx or .xls)."))
    return read_table(data, mapping, zone=zone)


def _is_json(data: bytes) -> bool:
    """Whether the first sign in the file, past a byte order mark, opens a JSON record."""
    return data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith((b"{", b"["))
