"""Schema 1: the journal, its registers, the projections, search, and what never leaves the station."""

from __future__ import annotations

import apsw

from warroom.storage.tables import all_table_sql

JOURNAL = """
CREATE TABLE op(
  w BLOB NOT NULL, seq INTEGER NOT NULL, hlc INTEGER NOT NULL, ord INTEGER NOT NULL, cx INTEGER NOT NULL,
  ent TEXT NOT NULL, rid BLOB NOT NULL, author TEXT NOT NULL, wall INTEGER NOT NULL, off INTEGER NOT NULL, zone TEXT NOT NULL,
  patch TEXT NOT NULL, salt BLOB NOT NULL, deps TEXT, withheld TEXT, salts TEXT, hash BLOB NOT NULL,
  flag INTEGER NOT NULL DEFAULT 0, effect INTEGER NOT NULL DEFAULT 1, gate INTEGER NOT NULL DEFAULT 1, PRIMARY KEY(w, seq)) WITHOUT ROWID;
CREATE INDEX op_record ON op(rid) WHERE ent <> 'entry';
CREATE INDEX op_named ON op(rid) WHERE ent = 'entry' AND substr(hex(rid), 13, 1) = '5';
CREATE INDEX op_odd ON op(w, seq) WHERE flag <> 0 OR effect = 0 OR gate = 0;
CREATE INDEX op_gated ON op(ent) WHERE ent IN ('circle','circle_key','cut','erasure','grant','key_share','pin','room','station','writer');
CREATE TABLE op_raw(w BLOB NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(w, seq)) WITHOUT ROWID;
CREATE TABLE inbox(w BLOB NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, hash BLOB, deps TEXT, PRIMARY KEY(w, seq)) WITHOUT ROWID;
CREATE TABLE vv(w BLOB PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE seen(bw BLOB NOT NULL, cx INTEGER NOT NULL, aw BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(bw, cx, aw)) WITHOUT ROWID;
CREATE TABLE cell(ent TEXT NOT NULL, rid BLOB NOT NULL, field TEXT NOT NULL, ord INTEGER NOT NULL, w BLOB NOT NULL, seq INTEGER NOT NULL,
  cx INTEGER NOT NULL, PRIMARY KEY(ent, rid, field)) WITHOUT ROWID;
CREATE TABLE sib(ent TEXT NOT NULL, rid BLOB NOT NULL, field TEXT NOT NULL, ord INTEGER NOT NULL, w BLOB NOT NULL, seq INTEGER NOT NULL,
  cx INTEGER NOT NULL, PRIMARY KEY(ent, rid, field, w)) WITHOUT ROWID;
CREATE TABLE segment(w BLOB NOT NULL, seq_from INTEGER NOT NULL, seq_to INTEGER NOT NULL, prev_hash BLOB, head_hash BLOB, sig BLOB,
  body BLOB, PRIMARY KEY(w, seq_from)) WITHOUT ROWID;
CREATE TABLE fork_segment(w BLOB NOT NULL, seq_from INTEGER NOT NULL, body BLOB, seen_at INTEGER, status TEXT, PRIMARY KEY(w, seq_from)) WITHOUT ROWID
"""

LOCAL = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE number(prefix TEXT NOT NULL, noun TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(prefix, noun)) WITHOUT ROWID;
CREATE TABLE change(n INTEGER PRIMARY KEY AUTOINCREMENT, noun TEXT NOT NULL, id BLOB);
CREATE TABLE draft(place TEXT PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE chunk(sha BLOB PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE attaching(sha BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE erased(erasure BLOB PRIMARY KEY, at INTEGER NOT NULL, copies TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE erased_field(ent TEXT NOT NULL, rid BLOB NOT NULL, field TEXT NOT NULL, w BLOB NOT NULL, seq INTEGER NOT NULL, person BLOB NOT NULL,
  PRIMARY KEY(ent, rid, field)) WITHOUT ROWID;
CREATE TABLE audit(n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL, hash BLOB NOT NULL);
CREATE TABLE tally(incident BLOB PRIMARY KEY, entries INTEGER NOT NULL, to_verify INTEGER NOT NULL, key_events INTEGER NOT NULL, last_at INTEGER) WITHOUT ROWID
"""

LOG = """
CREATE INDEX entry_log ON entry(incident, hlc, key);
CREATE INDEX entry_event ON entry(incident, event_at, hlc, key);
CREATE INDEX entry_number ON entry(number);
CREATE INDEX entry_source ON entry(source) WHERE source IS NOT NULL;
CREATE INDEX entry_verification ON entry(incident, marked_verification, hlc) WHERE marked_verification IS NOT NULL;
CREATE INDEX entry_key ON entry(incident, hlc) WHERE marked_key_event = 1;
CREATE INDEX entry_circle ON entry(key) WHERE circle IS NOT NULL;
CREATE INDEX incident_number ON incident(number);
CREATE INDEX incident_source ON incident(source) WHERE source IS NOT NULL;
CREATE INDEX decision_number ON decision(number);
CREATE INDEX action_number ON action(number)
"""

SEARCH = """
CREATE VIRTUAL TABLE entry_words USING fts5(text, content='entry', content_rowid='key', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE findable(key INTEGER PRIMARY KEY AUTOINCREMENT, noun TEXT NOT NULL, id BLOB NOT NULL, incident BLOB, body TEXT NOT NULL, UNIQUE(noun, id));
CREATE VIRTUAL TABLE findable_words USING fts5(body, content='findable', content_rowid='key', tokenize='unicode61 remove_diacritics 2');
INSERT INTO entry_words(entry_words, rank) VALUES('secure-delete', 1);
INSERT INTO findable_words(findable_words, rank) VALUES('secure-delete', 1)
"""


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 1 in the caller's transaction."""
    for block in (JOURNAL, LOCAL, ";".join(all_table_sql()), LOG, SEARCH):
        for statement in block.split(";"):
            if statement.strip():
                list(conn.execute(statement))
