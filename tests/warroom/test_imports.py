"""Imports through the door: what is good comes in once, the rest is listed, and people's own work stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.commands import ChangeSeverity, ChangeStatus, DescribeIncident, SetMilestone
from warroom.commands.imports import ImportIncidents, ImportLines, IncidentIn, LineIn
from warroom.domain.entries import Entry, Kind
from warroom.domain.incidents import Incident, Milestone, Mode, Severity, Status
from warroom.errors import Refusal, Trouble
from warroom.room import Room

HOUR = 3_600_000
FRENCH = (
    "Date;Heure;Nature;Message;Émetteur;Canal\r\n"
    "23/11/2026;08:05;Fait;Coupure générale à l’hôpital;Standard;Téléphone\r\n"
    "23/11/2026;08:07;Décision;Bascule sur les groupes électrogènes : 2 × 400 kVA;Directeur;Présence\r\n"
    "23/11/2026;08:07;Décision;Bascule sur les groupes électrogènes : 2 × 400 kVA;Directeur;Présence\r\n"
    "31/02/2026;08:10;Ragot;Jour impossible;Standard;Téléphone\r\n"
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def github(field_data: Path) -> Path:
    return field_data / "incidents" / "github_status" / "mrshu__github-statuses"


@pytest.fixture
def french_csv(tmp_path: Path) -> Path:
    path = tmp_path / "main courante.csv"
    path.write_bytes(FRENCH.encode("cp1252"))
    return path


def incidents(room: Room) -> dict[str, Incident]:
    return {item.source: item for item in room.views.incidents(mode=Mode.BOTH)}


def log(room: Room, incident: str) -> list[Entry]:
    return list(room.views.entries(incident))


def everything(room: Room) -> object:
    """The room as everyone shares it, and what the screens count."""
    return room.dump(), room.views.counts(), room.views.people(), room.views.names()


JSONL, DOWNTIME, SEGMENTS = (
    "incidents_before_2025.jsonl",
    "downtime_windows_before_2025.csv",
    "segments_before_2025.csv",
)


def test_that_the_github_history_comes_in_whole_and_once(room: Room, github: Path) -> None:
    first = room.import_file(github / JSONL)
    assert (first.added, first.refused) == (Counter(incidents=399, entries=2165), [])
    assert len(incidents(room)) == 399
    assert room.views.counts()["log"] == (2165, 0)
    shared = room.dump()

    again = room.import_file(github / JSONL)

    assert (again.added, again.changed) == (Counter(), Counter())
    assert again.unchanged == Counter(incidents=399, entries=2165)
    assert room.dump() == shared
    assert room.verify() == []


@pytest.mark.parametrize(
    "order", [(DOWNTIME, JSONL, SEGMENTS), (JSONL, SEGMENTS, DOWNTIME), (SEGMENTS, JSONL, DOWNTIME)]
)
def test_that_side_files_enrich_by_id_in_any_order_and_never_double(
    room: Room, github: Path, order: tuple[str, ...]
) -> None:
    outcomes = {name: room.import_file(github / name) for name in order}

    assert len(incidents(room)) == 399
    assert room.views.counts()["log"] == (2165, 0)
    assert sum((outcome.added for outcome in outcomes.values()), Counter()) == Counter(incidents=399, entries=2165)
    if order[0] == SEGMENTS:  # it tells of no title: it waits for a file that does, and says so
        assert len(outcomes[SEGMENTS].refused) == 395
        assert "import that first" in outcomes[SEGMENTS].refused[0].reason
        outcomes[SEGMENTS] = room.import_file(github / SEGMENTS)
    some = next(item for item in incidents(room).values() if (item.original_times or {}).get("segments"))
    assert some.original_times is not None
    assert "downtime" in some.original_times
    for name in order:
        assert room.import_file(github / name).changed == Counter()
    assert room.verify() == []


def test_that_no_order_of_the_three_files_changes_anything(tmp_path: Path, github: Path) -> None:
    seen = []
    for turn, order in enumerate(permutations((JSONL, DOWNTIME, SEGMENTS))):
        with a_room(tmp_path / str(turn)) as room:
            for name in order:
                room.import_file(github / name)
            if order[0] == SEGMENTS:  # it tells of no title: it waits for a file that does
                room.import_file(github / SEGMENTS)
            seen.append({source: told_of(incident) for source, incident in incidents(room).items()})

    assert all(one == seen[0] for one in seen)
    assert len(seen) == 6
    told = seen[0]["22186983"]["original_times"]  # its own record and its window differ
    assert (told["started"], told["downtime"][0]) == ("2024-09-16T21:31:00Z", "2024-09-16T21:11:00Z")


def told_of(incident: Incident) -> dict[str, Any]:
    """All that files say; ids and numbers belong to the room."""
    return {name: value for name, value in asdict(incident).items() if name not in ("id", "number")}


def test_that_what_people_changed_outlives_the_record_that_comes_after_a_side_file(room: Room, github: Path) -> None:
    room.import_file(github / DOWNTIME)
    before = incidents(room)["22186983"]
    seen = before.began_at - 5 * HOUR
    room.do(SetMilestone(incident=before.id, milestone=Milestone.IMPACT_STARTED, at=seen, reason="vu")).result()

    room.import_file(github / JSONL)

    after = incidents(room)["22186983"]
    assert after.milestones[Milestone.IMPACT_STARTED] == seen
    assert after.milestones[Milestone.RESOLVED] != before.milestones[Milestone.RESOLVED]


def test_that_every_cstate_incident_comes_in(room: Room, field_data: Path) -> None:
    files = sorted((field_data / "incidents" / "cstate").rglob("*.md"))
    added: Counter[str] = Counter()
    for path in files:
        with suppress(Refusal):  # pages of the site that tell of no incident
            added += room.import_file(path).added
    shared = room.dump()

    assert added["incidents"] == len(incidents(room)) > 100
    for path in files[:20]:
        with suppress(Refusal):
            assert room.import_file(path).added == Counter()
    assert room.dump() == shared
    assert room.verify() == []


def test_that_a_rehearsal_tells_all_and_changes_nothing(room: Room, github: Path, french_csv: Path) -> None:
    incident = an_incident(room)
    before = everything(room)

    told = room.import_file(github / JSONL, dry_run=True)
    lines = room.import_file(french_csv, into=incident.ref, dry_run=True)

    assert (told.dry_run, told.added) == (True, Counter(incidents=399, entries=2165))
    assert lines.added["entries"] >= 3
    assert everything(room) == before
    assert an_entry(room, incident.id).number == "A-0002"
    assert room.verify() == []
    real = room.import_file(french_csv, into=incident.ref)
    assert (real.added, real.flagged, real.refused) == (lines.added, lines.flagged, lines.refused)


def test_that_a_log_from_french_excel_comes_in_with_its_words_and_times(room: Room, french_csv: Path) -> None:
    outcome = room.import_file(french_csv)

    (incident,) = incidents(room).values()
    assert incident.title == "main courante"
    entries = log(room, incident.id)
    assert [entry.text.split("\n")[0] for entry in entries][:2] == [
        "Coupure générale à l’hôpital",
        "Bascule sur les groupes électrogènes : 2 × 400 kVA",
    ]
    assert entries[0].event_at == NOON - 11 * HOUR + 7 * HOUR + 5 * 60_000  # 08:05 in Paris is 07:05 UTC
    assert (entries[0].kind, entries[0].from_who, entries[0].channel) == (Kind.FACT, "Standard", "phone")
    assert entries[1].kind is Kind.DECISION
    assert entries[3].text == "Jour impossible\nRagot"
    assert "08:05" in entries[0].original_time
    assert not entries[0].is_late
    assert len(outcome.flagged) + len(outcome.refused) == 1
    assert "5" in (outcome.flagged + outcome.refused)[0].where


def test_that_equal_rows_of_one_file_are_all_kept_and_none_twice(room: Room, french_csv: Path) -> None:
    incident = an_incident(room)
    room.import_file(french_csv, into=incident.ref)
    texts = [entry.text for entry in log(room, incident.id)]
    assert sum(text.startswith("Bascule") for text in texts) == 2

    again = room.import_file(french_csv, into=incident.id)

    assert again.added == Counter()
    assert [entry.text for entry in log(room, incident.id)] == texts


def test_that_an_unknown_place_a_missing_file_and_nonsense_are_said(
    room: Room, french_csv: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as unknown:
        room.import_file(french_csv, into="A-404")
    with pytest.raises(Trouble) as missing:
        room.import_file(tmp_path / "absent.csv")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 10)
    with pytest.raises(Refusal):
        room.import_file(tmp_path / "noise.bin")

    assert (unknown.value.code, missing.value.code) == ("unknown-reference", "file-unreadable")
    assert incidents(room) == {}


def test_that_an_import_stopped_half_way_goes_on_where_it_was(room: Room, github: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done >= 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.import_file(github / JSONL, step=stop)
    half = len(incidents(room))
    assert 0 < half < 399
    assert room.verify() == []

    rest = room.import_file(github / JSONL)
    assert (rest.added["incidents"], rest.unchanged["incidents"]) == (399 - half, half)
    assert room.views.counts()["log"] == (2165, 0)


def test_that_a_rehearsal_stopped_half_way_leaves_nothing(room: Room, github: Path) -> None:
    before = everything(room)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.import_file(github / JSONL, step=stop, dry_run=True)

    assert everything(room) == before


TOLD = IncidentIn(
    source="tool:1",
    title="Latence",
    severity=2,
    status=Status.RESOLVED,
    started=NOON - 2 * HOUR,
    resolved=NOON - HOUR,
    services=("API",),
    lines=(LineIn(text="On regarde", at=NOON - HOUR, original_time="10:00"),),
    original_times={"started": "09:00"},
    flags=("maintenance",),
)


def bring(room: Room, told: IncidentIn) -> Incident:
    tally = room.do(ImportIncidents(incidents=(told,))).result()
    return room.views.incident(tally.ids[0])


def test_that_what_people_changed_or_emptied_is_never_overwritten(room: Room) -> None:
    incident = bring(room, TOLD)
    room.do(DescribeIncident(incident=incident.id, title="Latence du paiement")).result()
    room.do(ChangeSeverity(incident=incident.id, severity=Severity.CRITICAL, reason="SAMU")).result()
    room.do(ChangeStatus(incident=incident.id, status=Status.INVESTIGATING, reason="reprise")).result()
    room.do(SetMilestone(incident=incident.id, milestone=Milestone.IMPACT_STARTED, at=None, reason="faux")).result()
    now = room.views.incident(incident.id)
    assert Milestone.RESOLVED not in now.milestones

    again = bring(room, TOLD)

    assert again == now
    assert again.title == "Latence du paiement"


def test_that_severity_and_status_told_later_fill_what_nobody_judged(room: Room) -> None:
    vague = bring(room, replace(TOLD, severity=None, status=None, resolved=None))
    assert (vague.severity, vague.status) == (Severity.UNDETERMINED, Status.DECLARED)

    clear = bring(room, TOLD)

    assert (clear.severity, clear.status) == (Severity.MAJOR, Status.RESOLVED)
    assert clear.milestones[Milestone.RESOLVED] == NOON - HOUR


def test_that_original_texts_and_flags_gather_and_the_first_to_speak_is_kept(room: Room) -> None:
    bring(room, TOLD)
    joined = bring(
        room, replace(TOLD, original_times={"started": "9 h", "resolved": "10 h"}, flags=("ends-before-start",))
    )

    assert joined.original_times == {"started": "09:00", "resolved": "10 h"}
    assert joined.flags == ("ends-before-start", "maintenance")


def test_that_impossible_times_come_in_flagged_and_as_told(room: Room) -> None:
    told = bring(room, replace(TOLD, resolved=NOON - 3 * HOUR, flags=("ends-before-start",)))

    assert told.milestones[Milestone.RESOLVED] < told.milestones[Milestone.IMPACT_STARTED]
    assert told.flags == ("ends-before-start",)


def test_that_a_side_file_alone_makes_no_incident(room: Room) -> None:
    tally = room.do(ImportIncidents(incidents=(TOLD, replace(TOLD, source="tool:2", must_exist=True)))).result()

    assert (tally.missing, len(tally.ids)) == ([1], 1)
    assert list(incidents(room)) == ["tool:1"]


def test_that_a_service_people_took_away_does_not_come_back(room: Room) -> None:
    incident = bring(room, TOLD)
    (service,) = room.views.services(incident.id)
    room._store.submit(lambda books: books.write("impact", service.id, {"_del": True})).result()
    bring(room, TOLD)

    assert room.views.services(incident.id) == []


def test_that_lines_coalesce_by_what_they_say_even_across_batches(room: Room) -> None:
    incident = an_incident(room).id
    same = LineIn(text="RAS", at=NOON, original_time="12:00")
    seen: dict[str, int] = {}
    for _batch in range(2):
        room.do(ImportLines(incident=incident, source="s", lines=(same, same), seen=seen)).result()
    assert room.views.tally(incident)[0] == 5

    room.do(ImportLines(incident=incident, source="s", lines=(same,) * 4, seen={})).result()
    room.do(ImportLines(incident=incident, source="s", lines=(replace(same, author="Paul"),), seen={})).result()
    assert room.views.tally(incident)[0] == 6


def test_that_an_import_is_not_undone_by_undo(room: Room) -> None:
    incident = an_incident(room)
    room.do(DescribeIncident(incident=incident.id, title="autre")).result()
    (room.path.parent / "x.csv").write_text("Date;Message\n23/11/2026 08:05;un\n23/11/2026 08:06;deux\n")
    room.import_file(room.path.parent / "x.csv", into=incident.id)

    assert room.can_undo == "DescribeIncident"


@pytest.mark.parametrize("later", ["journal.csv", "journal (2).csv"])
def test_that_a_log_that_grew_brings_in_only_what_is_new(room: Room, tmp_path: Path, later: str) -> None:
    incident = an_incident(room).id
    rows = "heure;texte\n23/11/2026 10:00;Alerte\n23/11/2026 10:05;Cellule ouverte\n"
    first = tmp_path / "journal.csv"
    first.write_text(rows, encoding="utf-8")
    room.import_file(first, into=incident)
    grown = tmp_path / later
    grown.write_text(f"{rows}23/11/2026 10:10;Point fait\n", encoding="utf-8")

    outcome = room.import_file(grown, into=incident)

    assert (outcome.added["entries"], outcome.unchanged["entries"]) == (1, 2)
