"""Places of every kind where nothing was kept yet, for tests that go through all of them."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tests.servers import S3, Sftp, Webdav

KINDS = ("folder", "webdav", "sftp", "s3")


def a_place(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new place of this kind; its server is started when first asked for."""
    name = f"cell {secrets.token_hex(4)}"
    if kind == "folder":
        return (tmp_path / name).as_uri()
    if kind == "webdav":
        dav: Webdav = request.getfixturevalue("webdav")
        return dav.url(name.replace(" ", "%20"))
    if kind == "sftp":
        ssh: Sftp = request.getfixturevalue("sftp")
        return ssh.url(name.replace(" ", "%20"))
    server: S3 = request.getfixturevalue("s3")
    return server.url(server.bucket())
