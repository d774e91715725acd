"""Schema 2: exchange. What came and was set aside, what other stations told of themselves, where sealed files go."""

from __future__ import annotations

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage.tables import table_sql

EXCHANGE = """
DROP TABLE fork_segment;
CREATE TABLE aside(id BLOB PRIMARY KEY, why TEXT NOT NULL, source TEXT NOT NULL, station TEXT NOT NULL, letter TEXT NOT NULL, w BLOB NOT NULL,
  seq_from INTEGER NOT NULL, seq_to INTEGER NOT NULL, seen_at INTEGER NOT NULL, body BLOB) WITHOUT ROWID;
CREATE TABLE bulletin(station TEXT PRIMARY KEY, written_at INTEGER NOT NULL, heard_at INTEGER NOT NULL, route TEXT NOT NULL,
  least INTEGER, most INTEGER, body BLOB NOT NULL, sig BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE remote(name TEXT PRIMARY KEY, url TEXT NOT NULL, tried_at INTEGER, done_at INTEGER, trouble TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE carried(sha BLOB PRIMARY KEY, attachment BLOB NOT NULL) WITHOUT ROWID;
DROP INDEX op_gated;
CREATE INDEX op_gated ON op(ent) WHERE ent IN ('circle','circle_key','cut','enrolment','erasure','grant','invitation','key_share','pin','room','station','trust','writer')
"""


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 2 in the caller's transaction; a file of schema 1 gains the nouns that are new."""
    for statement in EXCHANGE.split(";"):
        list(conn.execute(statement))
    here = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    for noun in NOUNS.values():
        if noun.name not in here:
            for statement in table_sql(noun):
                list(conn.execute(statement))
