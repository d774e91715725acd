"""Two laptops through every kind of place there is, and the ways a place may be named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import an_entry, an_incident
from tests.servers import S3, Webdav, s3, sftp, webdav, webdav_digest
from tests.warroom.sync.places import KINDS, a_place, converge, one, other
from warroom.room import Room

__all__ = ["one", "other", "s3", "sftp", "webdav", "webdav_digest"]


@pytest.mark.parametrize("kind", KINDS)
def test_that_two_laptops_converge_through_every_kind(
    kind: str, one: Room, other: Room, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = a_place(kind, request, tmp_path)
    incident = an_incident(one)
    sent = one.sync(url)
    came = other.sync(url)
    an_entry(other, incident.ref, text="seen from B")
    other.sync(url)
    back = one.sync(url)

    assert sent.sent > 0
    assert came.received > 0
    assert back.received > 0
    converge(url, one, other)
    assert one.verify() == other.verify() == []


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_file_follows_its_record(
    kind: str, one: Room, other: Room, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = a_place(kind, request, tmp_path)
    incident = an_incident(one)
    evidence = tmp_path / "capture.bin"
    evidence.write_bytes(bytes(range(256)) * 10_000)
    one.attach(evidence, noun="incident", parent=incident.id)
    one.sync(url)
    came = other.sync(url)

    assert came.files > 0
    assert came.awaited == 0
    assert other.verify() == []
    assert other.sync(url).files == 0


def test_that_keys_and_endpoint_of_s3_may_come_from_the_environment(
    one: Room, other: Room, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3.port}")
    an_incident(one)

    converge(f"s3://{s3.bucket()}", one, other)


def test_that_a_server_may_be_used_from_its_root(one: Room, other: Room, webdav: Webdav) -> None:
    an_incident(one)

    converge(webdav.url(), one, other)


def test_that_a_server_which_takes_a_digest_alone_is_given_one(one: Room, other: Room, webdav_digest: Webdav) -> None:
    an_incident(one)

    converge(webdav_digest.url("cell"), one, other)
