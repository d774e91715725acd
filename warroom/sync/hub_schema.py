"""The hub's tables, in SQL that PostgreSQL and the distributed databases that speak its protocol all understand.

No stored procedures, triggers, sequences, advisory locks or extensions. Every key begins with the room (`ws`), so that
rooms spread over machines and whatever one room needs lies on one of them. `docs/scale.md` quotes these statements for
administrators who make the tables themselves.
"""

from __future__ import annotations

TABLES = (
    """CREATE TABLE IF NOT EXISTS hub_state (
  ws text NOT NULL, last_pos bigint NOT NULL, chain bytea NOT NULL, PRIMARY KEY (ws))""",
    """CREATE TABLE IF NOT EXISTS hub_head (
  ws text NOT NULL, wid bytea NOT NULL, seq bigint NOT NULL, hash bytea NOT NULL, PRIMARY KEY (ws, wid))""",
    """CREATE TABLE IF NOT EXISTS hub_segment (
  ws text NOT NULL, pos bigint NOT NULL, wid bytea NOT NULL, seq_from bigint NOT NULL, seq_to bigint NOT NULL,
  prev_hash bytea NOT NULL, head_hash bytea NOT NULL, members text NOT NULL, chain bytea NOT NULL, body bytea NOT NULL,
  PRIMARY KEY (ws, pos), UNIQUE (ws, wid, seq_to, seq_from, head_hash, members))""",
    """CREATE TABLE IF NOT EXISTS hub_bulletin (
  ws text NOT NULL, station text NOT NULL, body bytea NOT NULL, PRIMARY KEY (ws, station))""",
    """CREATE TABLE IF NOT EXISTS hub_chunk (
  ws text NOT NULL, sha bytea NOT NULL, body bytea NOT NULL, PRIMARY KEY (ws, sha))""",
)
# The last table made: when it is there, all are. One row at most, and no right but SELECT is needed.
ARE_HERE = "SELECT 1 FROM hub_chunk LIMIT 1"

# A laptop that vanishes in mid-push holds up its own room only, and not for long.
BEGIN = (
    "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = '50s'; "
    "SET LOCAL idle_in_transaction_session_timeout = '120s'"
)
STATE = "SELECT last_pos, chain FROM hub_state WHERE ws = %s"
LOCK_STATE = STATE + " FOR UPDATE"
FIRST_STATE = "INSERT INTO hub_state (ws, last_pos, chain) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING"
MOVE_STATE = "UPDATE hub_state SET last_pos = %s, chain = %s WHERE ws = %s"
HEAD = "SELECT seq, hash FROM hub_head WHERE ws = %s AND wid = %s"
MOVE_HEADS = (
    "INSERT INTO hub_head (ws, wid, seq, hash) VALUES {rows} "
    "ON CONFLICT (ws, wid) DO UPDATE SET seq = EXCLUDED.seq, hash = EXCLUDED.hash"
)
HEAD_ROW = "(%s, %s, %s, %s)"
NEIGHBOURS = (
    "SELECT seq_from, seq_to, prev_hash, head_hash, members FROM hub_segment "
    "WHERE ws = %s AND wid = %s AND seq_to >= %s AND seq_from <= %s LIMIT %s"
)
PUT = (
    "INSERT INTO hub_segment (ws, pos, wid, seq_from, seq_to, prev_hash, head_hash, members, chain, body) VALUES {rows}"
)
PUT_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %b)"
NOTIFY = "SELECT pg_notify(%s, %s)"

CHAIN_AT = "SELECT chain FROM hub_segment WHERE ws = %s AND pos = %s"
PAGE = (
    "SELECT pos, wid, seq_from, seq_to, head_hash, members, chain, octet_length(body) FROM hub_segment "
    "WHERE ws = %s AND pos > %s ORDER BY pos LIMIT %s"
)
NAMES = (
    "SELECT pos, wid, seq_from, seq_to, head_hash, members, chain, octet_length(body) FROM hub_segment "
    "WHERE ws = %s AND wid = %s AND seq_to >= %s AND seq_from <= %s LIMIT %s"
)
BODIES = "SELECT pos, body FROM hub_segment WHERE ws = %s AND pos = ANY(%s) AND octet_length(body) <= %s LIMIT %s"

BULLETINS = "SELECT body FROM hub_bulletin WHERE ws = %s AND octet_length(body) <= %s ORDER BY station LIMIT %s"
PUT_BULLETIN = (
    "INSERT INTO hub_bulletin (ws, station, body) VALUES (%s, %s, %b) "
    "ON CONFLICT (ws, station) DO UPDATE SET body = EXCLUDED.body"
)
CHUNKS = "SELECT sha FROM hub_chunk WHERE ws = %s AND sha = ANY(%s)"
CHUNK = "SELECT body FROM hub_chunk WHERE ws = %s AND sha = %s AND octet_length(body) <= %s"
PUT_CHUNK = "INSERT INTO hub_chunk (ws, sha, body) VALUES (%s, %s, %b) ON CONFLICT DO NOTHING"
