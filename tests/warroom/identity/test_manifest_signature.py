"""The signature beside a manifest: proved by Warroom, and by openssl alone."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess

import pytest

from warroom.errors import Refusal, Trouble
from warroom.identity.signing import sign_manifest, verify_manifest
from warroom.identity.stations import StationIdentity

MANIFEST = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  log.csv\n"


def test_that_a_signature_names_its_station():
    station = StationIdentity.fresh()

    signer = verify_manifest(sign_manifest(station, MANIFEST), MANIFEST)

    assert (signer.station_id, signer.public_key) == (station.station_id, station.public_key)


def test_that_an_altered_manifest_is_said_to_be_altered():
    document = sign_manifest(StationIdentity.fresh(), MANIFEST)

    with pytest.raises(Trouble, match="altered after it was signed"):
        verify_manifest(document, MANIFEST.replace(b"e3", b"e4"))


CHANGES = {
    "format": lambda d: d.update(format="pgp"),
    "algorithm": lambda d: d.update(algorithm="none"),
    "version": lambda d: d.update(version=2),
    "extra": lambda d: d.update(extra=1),
    "missing": lambda d: d.pop("signature"),
    "short": lambda d: d.update(signature="AAAA"),
    "station": lambda d: d.update(station="00" * 16),
    "pem": lambda d: d.update(public_key_pem=d["public_key_pem"].replace("PUBLIC", "PRIVATE")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_that_a_document_whose_parts_disagree_is_refused(change):
    document = json.loads(sign_manifest(StationIdentity.fresh(), MANIFEST))
    change(document)

    with pytest.raises(Refusal):
        verify_manifest(json.dumps(document), MANIFEST)


@pytest.mark.parametrize("document", ["", "{}", "[]", "\ud800", "x" * 100_000, '{"a":1,"a":1}'])
def test_that_a_hostile_document_is_refused(document):
    with pytest.raises(Refusal):
        verify_manifest(document, MANIFEST)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_that_openssl_alone_proves_the_manifest(tmp_path):
    document = json.loads(sign_manifest(StationIdentity.fresh(), MANIFEST))
    (tmp_path / "key.pem").write_text(document["public_key_pem"])
    (tmp_path / "signature").write_bytes(base64.b64decode(document["signature"]))
    command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem"]
    command += ["-sigfile", "signature", "-in", "manifest"]
    answers = []

    for content in (MANIFEST, MANIFEST + b"\n"):
        (tmp_path / "manifest").write_bytes(content)
        answers.append(subprocess.run(command, cwd=tmp_path, capture_output=True).returncode)

    assert answers == [0, 1]
