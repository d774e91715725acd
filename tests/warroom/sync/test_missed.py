"""What was missed: the weightiest in words, the rest counted, and read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import a_room, an_action, an_entry, an_incident
from tests.warroom.sync.meeting import admitted, stick
from warroom.commands import ChangeSeverity, Decide, LogEntry
from warroom.domain.incidents import Mode, Severity
from warroom.domain.missed import Weight


def test_that_a_page_tells_what_came_by_weight_and_leads_to_its_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        stick(one, other, tmp_path)
        one.exchange.begin_reading()
        an_entry(other, incident.ref, text="a detail")
        an_action(other, incident.ref, text="call the host")
        other.do(ChangeSeverity(incident=incident.ref, severity=Severity.CRITICAL, reason="all down")).result()
        other.do(LogEntry(incident=incident.ref, text="the turning point", key_event=True)).result()
        other.do(Decide(incident=incident.ref, decided="Fail over", decider="C. Aubry", rationale="cheaper")).result()
        stick(other, one, tmp_path, name="back.warroom-bundle")

        (news,) = one.exchange.news()
        missed = one.exchange.missed(mode=Mode.BOTH)

        (came,) = missed.stations
        assert (news.letter, news.entries) == ("B", came.entries)
        assert {line.weight for line in came.lines} == set(Weight)
        assert "a detail" not in {line.text for line in came.lines}
        assert came.entries > len(came.lines)
        assert came.counts["action"] == 1
        for line in came.lines:
            entry = one.views.entry(line.entry)
            assert entry is not None
            assert entry.number == line.number
            assert line.incident_number == incident.ref


def test_that_what_was_read_is_no_news_and_can_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        stick(one, other, tmp_path)
        one.exchange.begin_reading()
        other.do(LogEntry(incident=incident.ref, text="the turning point", key_event=True)).result()
        stick(other, one, tmp_path, name="back.warroom-bundle")
        one.exchange.keep_read()

        assert one.exchange.news() == []
        again = one.exchange.missed(mode=Mode.BOTH)
        assert [line.text for each in again.stations for line in each.lines] == ["the turning point"]


def test_that_what_this_laptop_wrote_itself_was_never_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch):
        one.exchange.begin_reading()
        incident = an_incident(one)
        an_entry(one, incident.ref)

        assert one.exchange.news() == []
        assert one.exchange.missed(mode=Mode.BOTH).stations == ()


def test_that_exercises_stay_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one, exercise=True)
        stick(one, other, tmp_path)
        one.exchange.begin_reading()
        other.do(LogEntry(incident=incident.ref, text="inject", key_event=True)).result()
        stick(other, one, tmp_path, name="back.warroom-bundle")

        assert [each.entries for each in one.exchange.missed(mode=Mode.REAL).stations] in ([], [0])
        assert [each.entries for each in one.exchange.missed(mode=Mode.EXERCISE).stations] == [1]
