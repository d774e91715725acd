"""The incident for machines, `incident.json`: complete, keys sorted, one entry a line.

docs/export-folder.md names every key.

Times are milliseconds UTC under `…_at`, and the same instant as ISO 8601 in the report's zone under `…_time`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import orjson

from warroom.domain.entries import Entry
from warroom.domain.files import Attachment
from warroom.domain.hypotheses import Hypothesis
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Milestone
from warroom.reports.sentences import sentences_json, situation_text, stated_in
from warroom.reports.subject import Subject

SCHEMA = "warroom-incident"
VERSION = 1
LOCAL_ONLY = ("key",)  # a row key means nothing outside this station
BATCH = 500


def incident_json(
    subject: Subject, carried: Mapping[RecordId, str], left_out: Mapping[RecordId, str]
) -> Iterator[bytes]:
    """The document in pieces. `carried`: attachment id → its path in the folder; `left_out`: attachment id → why."""
    head = {
        "schema": SCHEMA,
        "version": VERSION,
        "room": subject.room,
        "exercise": subject.incident.exercise,
        "exported_at": subject.asked.now_ms,
        "exported_time": subject.iso(subject.asked.now_ms),
        "exported_by": subject.asked.member,
        "station": subject.asked.station,
        "language": subject.language,
        "marking": subject.asked.marking,
        "fingerprint": subject.fingerprint,
        "digest": subject.digest,
        "heads": dict(subject.heads),
        "incident": _incident(subject),
        "sentences": sentences_json(subject),
        "services": [_plain(subject, item) for item in subject.services],
        "decisions": [_plain(subject, item) for item in subject.decisions],
        "actions": [_plain(subject, item) for item in subject.actions],
        "hypotheses": [_hypothesis(subject, item) for item in subject.hypotheses],
        "scenarios": [_plain(subject, item) for item in subject.scenarios],
        "clocks": [_plain(subject, item) for item in subject.dues],
        **_incoming(subject),
        "attachments": [_attachment(subject, item, carried, left_out) for item in subject.attachments],
    }
    # "entries" is last although it is not so by alphabet: everything else can be read before a very long log.
    yield _dumped(head)[:-1] + b',"entries":['
    before, batch = b"\n", []
    for entry in subject.entries():
        batch.append(before + _dumped(_entry(subject, entry)))
        before = b",\n"
        if len(batch) == BATCH:
            yield b"".join(batch)
            batch.clear()
    yield b"".join(batch) + b"\n]}\n"


def _dumped(value: Mapping[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _incident(subject: Subject) -> dict[str, Any]:
    incident = subject.incident
    milestones = {
        item.value: {"at": at, "time": subject.iso(at)} if (at := incident.milestones.get(item)) is not None else None
        for item in Milestone
    }
    situation = situation_text(stated_in(subject))
    more = {"milestones": milestones, "severity": int(incident.severity), "situation": situation}
    return _plain(subject, incident) | more


def _entry(subject: Subject, entry: Entry) -> dict[str, Any]:
    return _plain(subject, entry) | {"late": entry.is_late}


def _hypothesis(subject: Subject, hypothesis: Hypothesis) -> dict[str, Any]:
    """A hypothesis with the ids of the entries that speak for and against it."""
    weights: dict[str, list[str]] = {"for": [], "against": []}
    for backing in subject.views.backings(hypothesis.id):
        weights[backing.weight.value].append(backing.entry)
    return _plain(subject, hypothesis) | {"evidence": weights}


def _incoming(subject: Subject) -> dict[str, list[dict[str, Any]]]:
    """What came in, what was said outside and what was promised; as its reader may see it."""
    views, incident, redactor = subject.views, subject.incident.id, subject.redactor
    inbounds = views.inbounds(incident)
    if redactor is not None:  # how to reach somebody, and what a file said besides, may name them unseen
        inbounds = [replace(each, contact="", raw={}) for each in inbounds]
    found: dict[str, list[Any]] = {
        "inbounds": inbounds,
        "rumours": views.rumours(incident),
        "promises": views.promises(incident),
    }
    return {
        name: [_plain(subject, redactor.record(each) if redactor else each) for each in records]
        for name, records in found.items()
    }


def _attachment(
    subject: Subject, file: Attachment, carried: Mapping[RecordId, str], left_out: Mapping[RecordId, str]
) -> dict[str, Any]:
    return _plain(subject, file) | {"file": carried.get(file.id), "left_out": left_out.get(file.id, "")}


def _plain(subject: Subject, record: Any) -> dict[str, Any]:
    """A record's own fields, with each instant also as ISO 8601."""
    values: dict[str, Any] = {}
    for name in _names(type(record)):
        value = getattr(record, name)
        values[name] = value
        if name.endswith("_at"):
            values[f"{name[:-3]}_time"] = subject.iso(value) if value is not None else None
    return values


_known: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    if kind not in _known:
        _known[kind] = tuple(field.name for field in fields(kind) if field.name not in LOCAL_ONLY)
    return _known[kind]
