"""VERIS records: what their own files say is wrong is pointed out, what is good comes in, nothing is believed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scripts.veris_table import PAGE, outcome, page_of
from tests.builders import a_room
from warroom.errors import Refusal
from warroom.formats import read
from warroom.formats.problems import Problem
from warroom.formats.records import ImportedIncident, Reading

GOOD: dict[str, Any] = {
    "incident_id": "42",
    "schema_version": "1.3",
    "security_incident": "Confirmed",
    "discovery_method": "Int - unknown",
    "summary": "A disk array failed. Nobody could pay.",
    "timeline": {
        "incident": {"year": 2014, "month": 3, "day": 9, "time": "16:20"},
        "discovery": {"unit": "Hours", "value": 2},
        "containment": {"unit": "Days", "value": 1},
    },
    "action": {"error": {"variety": ["Malfunction"], "vector": ["Unknown"]}},
    "actor": {"unknown": {}},
    "asset": {"assets": [{"variety": "S - Database"}]},
    "attribute": {"availability": {"variety": ["Interruption"]}},
    "impact": {"overall_rating": "Painful"},
    "reference": "https://example.org/a; https://example.org/b",
}


def reading(value: Any) -> Reading:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read("record.json", data, kind="veris")


def only(value: Any) -> ImportedIncident:
    (found,) = reading(value).incidents
    return found


def test_that_the_page_about_it_is_true(field_data: Path) -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of(field_data / "incidents" / "veris")


def test_that_every_verdict_of_the_files_themselves_is_ours(field_data: Path) -> None:
    wrong = []
    for path in sorted((field_data / "incidents" / "veris").rglob("*.json")):
        should = json.loads(path.read_bytes()).get("should")
        found = outcome(read(path.name, path.read_bytes()))
        if should and (found == "clean") is not (should == "pass"):
            wrong.append(path.name)
    assert wrong == []


def test_that_spans_become_times_and_the_rating_a_severity() -> None:
    found = only(GOOD)
    assert (found.title, found.severity, found.status) == ("A disk array failed", 2, "closed")
    times = [each.utc for each in (found.started, found.detected, found.resolved) if each is not None]
    began = datetime(2014, 3, 9, 16, 20, tzinfo=UTC)
    assert times == [began, began + timedelta(hours=2), began + timedelta(hours=26)]
    assert (found.link, found.flags) == ("https://example.org/a", ())
    assert "action.error.variety: Malfunction" in [line for each in found.updates for line in each.text.split("\n")]


def test_that_half_a_date_is_its_first_day_and_says_so() -> None:
    found = only(GOOD | {"timeline": {"incident": {"year": 2014, "month": 3}}})
    assert found.started is not None
    assert found.started.utc == datetime(2014, 3, 1, tzinfo=UTC)
    assert [flag.problem for flag in found.flags] == [Problem.VERIS_PART_OF_DATE]
    assert (found.detected, found.resolved) == (None, None)


def test_that_lists_lines_and_wrappers_all_come_in_and_a_double_stays_out() -> None:
    other = GOOD | {"incident_id": "43"}
    lines = "\n".join(json.dumps(each) for each in (GOOD, other)).encode()
    for told in ([GOOD, other], [{"incident": GOOD}, other], lines):
        assert [each.source_id for each in reading(told).incidents] == ["42", "43"]
    twice = reading([GOOD, GOOD, 7, {"title": "none"}])
    assert [each.problem for each in twice.refused] == [Problem.SAME_ID, Problem.NOT_A_RECORD, Problem.NOT_A_RECORD]


@pytest.mark.parametrize(
    "timeline",
    [
        {"incident": {"year": 99999}},
        {"incident": {"year": True}},
        {"incident": {"year": 2014, "month": 2, "day": 31}},
        {"incident": {"year": 2014, "month": 1, "day": 1, "time": "99:99"}},
        {"incident": {"year": 99999, "month": 1, "day": 1, "time": "²:²²"}},
        {"incident": {"year": 99999, "month": 1, "day": 1, "time": "9" * 5_000}},
        {"incident": {"year": 9999}, "discovery": {"unit": "Years", "value": 10**300}},
        {"incident": {"year": 2014}, "discovery": {"unit": "Days", "value": -1}},
        {"incident": [], "discovery": 3},
        "yesterday",
    ],
)
def test_that_impossible_times_are_left_empty_and_never_break(timeline: Any) -> None:
    found = only(GOOD | {"timeline": timeline})
    assert found.resolved is None


@pytest.mark.parametrize(
    "data",
    [
        b'{"action": {}',
        b"[" * 5_000 + b"]" * 5_000,
        b'{"incident_id": "1", "incident_id": "2", "action": {}}',
        b'{"incident_id": NaN, "action": {}}',
    ],
)
def test_that_what_is_no_json_is_refused_whole(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        reading(data)
    assert refused.value.code == "not-json"


def test_that_hostile_records_are_cleaned_and_bounded() -> None:
    deep: Any = {}
    for _n in range(400):
        deep = {"x": deep}
    nasty = GOOD | {"summary": "a\u202eb\x00c", "plus": deep, "x" * 5_000: [1] * 5_000, "action": {"y": [{}] * 3_000}}
    found = only(nasty)
    assert found.title == "abc"
    assert len(found.flags) <= 110
    assert all(len(each.text) <= 100_000 for each in found.updates)


def test_that_records_come_into_the_room_once_and_are_recognised(tmp_path: Path) -> None:
    from warroom.domain.likeness import Sought

    path = tmp_path / "record.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    room = a_room(tmp_path)
    assert room.import_file(path).added["incidents"] == 1
    again = room.import_file(path)
    assert (again.kind, again.added["incidents"], again.unchanged["incidents"]) == ("veris", 0, 1)
    (seen,) = room.views.seen_before(Sought("The disk array fails"))
    assert seen.remembered.incident.title == "A disk array failed"
    room.close()
