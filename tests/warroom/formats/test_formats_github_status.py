"""GitHub's status history: 399 real incidents, and records as hostile as a file can make them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warroom.errors import Refusal
from warroom.formats import read
from warroom.formats.problems import Problem


@pytest.fixture(scope="module")
def history(field_data: Path) -> Path:
    return field_data / "incidents" / "github_status" / "mrshu__github-statuses"


def an_incident(**fields: object) -> dict[str, object]:
    return {
        "id": "77",
        "title": "Webhooks are slow",
        "impact": "minor",
        "started_at": "2024-02-01T10:00:00Z",
        "resolved_at": "2024-02-01T11:00:00Z",
        "updates": [
            {"at": "2024-02-01T10:00:00Z", "status": "Investigating", "message": "Looking."},
            {"at": "2024-02-01T11:00:00Z", "status": "Resolved", "message": "Done."},
        ],
    } | fields


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


def test_that_all_real_incidents_come_in_with_every_update(history: Path) -> None:
    data = (history / "incidents_before_2025.jsonl").read_bytes()
    raw = [json.loads(line) for line in data.decode().splitlines()]

    reading = read("history", data)

    assert len(reading.incidents) == len(raw) == 399
    assert sum(len(i.updates) for i in reading.incidents) == sum(len(r["updates"]) for r in raw) == 2165
    assert [i.source_id for i in reading.incidents] == [r["id"] for r in raw]
    assert [i.started.original for i in reading.incidents if i.started] == [r["started_at"] for r in raw]
    assert [u.text for i in reading.incidents for u in i.updates] == [
        u["message"].strip() for r in raw for u in r["updates"]
    ]
    severities = {"critical": 1, "major": 2, "minor": 3, "none": 4, "maintenance": None}
    assert [i.severity for i in reading.incidents] == [severities[r["impact"]] for r in raw]
    assert sum(i.maintenance for i in reading.incidents) == sum(r["impact"] == "maintenance" for r in raw)
    assert sum(len(i.services) for i in reading.incidents) == sum(len(r.get("components", [])) for r in raw)
    assert reading.refused == ()


@pytest.mark.parametrize("name", ["downtime_windows_before_2025.csv", "segments_before_2025.csv"])
def test_that_the_side_files_enrich_the_same_incidents_and_add_none(history: Path, name: str) -> None:
    known = {
        json.loads(line)["id"] for line in (history / "incidents_before_2025.jsonl").read_text("utf-8").splitlines()
    }
    with (history / name).open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))

    reading = read("side file", (history / name).read_bytes())

    assert reading.incidents == ()
    ids = [enrichment.source_id for enrichment in reading.enrichments]
    assert len(ids) == len(set(ids))
    assert set(ids) == {row["incident_id"] for row in rows} <= known
    segments = sum(len(enrichment.segments) for enrichment in reading.enrichments)
    assert segments == (len(rows) if name.startswith("segments") else 0)


def test_that_one_bad_line_is_refused_with_its_place_and_the_others_come_in() -> None:
    data = lines(an_incident(id="1")) + b"\n{broken\n\n" + lines(an_incident(id="2"), [1], an_incident(id=None))

    reading = read("x", data)

    assert [incident.source_id for incident in reading.incidents] == ["1", "2"]
    assert [(str(r.where), r.problem) for r in reading.refused] == [
        ("line 2", Problem.NOT_JSON),
        ("line 5", Problem.NOT_A_RECORD),
        ("line 6", Problem.NO_ID),
    ]


def test_that_an_id_met_twice_comes_in_once() -> None:
    reading = read("x", lines(an_incident(), an_incident(title="Again")))

    assert len(reading.incidents) == 1
    assert reading.refused[0].problem is Problem.SAME_ID


def test_that_a_name_given_twice_in_one_record_is_refused() -> None:
    doubled = lines(an_incident()).replace(b'{"id": "77"', b'{"id": "76", "id": "77"')

    assert read("x", doubled).refused[0].problem is Problem.NOT_JSON


def test_that_impossible_times_come_in_flagged_and_unmended() -> None:
    incident = an_incident(
        started_at="2024-02-01T10:30:00Z", resolved_at="2024-02-01T09:00:00Z", downtime_start="0001-01-01T00:00:00Z"
    )

    (record,) = read("x", lines(incident)).incidents

    assert record.started
    assert record.started.utc == datetime(2024, 2, 1, 10, 30, tzinfo=UTC)
    assert record.resolved
    assert record.resolved.utc == datetime(2024, 2, 1, 9, 0, tzinfo=UTC)
    assert {f.problem for f in record.flags} == {Problem.RESOLVED_BEFORE_START, Problem.UPDATE_BEFORE_START}
    assert record.extra["downtime_start"] == "0001-01-01T00:00:00Z"


@pytest.mark.parametrize("text", ["yesterday", "2024-02-31T10:00:00Z", 12, {"a": 1}])
def test_that_an_unreadable_time_keeps_its_text_and_is_flagged(text: object) -> None:
    reading = read("x", lines(an_incident(started_at=text)))

    (record,) = reading.incidents
    assert record.started
    assert record.started.utc is None
    assert record.started.original == (text if isinstance(text, str) else json.dumps(text))
    assert len(reading.flagged) == 1


def test_that_hostile_letters_are_taken_out_and_said() -> None:
    raw = lines(an_incident(title="Safe\u202etxt.exe\x00 \ud800 end"))

    (record,) = read("x", raw).incidents

    assert record.title == "Safetxt.exe \ufffd end"
    assert {f.problem for f in record.flags} == {
        Problem.BIDI_REMOVED,
        Problem.CONTROL_CHARACTERS,
        Problem.BROKEN_CHARACTERS,
    }


def test_that_a_very_deep_line_is_refused_and_not_fatal() -> None:
    data = lines(an_incident()) + b'\n{"id": "1", "updates": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"

    reading = read("x", data)

    assert len(reading.incidents) == len(reading.refused) == 1


def test_that_an_unknown_impact_stays_undetermined() -> None:
    (record,) = read("x", lines(an_incident(impact="catastrophic"))).incidents

    assert record.severity is None
    assert [f.problem for f in record.flags] == [Problem.UNKNOWN_SEVERITY]


def test_that_side_file_rows_out_of_shape_are_refused_with_their_line() -> None:
    data = (
        b"incident_id,start_at,end_at,status\n1,2024-02-01T10:00:00Z,2024-02-01T09:00:00Z,Update\n"
        b"1,2024\n,a,b,c\n2,a,b,c,d\n"
    )

    reading = read("x", data)

    assert [e.source_id for e in reading.enrichments] == ["1"]
    assert [f.problem for f in reading.enrichments[0].flags] == [Problem.END_BEFORE_START]
    assert [str(r.where) for r in reading.refused] == ["line 3", "line 4", "line 5"]


def test_that_another_table_is_no_side_file() -> None:
    with pytest.raises(Refusal, match="not one of GitHub"):
        read("x", b"a,b\n1,2\n", kind="github-status")
