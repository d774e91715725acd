"""`remote` and `sync` on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.servers import PASSWORD, Webdav, webdav
from tests.warroom.cli.conftest import Run

__all__ = ["webdav"]


def test_that_a_remote_is_added_listed_tested_synced_and_removed(run: Run, room: Path, tmp_path: Path) -> None:
    nas = tmp_path / "nas"
    nas.mkdir()
    first = run("remote", "add", room, "NAS", nas.as_uri(), "--json")
    assert first.json == {"name": "NAS", "url": nas.as_uri(), "tried_at": None, "done_at": None, "trouble": None}
    assert run("remote", "add", room, "NAS", nas, "--json").json == first.json
    assert run("remote", "test", room, "NAS", "--json").json["ok"] is True

    synced = run("sync", room, "--json").json
    again = run("sync", room, "NAS", "--json").json

    assert synced["sent"] > 0
    assert (synced["received"], synced["set_aside"], synced["conflicts"]) == (0, [], 0)
    assert (again["received"], again["sent"], again["set_aside"], again["conflicts"]) == (0, 0, [], 0)
    listed = run("remote", "list", room, "--json").json["remotes"]
    assert [each["name"] for each in listed] == ["NAS"]
    assert listed[0]["done_at"]
    assert "NAS" in run("remote", "list", room).out
    assert run("remote", "remove", room, "NAS", "--json").json == {"name": "NAS", "removed": True}
    assert run("remote", "remove", room, "NAS", "--json").json == {"name": "NAS", "removed": False}
    assert run("sync", room).code == 3


def test_that_an_address_is_synced_without_a_name(run: Run, room: Path, tmp_path: Path) -> None:
    assert run("sync", room, (tmp_path / "stick").as_uri(), "--json").json["sent"] > 0
    assert run("sync", room, tmp_path / "stick", "--json").json["sent"] == 0
    assert run("remote", "list", room, "--json").json == {"remotes": []}


def test_that_one_remote_that_fails_keeps_none_of_the_others_from_it(run: Run, room: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    run("remote", "add", room, "a", (tmp_path / "one").as_uri())
    run("remote", "add", room, "b", (tmp_path / "gone" / "deep").as_uri())
    run("remote", "add", room, "c", (tmp_path / "two").as_uri())

    done = run("sync", room, "--json")

    assert done.code == 4
    assert done.error["code"] == "store-missing"
    assert done.json["sent"] > 0
    assert list((tmp_path / "one").iterdir())
    assert list((tmp_path / "two").iterdir())
    assert run("remote", "list", room, "--json").json["remotes"][1]["trouble"]
    assert run("sync", room, "b").code == 4


def test_that_a_password_is_read_from_a_file_and_shown_nowhere(
    run: Run, room: Path, tmp_path: Path, webdav: Webdav
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    url = f"webdav://cell@127.0.0.1:{webdav.port}/from-cli"
    ran = [
        run("remote", "add", room, "dav", url, "--password-file", secret),
        run("remote", "test", room, "dav"),
        run("sync", room, "dav"),
        run("remote", "list", room, "--json"),
        run("audit", room, "--json"),
    ]

    assert [each.code for each in ran] == [0] * 5
    assert all(PASSWORD not in each.out + each.err for each in ran)
    assert "cell@127.0.0.1" in ran[3].out
    assert "dav" in ran[4].out


def test_that_wrong_usage_is_told(run: Run, room: Path) -> None:
    assert run("remote", "add", room, "NAS").code == 2
    assert run("remote", "test", room).code == 2
    assert run("remote", "list", room, "x", "file:///tmp").code == 2
    assert run("remote", "add", room, "NAS", "gopher://host").code == 3
    assert run("remote", "add", room, "~x", "file:///tmp").code == 3
    assert run("sync", room, "nowhere").code == 3
