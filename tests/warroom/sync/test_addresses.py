"""Addresses: taken apart strictly, and shown without what is secret in them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.errors import Refusal
from warroom.sync.addresses import address_of, as_url, folder_of, with_password, without_password

SECRET_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)


@given(SECRET_TEXT)
def test_that_a_password_is_kept_and_never_shown(password: str) -> None:
    url = with_password("sftp://cell@nas.example:2222/srv/room", password)

    assert address_of(url).password == password
    assert without_password(url) == "sftp://cell@nas.example:2222/srv/room"
    assert repr(address_of(url)) == repr(address_of("sftp://cell@nas.example:2222/srv/room"))


@pytest.mark.parametrize(
    "url",
    [
        "webdav://cell:k#hush@host/x",
        "webdav://cell:k?hush@host/x",
        "webdav://cell:hush",
        "webdav://cell:hush@[::1/x",
        "sftp://cell:12#hush@host/x",
        "sftp://cell:12?hush@host/x",
        "postgresql://cell@host/db?password=hush&sslmode=require",
        "s3://bucket/x?aws_secret=hush",
        "gopher://cell:hush@host",
        "webdav://cell:hush@host:notaport/x",
        "http:hush",
    ],
)
def test_that_a_badly_written_password_is_not_shown_either(url: str) -> None:
    assert "hush" not in without_password(url)
    assert "hush" not in refusal_of(url)


def refusal_of(url: str) -> str:
    try:
        address_of(url)
    except Refusal as refusal:
        return str(refusal)
    return ""


def test_that_a_plain_path_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "clé é%20#1"

    assert folder_of(address_of(str(folder))) == folder
    assert folder_of(address_of(folder.as_uri())) == folder
    assert as_url("relative/folder") == "relative/folder"


@pytest.mark.parametrize(
    "url",
    [
        "", "nas", "ftp://host/x", "file://nas/share", "file:relative", "sftp:///x", "s3:///x", "webdav://h/../x",
        "webdav://h/%2e%2e/x", "webdav://h:99999/x", "sftp://h/a%00b", "sftp://h/a\nb", "webdav://h/x#y",
        "s3://b/" + "x" * 3000,
    ],
)  # fmt: skip
def test_that_what_names_no_place_is_refused(url: str) -> None:
    assert refusal_of(url)


def test_that_an_address_says_what_it_holds() -> None:
    address = address_of("s3://AKIA%2F1:a%2Fb@bucket/the/room?endpoint=https://minio.example:9000&region=eu-west-3")

    assert (address.scheme, address.host, address.user, address.password) == ("s3", "bucket", "AKIA/1", "a/b")
    assert (address.path, address.options["endpoint"]) == ("/the/room", "https://minio.example:9000")
    assert address.where == "bucket"
    assert quote("a/b", safe="") not in without_password("s3://k:a%2Fb@bucket/x")


def test_that_the_password_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_REMOTE_PASSWORD", "hush")

    assert address_of("webdavs://cell@nas.example/room").password == "hush"
    assert address_of("webdavs://cell:said@nas.example/room").password == "said"
