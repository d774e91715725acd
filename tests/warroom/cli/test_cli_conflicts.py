"""Points to settle on the command line: listed for people and for scripts, and settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.cli.conftest import Run
from tests.warroom.stations import another_station, meet
from warroom.clock import Clock
from warroom.commands import ChangeSeverity
from warroom.domain.incidents import Severity


@pytest.fixture
def disputed(tmp_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room of station A, where B judged otherwise."""
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room)
        with monkeypatch.context() as patch, another_station(room, tmp_path, patch) as other:
            for each, severity, reason in ((room, Severity.CRITICAL, "arrêt"), (other, Severity.MAJOR, "40 %")):
                each.do(ChangeSeverity(incident=incident.id, severity=severity, reason=reason)).result()
            meet(room, other)
        return room.path


def test_that_conflicts_are_listed_with_what_helps_to_judge(run: Run, disputed: Path) -> None:
    (found,) = run("conflicts", disputed, "--json").json

    assert (found["noun"], found["field"], found["number"]) == ("incident", "severity", "A-001")
    assert len(found["record"]) == 32
    told = [(side["value"], side["station"], side["author"], side["reason"]) for side in found["values"]]
    assert sorted(told) == [(1, "A", "Léa Martin", "arrêt"), (2, "B", "Marc Petit", "40 %")]
    assert all(side["time"].endswith("Z") for side in found["values"])
    said = run("conflicts", disputed, "--lang", "fr").out
    assert "A-001 Panne mondiale de l'API\u00a0: Gravité (confié à la conduite de l’incident)" in said
    assert "B  SEV2  (Marc Petit" in said


@pytest.mark.parametrize(("take", "severity"), [("mine", 1), ("theirs", 2), ("B", 2), ("SEV3", 3)])
def test_that_a_conflict_is_resolved(run: Run, disputed: Path, take: str, severity: int) -> None:
    (found,) = run("conflicts", disputed, "--json").json

    done = run("resolve", disputed, found["id"], "--take", take, "--reason", "vu", "--json")

    assert (done.code, done.json) == (0, [])
    assert run("show", disputed, "A-001", "--json").json["severity"] == severity
    assert run("verify", disputed).code == 0


def test_that_number_and_field_name_a_conflict_too(run: Run, disputed: Path) -> None:
    assert run("resolve", disputed, "a-001:severity", "--take", "theirs").code == 0
    assert run("conflicts", disputed, "--lang", "en").out == "Nothing is to be settled.\n"


def test_that_what_cannot_be_resolved_is_refused(run: Run, disputed: Path) -> None:
    for conflict, take, code in (
        ("A-001:title", "mine", "unknown-conflict"),
        ("nonsense", "mine", "unknown-conflict"),
        ("A-001:severity", "SEV9", "value-unfit-field"),
    ):
        done = run("resolve", disputed, conflict, "--take", take, "--json")
        assert (done.code, done.error["code"]) == (3, code)
    assert run("resolve", disputed, "A-001:severity").code == 2
    assert len(run("conflicts", disputed, "--json").json) == 1


def test_that_an_ordinary_verb_does_not_settle_anything(run: Run, disputed: Path) -> None:
    done = run("status", disputed, "A-001", "--severity", "3", "--reason", "autre", "--json")

    assert (done.code, done.error["code"]) == (3, "open-conflict")
