"""Questions about teams sent out and means asked for: who was heard of when, what is committed, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import apsw

from warroom.domain.field_teams import AHEAD_MS, Contact, FieldTeam, TeamOut
from warroom.domain.incidents import Mode
from warroom.domain.means import MeansRequest
from warroom.storage.queries import team as of_team
from warroom.storage.queries.board import OVER
from warroom.storage.queries.log import entry
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import one, read
from warroom.storage.sight import Sight

NEWS = "incoming AND (trim(coalesce(text,''))<>'' OR entry IS NOT NULL)"
LIVE = f"incident IN (SELECT id FROM incident WHERE coalesce(status,'declared') NOT IN {OVER})"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which teams and requests: of one incident (its id) or all of a mode; `live` leaves out what is over."""

    incident: bytes | None
    mode: Mode
    now_ms: int
    live: bool = False


def teams_out(conn: apsw.Connection, sight: Sight, wanted: Wanted) -> list[TeamOut]:
    """Teams with their last word, in no order; `live` leaves out those that returned and those of incidents over."""
    if wanted.live and one(conn, "SELECT 1 FROM field_team WHERE returned_at IS NULL LIMIT 1") is None:
        return []
    where, values = _where(wanted)
    if wanted.live:
        where += " AND returned_at IS NULL"
    found = fetch(conn, sight, FieldTeam, "field_team", where, values)
    return [_out(conn, sight, team, wanted.now_ms) for team in found]


def team_out(conn: apsw.Connection, sight: Sight, record: bytes, now_ms: int) -> TeamOut | None:
    found = fetch(conn, sight, FieldTeam, "field_team", "id=?", (record,))
    return _out(conn, sight, found[0], now_ms) if found else None


def means_asked(conn: apsw.Connection, sight: Sight, wanted: Wanted) -> list[MeansRequest]:
    """Requests, by when the next thing about them is due; `live` leaves out those that are over."""
    where, values = _where(wanted)
    if wanted.live:
        where += " AND coalesce(state,'asked') NOT IN ('arrived','refused','withdrawn')"
    return fetch(conn, sight, MeansRequest, "means_request", where, values, "coalesce(needed_by, 1 << 62), id")


def means_request(conn: apsw.Connection, sight: Sight, record: bytes) -> MeansRequest | None:
    return next(iter(fetch(conn, sight, MeansRequest, "means_request", "id=?", (record,))), None)


def contacts(conn: apsw.Connection, sight: Sight, field_team: bytes | None) -> list[Contact]:
    """Messages from and to one team, or all, newest first, with what was said as whoever reads may see it."""
    return [_with_words(conn, sight, item) for item in of_team.contacts(conn, sight, field_team)]


def limits(conn: apsw.Connection, sight: Sight) -> dict[str, int]:
    """Euros that each function may commit alone, where the room gave it a limit."""
    cards = of_team.changed_cards(conn, sight)
    return {card.code: card.spend_limit for card in cards if card.code and card.spend_limit is not None}


def names_on_air(conn: apsw.Connection) -> list[str]:
    """What teams that are out are called, whatever their incident."""
    sql = "SELECT name, call_sign FROM field_team WHERE returned_at IS NULL AND NOT _hidden ORDER BY name, id"
    return list(dict.fromkeys(str(said) for row in read(conn, sql) for said in row if said))


def functions_held(conn: apsw.Connection, incident: bytes) -> Iterator[tuple[str, str]]:
    """Code and holder of the functions of cells at work that cover an incident."""
    sql = (
        "SELECT f.code, f.holder FROM function f JOIN crisis_cell c ON c.id=f.cell WHERE c.state='active' AND NOT c._hidden "
        "AND NOT f._hidden AND f.holder IS NOT NULL AND c.id IN (SELECT cell FROM coverage WHERE incident=? AND NOT _hidden) "
        "ORDER BY f.code, f.id"
    )
    for code, holder in read(conn, sql, (incident,)):
        yield str(code or ""), str(holder)


def _where(wanted: Wanted) -> tuple[str, tuple[bytes, ...]]:
    if wanted.incident:
        return "incident=?", (wanted.incident,)
    only = of_team.OF_MODE[wanted.mode]
    return (f"{only} AND {LIVE}" if wanted.live else only), ()


def _out(conn: apsw.Connection, sight: Sight, team: FieldTeam, now_ms: int) -> TeamOut:
    record = bytes.fromhex(team.id)
    last = _newest(conn, sight, record, NEWS, until=now_ms + AHEAD_MS)
    tried = _newest(conn, sight, record, f"NOT ({NEWS})", until=now_ms + AHEAD_MS)
    if last is not None and tried is not None and tried.at <= last.at:
        tried = None
    place = one(conn, "SELECT number, exercise FROM incident WHERE id=?", (bytes.fromhex(team.incident),))
    number, exercise = place or ("", None)
    return TeamOut(team, str(number or ""), bool(exercise), last, tried)


def _newest(conn: apsw.Connection, sight: Sight, record: bytes, which: str, *, until: int) -> Contact | None:
    where = f"field_team=? AND at IS NOT NULL AND at<=? AND {which}"
    found = fetch(conn, sight, Contact, "contact", where, (record, until), "at DESC, id DESC LIMIT 1")
    return _with_words(conn, sight, found[0]) if found else None


def _with_words(conn: apsw.Connection, sight: Sight, contact: Contact) -> Contact:
    if contact.text or not contact.entry:
        return contact
    said = entry(conn, bytes.fromhex(contact.entry), sight)
    return replace(contact, text=said.text) if said is not None else contact
