"""The one way in: kinds by content, refusals by name, and nothing but refusals whatever the bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.errors import Refusal
from warroom.formats import BUILT, NOT_BUILT, kind_of, read
from warroom.formats.problems import _SENTENCES, Flag, Problem

SAMPLES = Path(__file__).parents[2] / "data" / "formats"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"page": {}, "incidents": [{"incident_updates": []}]}', "statuspage"),
    ],
)
def test_that_a_kind_not_built_is_recognised_and_refused_by_its_name(data: bytes, kind: str) -> None:
    assert kind_of("misleading.csv", data) == kind
    with pytest.raises(Refusal, match=f"“{kind}” are not built yet") as refused:
        read("misleading.csv", data)
    assert refused.value.safe
    assert "github-status" in refused.value.todo


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCARD\r\nVERSION:3.0\r\n",
        "\ufeffBEGIN:VCARD\r\nVERSION:3.0".encode("utf-16-le"),
        b'["vcard", [["version", {}, "text", "4.0"]]]',
        b'[["vcard", []], ["vcard", []]]',
    ],
)
def test_that_cards_of_people_are_recognised_and_are_no_log(data: bytes) -> None:
    assert kind_of("misleading.csv", data) == "vcard"
    with pytest.raises(Refusal, match="people, not the lines of a log"):
        read("misleading.csv", data)


@pytest.mark.parametrize("data", [b"BEGIN:VCALENDAR\r\n", b"BEGIN:VEVENT\r\n"])
def test_that_calendars_are_recognised_and_are_no_log(data: bytes) -> None:
    assert kind_of("misleading.csv", data) == "icalendar"
    with pytest.raises(Refusal, match="on call, not the lines of a log"):
        read("misleading.csv", data)


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
        b"<!-- a <rss> of another kind --><feed xmlns='http://www.w3.org/2005/Atom'>",
        b'<?xml version="1.0"?>\n<rss version="2.0">',
    ],
)
def test_that_alerts_and_feeds_are_recognised_and_are_no_log(data: bytes) -> None:
    assert kind_of("misleading.csv", data) == "cap"
    with pytest.raises(Refusal, match="alerts, not the lines of a log"):
        read("misleading.csv", data)


@pytest.mark.parametrize("kind", NOT_BUILT)
def test_that_asking_for_a_kind_not_built_is_refused(kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        read("x", b"anything", kind=kind)
    assert refused.value.code == "kind-not-built"


def test_that_asking_for_a_kind_that_never_was_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read("x", b"anything", kind="horoscope")
    assert refused.value.code == "unknown-kind"


def test_that_content_wins_over_a_wrong_name() -> None:
    assert kind_of("x.csv", (SAMPLES / "dummy.xls").read_bytes()) == "xlsx"
    assert kind_of("x.xlsx", (SAMPLES / "2022-06-13-repo-slow.md").read_bytes()) == "cstate"
    assert kind_of("x.md", b"a;b;c\n1;2;3\n4;5;6\n") == "csv"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"<html><body>Hello</body></html>",
        b"Dear all,\nthe meeting is at noon.\nBye",
        b'{"anything": "else"}',
        b"[]",
    ],
)
def test_that_unknown_content_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(Refusal, match="not recognised") as refused:
        read("x", data)
    assert refused.value.safe == "Nothing was imported."
    assert "--as" in refused.value.todo


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n"])
def test_that_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="empty"):
        read("x.csv", data)


def test_that_every_real_file_of_every_kind_is_read_or_refused(field_data: Path) -> None:
    files = [path for path in field_data.rglob("*") if path.is_file()]
    read_or_refused = 0
    for path in files:
        read_or_refuse(path.name, path.read_bytes(), None)
        read_or_refused += 1

    assert read_or_refused == len(files) > 500


SEEDS = [path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.name != "NOTICE"] + [
    b'{"id": "1", "title": "t", "started_at": "2024-01-01", "resolved_at": null, "updates": [{"at": "x"}]}\n',
    b"incident_id,downtime_start,downtime_end\n1,2024-01-01T00:00:00Z,\n",
    b"heure;texte\n14h32;bonjour\n",
]


@given(data=st.binary(max_size=400), kind=st.sampled_from([None, *BUILT]), name=st.sampled_from(["x", "x.csv", "x.md"]))
def test_that_arbitrary_bytes_raise_nothing_but_refusals(data: bytes, kind: str | None, name: str) -> None:
    read_or_refuse(name, data, kind)


@given(
    text=st.text(alphabet='{}[]":,;|\t\n\r-+*#<>!&%@ \'"aé0129/hT.Z\u202e\x00', max_size=300),
    kind=st.sampled_from([None, *BUILT]),
)
def test_that_arbitrary_signs_raise_nothing_but_refusals(text: str, kind: str | None) -> None:
    read_or_refuse("x.csv", text.encode(), kind)


@given(body=st.text(alphabet="abc: -[]{}&*!|>'\"%@#,?\n\t0é", max_size=200))
def test_that_arbitrary_front_matter_raises_nothing_but_refusals(body: str) -> None:
    read_or_refuse("x.md", f"---\ntitle: a\ndate: 2024-01-01\n{body}\n---\n{body}".encode(), "cstate")


@settings(max_examples=150)
@given(st.data())
def test_that_damaged_real_files_raise_nothing_but_refusals(draw: st.DataObject) -> None:
    data = bytearray(draw.draw(st.sampled_from(SEEDS)))
    for _count in range(draw.draw(st.integers(1, 8))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    read_or_refuse("x.csv", bytes(data), None)


def read_or_refuse(name: str, data: bytes, kind: str | None) -> None:
    """Any other exception than a Refusal fails the test; so does a record that cannot be shown."""
    try:
        reading = read(name, data, kind=kind)
    except Refusal:
        return
    for said in (*reading.flagged, *reading.refused):
        assert said.reason
        assert str(said.where)
    texts = [entry.text for entry in reading.entries] + [u.text for i in reading.incidents for u in i.updates]
    assert all(text.encode() is not None and "\x00" not in text and "\u202e" not in text for text in texts)


def test_that_every_problem_has_its_sentence() -> None:
    assert set(_SENTENCES) == set(Problem)
    assert all(Flag(problem, "{odd} " * 100).reason for problem in Problem)
