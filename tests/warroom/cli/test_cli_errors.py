"""What goes wrong is one readable line, in the language asked for, with the exit code of the contract."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warroom.cli.conftest import Run, ended, start
from warroom.cli import show
from warroom.cli.verbs import VERBS


@pytest.mark.parametrize(
    "arguments",
    [
        ("brouhaha",),
        ("log",),
        ("log", "x.warroom", "A-001", "texte", "--kind", "rumeur"),
        ("log", "x.warroom", "A-001", "texte", "--at", "hier"),
        ("log", "x.warroom", "A-001", "texte", "--knd", "fact"),
        ("log", "x.warroom", "A-001", "--ki", "fact", "texte"),
        ("status", "x.warroom", "A-001", "perdu"),
        ("declare", "x.warroom", "--title", "T", "--severity", "5"),
        ("remote", "move", "x.warroom"),
        ("resolve", "x.warroom", "A-001:severity"),
        ("--json", "log"),
    ],
)
def test_that_wrong_usage_is_exit_2_and_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert "--help" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "A-001"),
        ("status", "A-001", "--milestone", "detected"),
        ("act", "A-001", "x", "--acknowledge"),
        ("decide", "A-001", "--read-back"),
    ],
)
def test_that_half_a_wish_is_wrong_usage(run: Run, room: Path, arguments: tuple[str, ...]) -> None:
    verb, *rest = arguments

    done = run(verb, room, *rest, "--json")
    assert (done.code, done.error["code"]) == (2, "usage")


def test_that_an_error_in_json_has_its_four_fields(run: Run, tmp_path: Path, passphrase_file: Path) -> None:
    done = run("show", tmp_path / "absent.warroom", "--json")

    assert (done.code, done.out) == (4, "")
    assert set(done.error) == {"code", "message", "safe", "todo"}
    assert done.error["code"] == "room-missing"


def test_that_help_tells_every_verb_and_every_option(run: Run) -> None:
    overview = run("--help")
    assert overview.code == 0
    for verb in VERBS:
        assert f"\n  {verb} " in overview.out
        told = run(verb, "--help")
        assert told.code == 0
        assert "--json" in told.out
        assert "--passphrase-file" in told.out


def test_that_verbs_which_write_take_by_and_the_others_do_not(run: Run) -> None:
    takes = {verb for verb in VERBS if "--by PERSON" in run(verb, "--help").out}

    noted = {"declare", "log", "decide", "act", "correct", "attach", "seal", "stamp", "status", "import"}
    assert takes == noted | {"invite", "members", "stations", "delegations", "circle", "erase", "bundle", "resolve"} | {
        "cell",
        "paper",
        "sheet",
        "point",
        "ask",
        "situation",
        "doctor",
        "clock",
        "hypothesis",
        "scenario",
        "can",
    } | {"person", "oncall", "function", "mobilise", "duty", "team", "means", "skill"} | {
        "audiences",
        "barrier",
        "cadence",
        "cause",
        "figure",
        "lesson",
        "plan",
        "review",
        "incoming",
        "message",
        "outbox",
        "press",
        "promise",
        "rumour",
        "status-page",
        "template",
    }


def test_that_help_comes_in_the_language_asked_for(run: Run) -> None:
    french = run("log", "--lang", "fr", "--help").out

    assert french.startswith("usage\N{NO-BREAK SPACE}: warroom log [-h]")
    assert "show this help message" not in french


def test_that_no_language_but_ours_is_accepted(run: Run) -> None:
    assert run("log", "--lang", "de").code == 2


def test_that_output_is_utf8_in_a_c_locale(room: Path) -> None:
    for locale in ("C", "fr_FR.ISO-8859-1"):
        made = ended(
            start("declare", room, "--title", "Éboulement – œuvre", environment={"LC_ALL": locale, "LANG": locale})
        )
        assert made.code == 0, made.err
        environment = {"LC_ALL": locale, "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        shown = ended(start("show", room, made.out.strip(), "--json", environment=environment))
        assert json.loads(shown.out)["title"].endswith("œuvre"), shown.err


def test_that_text_which_is_no_text_is_wrong_usage(room: Path) -> None:
    done = ended(start("log", room, "A-001", b"caf\xe9 ".decode("utf-8", "surrogateescape")))

    assert done.code == 2
    assert done.err.count("\n") == 1


def test_that_a_closed_pipe_is_no_error(room: Path) -> None:
    producer = start("dump", room)
    assert producer.stdout is not None
    producer.stdout.close()
    producer.stdout = None

    done = ended_quietly(producer)
    assert done == (0, b"")


def ended_quietly(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    return process.wait(timeout=30), said


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise on Windows")
def test_that_ctrl_c_is_one_line(room: Path) -> None:
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # tests in a shell's background ignore it, and hand that on
    process = start("log", room, "A-001", "-", stdin=subprocess.PIPE)
    wait_until_reading(process)
    process.send_signal(signal.SIGINT)

    done = ended(process)
    assert done.code == 130
    assert done.err == "warroom: Stopped. What was saved before is safe.\n"


def wait_until_reading(process: subprocess.Popen[bytes]) -> None:
    """The command waits for standard input: on Linux the kernel says so, elsewhere it most likely does."""
    import time

    waits = Path(f"/proc/{process.pid}/syscall")
    if not waits.exists():
        time.sleep(3)
        return
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        call, *arguments = waits.read_text().split()
        if call in READS and arguments[:1] == ["0x0"]:  # which file: standard input
            return
        time.sleep(0.02)


READS = ("0", "63")  # the number of read(2), on x86-64 and on ARM


def test_that_a_surprise_is_one_line_and_a_report_without_secrets(
    run: Run, room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show, "_incidents", surprised)
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "home"))

    done = run("show", room)
    assert done.code == 4
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    (report,) = (tmp_path / "home" / "crashes").glob("*.txt")
    text = report.read_text(encoding="utf-8")
    assert str(report) in done.err
    assert "surprised" in text
    assert "four calm words" not in text + done.err


def surprised(*_arguments: object) -> None:
    raise ValueError("four calm words here")
