"""A room on its own network from the command line."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

from tests.warroom.cli.conftest import Run, start


def test_that_a_room_alone_listens_and_says_that_nobody_came(run: Run, room: Path) -> None:
    done = run("network", room, "--seconds", "0.3", "--host", "127.0.0.1", "--no-discovery", "--json")
    assert done.code == 0
    assert done.json["port"] > 0
    assert (done.json["received"], done.json["sent"], done.json["stations"]) == (0, 0, [])
    spoken = run("network", room, "--seconds", "0", "--host", "127.0.0.1", "--no-discovery")
    assert spoken.out == "laptops met: —\n0 changes received.\n0 changes sent.\n"


def test_that_ctrl_c_ends_it_well(room: Path) -> None:
    program = start("network", room, "--host", "127.0.0.1", "--no-discovery", "--json")
    assert program.stderr is not None
    assert "Listening on port" in str(program.stderr.readline())
    program.send_signal(signal.SIGINT)
    out, _err = program.communicate(timeout=30)
    assert program.returncode == 0
    assert json.loads(out)["stations"] == []


def test_that_a_port_in_use_and_an_odd_address_are_said_in_a_line(run: Run, room: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("network", room, "--host", "127.0.0.1", "--port", port, "--no-discovery", "--seconds", "0", "--json")
    assert (done.code, done.error["code"]) == (4, "network-not-listening")
    done = run("network", room, "--call", "nowhere", "--seconds", "0", "--json")
    assert (done.code, done.error["code"]) == (3, "address-unreadable")
    assert run("network", room, "--seconds", "soon").code == 2
