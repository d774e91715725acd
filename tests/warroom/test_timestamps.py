"""Time stamps of seals, asked from a real authority on loopback and checked offline."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.authority import Authority, listening
from warroom.errors import Refusal, Trouble
from warroom.room import Room


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    made = Authority(tmp_path_factory.mktemp("authority") / "tsa", with_chain=True)
    with listening(made):
        yield made


@pytest.fixture(autouse=True)
def honest(request: pytest.FixtureRequest) -> None:
    if "authority" in request.fixturenames:
        request.getfixturevalue("authority").twist = lambda _question, answer: answer


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        room.evidence.seal(incident.ref, reason="Relève", witness="Marc Dubois")
        yield room


def notes(room: Room, **more: Path) -> list[str]:
    found = room.evidence.verify(**more)
    assert [problem for problem in found if not problem.is_note] == []
    return [problem.what for problem in found]


def test_that_a_stamp_is_asked_checked_kept_and_holds_offline(sealed: Room, authority: Authority) -> None:
    stamp = sealed.evidence.stamp("A-S01", authority.url, trust=authority.ca)

    (seal,) = sealed.evidence.seals()
    assert seal.timestamps == (stamp,)
    assert "Throw-away TSA" in stamp.authority
    assert notes(sealed, trust=authority.ca) == []
    assert any("not checked against a trusted authority" in note for note in notes(sealed))


def test_that_only_the_digest_of_the_seal_leaves_the_laptop(sealed: Room, authority: Authority) -> None:
    authority.asked.clear()
    sealed.evidence.stamp("A-S01", authority.url)

    (question,) = authority.asked
    assert bytes.fromhex(sealed.evidence.seals()[0].digest) in question
    assert len(question) < 100


def test_that_openssl_verifies_the_stamp_from_the_pack(sealed: Room, authority: Authority, tmp_path: Path) -> None:
    sealed.evidence.stamp("A-S01", authority.url)
    folder = sealed.export("A-001", tmp_path, kind="evidence", formats=()).folder

    command = [
        "openssl",
        "ts",
        "-verify",
        "-data",
        "seals/A-S01.heads",
        "-in",
        "seals/A-S01.tsr",
        "-CAfile",
        authority.ca,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    assert "Verification: OK" in done.stdout + done.stderr
    assert "openssl ts -verify -data seals/A-S01.heads -in seals/A-S01.tsr" in (folder / "VERIFY.txt").read_text()


def test_that_check_py_checks_the_stamp_against_the_authority_named(
    sealed: Room, authority: Authority, tmp_path: Path
) -> None:
    sealed.evidence.stamp("A-S01", authority.url)
    folder = sealed.export("A-001", tmp_path, kind="evidence", formats=()).folder

    def said(*more: object) -> tuple[int, str]:
        command = [sys.executable, "-I", folder / "check.py", folder, *more]
        done = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}, check=False)
        return done.returncode, done.stdout

    code, alone = said()
    assert (code, "not checked against a trusted authority" in alone) == (0, True)
    code, checked = said("--ca", authority.ca)
    assert (code, "time stamp checked against the authority named" in checked) == (0, True)
    code, refused = said("--ca", authority.folder / "tsa.pem")
    assert (code, "does not lead to the authority named" in refused) == (1, True)


def test_that_the_stamp_of_another_authority_is_refused_and_not_kept(
    sealed: Room, authority: Authority, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "other", with_chain=True)

    with pytest.raises(Trouble) as trouble:
        sealed.evidence.stamp("A-S01", authority.url, trust=other.ca)

    assert trouble.value.code == "stamp-wrong"
    assert sealed.evidence.seals()[0].timestamps == ()


def test_that_an_answer_to_another_question_is_refused(sealed: Room, authority: Authority) -> None:
    from warroom.domain.heads import canonical_heads

    heads = canonical_heads(sealed.evidence.seals()[0].heads)
    answers = {
        "another nonce": lambda *_: authority.answer(authority.question_about(heads)),
        "another digest": lambda *_: authority.answer(authority.question_about(b"something else")),
    }
    for reason, twist in answers.items():
        authority.twist = twist
        with pytest.raises(Trouble, match=reason) as trouble:
            sealed.evidence.stamp("A-S01", authority.url)
        assert trouble.value.code == "stamp-wrong"
        assert trouble.value.safe
        assert trouble.value.todo


@pytest.mark.parametrize(
    "twist",
    [
        lambda _q, _a: b"",
        lambda _q, _a: b"<html>captive portal</html>",
        lambda _q, a: a[:200],
        lambda _q, a: a[:-20] + bytes([a[-20] ^ 1]) + a[-19:],
        lambda _q, a: a + b"x" * 300_000,
        lambda _q, _a: b"\x30\x84\xff\xff\xff\xff",
        lambda _q, _a: bytes.fromhex("30053003020102"),  # a refusal
        lambda q, _a: q,
    ],
    ids=["empty", "html", "cut", "flipped", "huge", "length", "refused", "echo"],
)
def test_that_garbage_is_no_stamp_and_nothing_is_kept(sealed: Room, authority: Authority, twist: object) -> None:
    authority.twist = twist  # type: ignore[assignment]

    with pytest.raises(Trouble) as trouble:
        sealed.evidence.stamp("A-S01", authority.url)

    assert trouble.value.code == "stamp-wrong"
    assert sealed.evidence.seals()[0].timestamps == ()


def test_that_an_authority_out_of_reach_is_said_with_what_is_safe_and_what_to_do(sealed: Room) -> None:
    with pytest.raises(Trouble) as trouble:
        sealed.evidence.stamp("A-S01", "http://127.0.0.1:9/")

    assert trouble.value.code == "authority-unreachable"
    assert "seal is kept" in trouble.value.safe
    assert "later" in trouble.value.todo


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "", "data:,x", "http://"])
def test_that_nothing_but_an_address_of_the_web_is_asked(sealed: Room, url: str) -> None:
    with pytest.raises(Refusal) as refused:
        sealed.evidence.stamp("A-S01", url)
    assert refused.value.code == "authority-address"


def test_that_a_redirection_to_a_file_is_not_followed_and_one_on_the_web_is(sealed: Room, authority: Authority) -> None:
    with pytest.raises(Trouble) as trouble:
        sealed.evidence.stamp("A-S01", f"{authority.url}moved")
    assert trouble.value.code == "authority-unreachable"

    assert sealed.evidence.stamp("A-S01", f"{authority.url}elsewhere").token


def test_that_an_authority_that_brings_no_chain_is_said_to_be_unchecked(sealed: Room, tmp_path: Path) -> None:
    with listening(Authority(tmp_path / "bare", with_chain=False)) as bare:
        sealed.evidence.stamp("A-S01", bare.url)

        assert any("not checked against a trusted authority" in note for note in notes(sealed))
        assert notes(sealed, trust=bare.ca) == []


def test_that_verify_tells_a_stamp_that_was_altered_or_belongs_to_another_seal(
    sealed: Room, authority: Authority
) -> None:
    from warroom.commands import KeepTimestamp

    first = sealed.evidence.stamp("A-S01", authority.url)
    sealed.evidence.seal("A-001", reason="encore")
    altered = bytearray(base64.b64decode(first.token))
    altered[-20] ^= 1
    for seal, token in (("A-S02", first.token), ("A-S01", base64.b64encode(altered).decode()), ("A-S01", "é")):
        sealed.do(KeepTimestamp(seal=seal, token=token, authority="x", stamped_at=0)).result()

    found = [problem for problem in sealed.verify() if not problem.is_note]

    assert sorted(problem.paper for problem in found) == ["A-S01", "A-S01", "A-S02"]
    assert all("does not hold" in problem.what for problem in found)
