"""The nouns of a crisis on the command line: what is written is read again, by the same and by other verbs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.cli.conftest import Run


def test_that_declare_prints_the_reference_alone(run: Run, room: Path) -> None:
    done = run("declare", room, "--title", "Incendie au NRA", "--severity", "2", "--started", "2026-01-05T10:00+01:00")

    assert (done.code, done.out, done.err) == (0, "A-002\n", "")
    shown = run("show", room, "A-002", "--json").json
    assert (shown["title"], shown["severity"]) == ("Incendie au NRA", 2)
    assert shown["milestones"]["impact_started"] == "2026-01-05T09:00:00.000Z"


def test_that_declare_in_json_is_the_reference_and_nothing_else(run: Run, room: Path) -> None:
    assert run("declare", room, "--title", "Exercice", "--exercise", "--json").json == {"ref": "A-002"}
    shown = run("show", room, "--json", "--mode", "exercise").json
    assert [incident["ref"] for incident in shown["incidents"]] == ["A-002"]
    assert shown["incidents"][0]["severity"] is None, "undetermined until someone judges"


def test_that_an_entry_keeps_every_field(run: Run, room: Path) -> None:
    run("log", room, "A-001", "Premier appel")
    done = run(
        "log", room, "A-001", "62 % des nœuds répondent à nouveau", "--kind", "fact", "--at", "2026-01-05T10:00:30Z",
        "--from", "NOC", "--to", "DG", "--channel", "phone", "--verification", "to_verify", "--priority", "flash",
        "--workstream", "réseau", "--handling", "TLP:AMBER", "--key", "--service", "API", "--service", "DNS",
        "--follows", "A-0002", "--by", "Paul Durand", "--json",
    )  # fmt: skip

    assert done.json == {"number": "A-0003"}
    entry = run("show", room, "a-0003", "--json").json
    assert entry["text"] == "62 % des nœuds répondent à nouveau"
    assert entry["event_at"] == "2026-01-05T10:00:30.000Z"
    assert entry["late"]
    assert entry["key_event"]
    wanted = {
        "kind": "fact", "from": "NOC", "to": "DG", "channel": "phone", "verification": "to_verify", "priority": "flash",
        "workstream": "réseau", "handling": "TLP:AMBER", "services": "API, DNS", "author": "Paul Durand",
    }  # fmt: skip
    assert {name: entry[name] for name in wanted} == wanted


def test_that_a_dash_reads_the_text_from_standard_input(run: Run, room: Path) -> None:
    run("log", room, "A-001", "-", typed="deux lignes\nécrites ailleurs\n")

    assert run("show", room, "A-0002", "--json").json["text"] == "deux lignes\nécrites ailleurs"


def test_that_by_is_for_one_command_and_the_member_stays(run: Run, room: Path) -> None:
    run("log", room, "A-001", "un", "--by", "Paul Durand")
    run("log", room, "A-001", "deux", "--by", "pd")
    run("log", room, "A-001", "trois")

    entries = run("show", room, "A-001", "--json").json["entries"]
    assert [entry["author"] for entry in entries[-3:]] == ["Paul Durand", "Paul Durand", "Léa Martin"]


def test_that_a_refused_command_leaves_no_newcomer(run: Run, room: Path) -> None:
    before = run("dump", room).out

    assert run("log", room, "A-001", "   ", "--by", "Quelqu'un d'autre").code == 3
    assert run("dump", room).out == before


def test_that_initials_of_two_people_are_asked_about(run: Run, room: Path) -> None:
    run("log", room, "A-001", "un", "--by", "Paul Durand")
    run("log", room, "A-001", "un", "--by", "Pia Dupont")

    done = run("log", room, "A-001", "deux", "--by", "PD")
    assert done.code == 3
    assert "Paul Durand, Pia Dupont" in done.err


def test_that_a_correction_shows_what_it_corrects(run: Run, room: Path) -> None:
    run("log", room, "A-001", "62 %")
    assert run("correct", room, "A-0002", "26 %", "--reason", "faute de frappe").out == "A-0003\n"

    assert run("show", room, "A-0002", "--json").json["corrected_by"] == ["A-0003"]
    correction = run("show", room, "A-0003", "--json").json
    assert (correction["corrects"], correction["reason"]) == ("A-0002", "faute de frappe")


def test_that_a_mark_is_put_on_an_entry_without_a_correction(run: Run, room: Path) -> None:
    run("log", room, "A-001", "le câble est coupé")
    assert run("correct", room, "A-0002", "--verification", "verified", "--key", "--follow-up", "photo").code == 0

    entry = run("show", room, "A-0002", "--json").json
    assert (entry["verification"], entry["key_event"], entry["follow_up"]) == ("verified", True, "photo")
    assert entry["corrected_by"] == []


def test_that_a_question_is_asked_decided_read_back_and_reviewed(run: Run, room: Path) -> None:
    asked = run(
        "decide", room, "A-001", "--ask", "--question", "Couper le réseau ?", "--decider", "DG", "--before", "23:59",
        "--option", "Couper | sûr | clients privés | 1 h | oui", "--option", "Attendre", "--json",
    )  # fmt: skip
    assert asked.json == {"number": "A-D001"}
    waiting = run("show", room, "A-001", "--json").json["open_decisions"]
    assert [option["title"] for option in waiting[0]["options"]] == ["Couper", "Attendre"]
    assert waiting[0]["options"][0]["reversible"] == "oui"

    assert run("decide", room, "A-D001", "Couper", "--rationale", "plus sûr", "--how", "phone").out == "A-D001\n"
    assert run("decide", room, "A-D001", "--read-back").code == 0
    assert run("decide", room, "A-D001", "--review", "toujours valable").code == 0

    decision = run("show", room, "A-D001", "--json").json
    assert (decision["state"], decision["decided"], decision["how"]) == ("decided", "Couper", "phone")
    assert (decision["decider"], decision["typed_by"]) == ("DG", "Léa Martin")
    assert decision["read_back_at"]
    assert decision["reviewed_at"]


def test_that_a_decision_taken_twice_is_refused(run: Run, room: Path) -> None:
    run("decide", room, "A-001", "Couper", "--fact", "A-0001")

    assert run("show", room, "A-D001", "--json").json["facts"] == ["A-0001"]
    assert run("decide", room, "A-D001", "Ne pas couper", "--json").error["code"] == "decision-closed"


def test_that_an_action_lives_from_asking_to_its_result(run: Run, room: Path) -> None:
    run("decide", room, "A-001", "Appeler l'hébergeur")
    asked = run(
        "act", room, "A-001", "Joindre l'astreinte", "--owner", "Paul", "--due", "23:59", "--decision", "A-D001"
    )
    assert asked.out == "A-A001\n"

    assert run("act", room, "A-A001", "--acknowledge", "--owner", "Pia").code == 0
    assert run("act", room, "A-A001", "--state", "on_hold").code == 3, "holding needs a reason"
    assert run("act", room, "A-A001", "--state", "done", "--result", "joint à 10:12").code == 0

    action = run("show", room, "A-A001", "--json").json
    assert (action["owner"], action["state"], action["result"]) == ("Pia", "done", "joint à 10:12")
    assert run("show", room, "A-001", "--json").json["open_actions"] == []


def test_that_a_status_without_a_reason_says_so_in_the_log(run: Run, room: Path) -> None:
    assert run("status", room, "A-001", "investigating").code == 0

    shown = run("show", room, "A-001", "--json").json
    assert shown["status"] == "investigating"
    assert shown["entries"][-1]["reason"] == "No reason given"


def test_that_one_status_command_changes_all_or_nothing(run: Run, room: Path) -> None:
    done = run(
        "status", room, "A-001", "identified", "--severity", "1", "--deadline", "CNIL", "--due", "2020-01-01T10:00"
    )

    assert done.code == 3, "a deadline in the past"
    assert run("show", room, "A-001", "--json").json["status"] == "declared"


def test_that_status_sets_severity_milestones_services_and_clocks(run: Run, room: Path) -> None:
    run(
        "status", room, "A-001", "--severity", "1", "--vital", "--milestone", "impact_started",
        "--at", "2026-01-05T08:00Z", "--title", "Panne API", "--situation", "62 %", "--users", "4 000", "--owner", "DG",
        "--service", "API=major_outage", "--next-update", "23:59",
        "--deadline", "CNIL", "--due", "2099-01-01T10:00Z", "--reason", "constaté",
    )  # fmt: skip

    shown = run("show", room, "A-001", "--json").json
    wanted = {"title": "Panne API", "situation": "62 %", "users": "4 000", "owner": "DG", "severity": 1, "vital": True}
    assert {name: shown[name] for name in wanted} == wanted
    assert shown["milestones"]["impact_started"] == "2026-01-05T08:00:00.000Z"
    assert [(service["name"], service["state"]) for service in shown["services"]] == [("API", "major_outage")]
    assert {clock["kind"] for clock in shown["clocks"]} == {"update", "deadline"}

    run("status", room, "A-001", "--update-sent", "--deadline-met", "cnil", "--milestone", "impact_started", "--clear")
    shown = run("show", room, "A-001", "--json").json
    assert shown["clocks"] == []
    assert "impact_started" not in shown["milestones"]


def test_that_a_clock_nobody_set_is_refused(run: Run, room: Path) -> None:
    assert run("status", room, "A-001", "--deadline-met", "CNIL", "--json").error["code"] == "unknown-clock"


def test_that_files_are_kept_with_their_hash(run: Run, room: Path, tmp_path: Path) -> None:
    evidence = tmp_path / "capture écran.bin"
    evidence.write_bytes(b"x" * 300_000)
    run("log", room, "A-001", "voir la capture", "--kind", "evidence")

    kept = run("attach", room, "A-0002", evidence, "--origin", "poste 12", "--json").json["attachments"]
    assert [(item["name"], item["size"], item["origin"]) for item in kept] == [
        ("capture écran.bin", 300_000, "poste 12")
    ]
    assert run("show", room, "A-0002", "--json").json["attachments"] == kept


def test_that_one_absent_file_of_several_attaches_none(run: Run, room: Path, tmp_path: Path) -> None:
    evidence = tmp_path / "là.txt"
    evidence.write_text("là")

    assert run("attach", room, "A-001", evidence, tmp_path / "absent.txt").code == 3
    assert run("show", room, "A-001", "--json").json["attachments"] == []


def test_that_a_seal_gives_the_fingerprint_of_the_journal(run: Run, room: Path) -> None:
    done = run("seal", room, "A-001", "--reason", "point de 14 h", "--json").json

    assert len(bytes.fromhex(done["fingerprint"])) == 4
    assert done["fingerprint"] in run("show", room, "A-001").out


def test_that_search_finds_what_was_just_written_page_by_page(run: Run, room: Path) -> None:
    for n in range(3):
        run("log", room, "A-001", f"nœud {n} perdu", "--kind", "fact")
    run("log", room, "A-001", "nœud retrouvé", "--kind", "report")

    first = run("search", room, "nœud", "--kind", "fact", "--limit", "2", "--json").json
    assert [entry["text"] for entry in first["entries"]] == ["nœud 2 perdu", "nœud 1 perdu"]
    assert first["more"]
    assert first["entries"][0]["incident"] == "A-001"
    rest = run("search", room, "nœud", "--kind", "fact", "--limit", "2", "--before", first["next"], "--json").json
    assert [entry["text"] for entry in rest["entries"]] == ["nœud 0 perdu"]
    assert not rest["more"]


def test_that_nothing_found_is_no_problem(run: Run, room: Path) -> None:
    done = run("search", room, "introuvable")

    assert (done.code, done.out) == (0, "Nothing found.\n")


def test_that_show_tells_an_incident_to_people(run: Run, room: Path) -> None:
    run("log", room, "A-001", "Le NOC confirme")
    run("act", room, "A-001", "Joindre l'astreinte", "--owner", "Paul")
    run("decide", room, "A-001", "--ask", "--question", "Couper ?")

    said = run("show", room, "A-001").out
    for words in ("A-001", "Panne mondiale de l'API", "Le NOC confirme", "Joindre l'astreinte — Paul", "Couper ?"):
        assert words in said


def test_that_imported_text_cannot_command_the_terminal(run: Run, room: Path) -> None:
    run("log", room, "A-001", "avant\x1b]0;pris\x07\x9bJ après")

    assert not set("\x1b\x07\x9b") & set(run("show", room, "A-001").out)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("log", "ROOM", "A-009", "texte"), "unknown-reference"),
        (("log", "ROOM", "n'importe quoi", "texte"), "unknown-reference"),
        (("log", "ROOM", "A-A001", "texte"), "unknown-reference"),
        (("log", "ROOM", "A-001", "x", "--at", "2099-01-01T00:00Z"), "event-in-future"),
        (("log", "ROOM", "A-001", "x", "--by", "  "), "name-missing"),
        (("show", "ROOM", "f" * 32), "unknown-reference"),
        (("correct", "ROOM", "A-0001", "autre"), "reason-missing"),
        (("correct", "ROOM", "A-0001"), "nothing-asked"),
        (("attach", "ROOM", "A-001", "absent.txt"), "attachment-unfit"),
        (("report", "ROOM", "A-001", "--to", "out", "--kind", "handover"), "not-built"),
    ],
)
def test_that_what_does_not_fit_is_refused_and_changes_nothing(
    run: Run, room: Path, arguments: tuple[str, ...], code: str
) -> None:
    before = run("dump", room).out

    done = run(*(room if part == "ROOM" else part for part in arguments), "--json")
    assert done.code == 3
    assert done.out == ""
    assert done.error["code"] == code
    assert done.error["safe"]
    assert run("dump", room).out == before
