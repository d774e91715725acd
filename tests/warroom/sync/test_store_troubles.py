"""What a place can do to us: each is a Trouble that names the place, never the password, and loses nothing."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.builders import a_room, an_incident
from tests.servers import PASSWORD, S3, Sftp, Webdav, a_free_port, a_host_key, s3, sftp, start_sshd, webdav, webdavs
from tests.warroom.sync.meeting import admitted
from warroom.errors import Trouble
from warroom.room import Room
from warroom.sync.depots import RunName, depot_for

__all__ = ["s3", "sftp", "webdav", "webdavs"]

needs_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only the administrator mounts a disk"
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        an_incident(room)
        yield room


def trouble_of(room: Room, url: str) -> Trouble:
    with pytest.raises(Trouble) as told:
        room.sync(url)
    said = f"{told.value} {told.value.code} {room.remotes.list()}"
    assert PASSWORD not in said
    assert quote(PASSWORD, safe="") not in said
    assert told.value.safe
    assert told.value.todo
    assert room.verify() == []
    return told.value


def test_that_a_wrong_password_is_told_and_never_shown(room: Room, webdav: Webdav) -> None:
    told = trouble_of(room, webdav.url("cell", password=PASSWORD + "x"))

    assert told.code == "store-denied"
    assert "127.0.0.1" in told.message


def test_that_a_wrong_key_of_ssh_is_told(room: Room, sftp: Sftp, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    told = trouble_of(room, sftp.url("cell").replace(str(sftp.key), str(tmp_path / "other")))

    assert told.code == "store-denied"


def test_that_a_wrong_password_of_ssh_is_told(room: Room, sftp: Sftp) -> None:
    told = trouble_of(room, f"sftp://nobody:{quote(PASSWORD, safe='')}@127.0.0.1:{sftp.port}/tmp/x")

    assert told.code == "store-denied"


@pytest.mark.parametrize("scheme", ["webdav", "webdavs", "sftp", "s3"])
def test_that_a_host_nobody_answers_at_is_unreachable(room: Room, scheme: str) -> None:
    port = a_free_port()
    url = f"{scheme}://cell:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/folder"
    if scheme == "s3":
        url = f"s3://cell:{quote(PASSWORD, safe='')}@bucket/x?endpoint=http://127.0.0.1:{port}&region=us-east-1"

    assert trouble_of(room, url).code == "store-unreachable"


def test_that_a_name_nobody_knows_is_unreachable(room: Room) -> None:
    assert trouble_of(room, "sftp://cell@no-such-host.invalid/folder").code == "store-unreachable"
    assert trouble_of(room, "webdav://no-such-host.invalid/folder").code == "store-unreachable"


@pytest.mark.parametrize("scheme", ["webdav", "sftp"])
def test_that_a_host_which_speaks_another_language_is_trouble(room: Room, scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            while True:
                try:
                    caller, _address = server.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(1000)
                    caller.sendall(b"220 mail.example ESMTP\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            assert trouble_of(room, f"{scheme}://127.0.0.1:{port}/folder").code == "store-unreachable"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            server.close()
            thread.join()


def test_that_a_certificate_nobody_signed_is_refused_until_it_is_named(room: Room, webdavs: Webdav) -> None:
    told = trouble_of(room, webdavs.url("tls"))
    assert told.code == "store-certificate"

    assert room.sync(f"{webdavs.url('tls')}?ca={webdavs.certificate}").sent > 0


def test_that_a_bucket_which_is_not_there_is_told(room: Room, s3: S3) -> None:
    assert trouble_of(room, s3.url("no-such-bucket")).code == "store-missing"


def test_that_a_host_with_another_key_is_refused_before_it_is_told_anything(room: Room, tmp_path: Path) -> None:
    folder, port = tmp_path / "host", a_free_port()
    folder.mkdir()
    server = start_sshd(folder, port)
    place = Sftp(port, folder, folder / "user_key")
    room.remotes.add("host", place.url("cell"))
    room.sync("host")
    server.terminate()
    server.wait()
    a_host_key(folder)
    server = start_sshd(folder, port)
    try:
        with pytest.raises(Trouble) as told:
            room.sync("host")
        assert told.value.code == "store-host-key"
        assert "SHA256:" in told.value.message
        room.remotes.remove("host")
        (folder / "files").rename(folder / "former")
        (folder / "files").mkdir()
        room.remotes.add("host", place.url("cell"))
        assert room.sync("host").sent > 0
    finally:
        server.terminate()
        server.wait()


def test_that_known_hosts_of_the_user_decide(room: Room, sftp: Sftp) -> None:
    known = Path.home() / ".ssh" / "known_hosts"
    known.parent.mkdir(exist_ok=True)
    wrong = (sftp.folder / "user_key.pub").read_text().split()[:2]
    known.write_text(f"[127.0.0.1]:{sftp.port} {' '.join(wrong)}\n")
    try:
        assert trouble_of(room, sftp.url("cell")).code == "store-host-key"
        right = (sftp.folder / "host_key.pub").read_text().split()[:2]
        known.write_text(f"[127.0.0.1]:{sftp.port} {' '.join(right)}\n")
        assert room.sync(sftp.url("cell known")).sent > 0
    finally:
        shutil.rmtree(known.parent)


def test_that_a_folder_on_a_disk_that_is_not_plugged_in_is_never_made(room: Room, tmp_path: Path) -> None:
    url = (tmp_path / "media" / "stick" / "folder").as_uri()

    assert trouble_of(room, url).code == "store-missing"
    assert not (tmp_path / "media").exists()


@contextmanager
def a_disk(folder: Path, options: str) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "warroom-test", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mounts() -> bool:
    tried = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@needs_root
def test_that_a_full_disk_is_told_and_goes_on_once_there_is_space(room: Room, tmp_path: Path) -> None:
    if not _mounts():
        pytest.skip("this container mounts nothing")
    with a_disk(tmp_path / "full", "size=256k") as disk:
        an_incident(room)
        filler = disk / "filler"
        filler.write_bytes(b"x" * 180 * 1024)
        evidence = tmp_path / "evidence.bin"
        evidence.write_bytes(os.urandom(150_000))
        incident = an_incident(room)
        room.attach(evidence, noun="incident", parent=incident.id)

        assert trouble_of(room, disk.as_uri()).code == "store-full"
        assert not list(disk.rglob(".tmp-*"))
        filler.unlink()
        room.sync(disk.as_uri())
        assert list(disk.rglob("*.wrr"))


@needs_root
def test_that_what_can_only_be_read_is_read_and_told(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not _mounts():
        pytest.skip("this container mounts nothing")
    with admitted(room, tmp_path, monkeypatch) as other, a_disk(tmp_path / "disk", "size=8m") as disk:
        an_incident(room, title="Lu seulement")
        room.sync(disk.as_uri())
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        assert trouble_of(other, disk.as_uri()).code == "store-read-only"
        assert b"Lu seulement" in other.dump()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_that_a_disk_which_takes_no_more_leaves_no_half_file_under_a_name(tmp_path: Path) -> None:
    depot = depot_for((tmp_path / "nas").as_uri())
    former, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    depot.open("ab" * 16, was_here=False)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        with pytest.raises(Trouble) as told:
            depot.put_runs([(RunName(b"w" * 8, 1, 5, "0" * 8, "1" * 8), os.urandom(90_000))])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (former, hard))
        signal.signal(signal.SIGXFSZ, handler)
        depot.close()

    assert told.value.code == "store-full"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["room.json"]


def test_that_a_stick_pulled_out_in_the_middle_is_trouble_and_goes_on_later(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    pulled: list[int] = []

    def pull(done: int, total: int) -> None:
        if done >= 1 and not pulled:
            pulled.append(done)
            stick.rename(away)

    with admitted(room, tmp_path, monkeypatch) as other:
        for number in range(3):
            an_incident(room, title=f"numéro {number}")
            an_incident(other, title=f"autre {number}")
        with pytest.raises(Trouble) as told:
            room.remotes.sync(stick.as_uri(), step=pull)
        assert told.value.code == "store-unreachable"
        assert not stick.exists()
        away.rename(stick)
        for _round in range(2):
            room.sync(stick.as_uri())
            other.sync(stick.as_uri())
        assert room.dump() == other.dump()


def test_that_two_laptops_at_one_folder_at_once_hinder_each_other_in_nothing(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "nas"
    folder.mkdir()
    with admitted(room, tmp_path, monkeypatch) as other:
        failed: list[BaseException] = []

        def work(which: Room) -> None:
            try:
                for number in range(5):
                    an_incident(which, title=f"{which.station} {number}")
                    which.sync(folder.as_uri())
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=(each,)) for each in (room, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        for _round in range(2):
            room.sync(folder.as_uri())
            other.sync(folder.as_uri())
        assert room.dump() == other.dump()


def test_that_only_our_own_folder_below_the_address_is_written(room: Room, tmp_path: Path) -> None:
    folder = tmp_path / "nas"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"theirs")
    folder.chmod(stat.S_IRWXU)
    room.sync(folder.as_uri())

    assert sorted(path.name for path in folder.iterdir()) == ["photo.jpg", f"warroom-{room.id[:16]}"]
