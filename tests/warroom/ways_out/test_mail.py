"""Mail that nobody has sent yet: read again with the standard library, and nothing gets into a header."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest

from tests.warroom.ways_out.released import EN, FR, a_release
from warroom.domain.recipients import Given
from warroom.reports.ways_out.mail import NOBODY, list_of, mail_of, merged
from warroom.reports.ways_out.recipients import Recipient, fault_of, sorted_out
from warroom.reports.ways_out.said import said_in

MADE = datetime(2026, 11, 23, 12, 3, tzinfo=ZoneInfo("Europe/Paris"))


def reread(body: bytes) -> EmailMessage:
    mail = BytesParser(policy=policy.default).parsebytes(body)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def a_mail(**more: object) -> EmailMessage:
    exercise = bool(more.pop("exercise", False))
    release = a_release(exercise=exercise, **(more.pop("release", {})))  # type: ignore[arg-type]
    return reread(mail_of(release, said_in(release), made_at=MADE, **more))  # type: ignore[arg-type]


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("exercise", [False, True])
def test_a_mail_holds_both_languages_as_text_and_as_html(exercise: bool) -> None:
    mail = a_mail(exercise=exercise)
    marked = mail.get_body(("html",))
    assert marked is not None
    for said in said_in(a_release(exercise=exercise)):
        assert said.body in plain(mail)
        assert said.title in plain(mail)
        assert f'lang="{said.language}"' in str(marked.get_content())
    assert ("[EXERCICE]" in mail["Subject"]) is exercise
    assert mail["Content-Language"] == "fr, en"
    assert mail["X-Unsent"] == "1"
    assert mail["Date"].datetime == MADE
    assert mail.get_content_type() == "multipart/alternative"


def test_lines_of_the_file_end_as_mail_wants_them_and_are_short() -> None:
    release = a_release(texts={"fr": {**FR, "body": "mot " * 900}, "en": EN})
    body = mail_of(release, said_in(release), made_at=MADE)
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 998
    assert body.isascii()


def test_a_recipient_reads_their_own_language_first() -> None:
    mail = a_mail(to=Recipient("Example Bank", "ops@bank.example.org", "en"))
    assert plain(mail).startswith(EN["title"])
    assert mail["Content-Language"] == "en, fr"
    assert mail["To"] == "Example Bank <ops@bank.example.org>"


def test_who_it_is_from_is_the_address_given_or_nobody() -> None:
    assert a_mail(sender="com@example.org", sender_name="Cellule")["From"] == "Cellule <com@example.org>"
    assert NOBODY in a_mail()["From"]
    assert NOBODY in a_mail(sender="com@example.org\r\nBcc: x@example.org")["From"]


@pytest.mark.parametrize(
    "title", ["Point\r\nBcc: eve@example.org", "Point\nX: y", "Point\u2028Bcc: z", "Point\x00\x0b"]
)
def test_nothing_in_a_title_becomes_a_header(title: str) -> None:
    mail = a_mail(release={"texts": {"fr": {**FR, "title": title}}, "number": "A-MS01\r\nBcc: q"})
    assert mail["Bcc"] is None
    assert mail["X"] is None
    assert "\n" not in str(mail["Subject"])
    assert mail["X-Warroom-Message"].startswith("A-MS01 Bcc")
    assert len(str(mail["X-Warroom-Message"]).splitlines()) == 1


@pytest.mark.parametrize(
    "name", ["Eve\r\nBcc: x@example.org", 'Eve" <x@example.org>, "Y', "Ève \u202egro", "=?utf-8?q?x?="]
)
def test_nothing_in_a_name_becomes_an_address_or_a_header(name: str) -> None:
    kept, _unfit = sorted_out([Given(name, "eve@example.org")], language="fr")
    mail = a_mail(to=kept[0])
    assert mail["Bcc"] is None
    assert [each.addr_spec for each in mail["To"].addresses] == ["eve@example.org"]


@pytest.mark.parametrize(
    "mail",
    [
        "", "nobody", "a@b", "a b@example.org", "a@example.org\r\nBcc: x@example.org", "a@example.org,b@example.org",
        "<a@example.org>", "a@exa mple.org", "a@-example.org", "a@example..org", ".a@example.org", "a..b@example.org",
        "a.@example.org", "-oQ/tmp@example.org", "é@example.org", "a@example.org\u202e", "a" * 65 + "@example.org",
        "a@" + "b" * 250 + ".org", 'x" <y@example.org>', "a@[127.0.0.1]", "a;b@example.org", "a\x00@example.org",
    ],
)  # fmt: skip
def test_an_address_that_a_header_would_take_apart_is_refused_with_a_reason(mail: str) -> None:
    kept, unfit = sorted_out([Given("Eve", mail)], language="fr")
    assert not kept
    assert unfit[0].why == fault_of(mail.strip()) != ""


@pytest.mark.parametrize("mail", ["a@example.org", "o'neil+crise@sub.example.org", "x_1@exemple-été.example.org"])
def test_a_plain_address_is_kept_and_one_with_accents_in_its_domain_is_written_as_mail_carries_it(mail: str) -> None:
    kept, unfit = sorted_out([Given("Eve", f" {mail} ", language="EN-gb")], language="fr")
    assert not unfit
    assert kept[0].mail.isascii()
    assert kept[0].language == "en"


def test_each_address_gets_one_mail_and_each_mail_a_name_of_ours() -> None:
    given = [
        Given("../../etc/passwd", "a@example.org"),
        Given("CON", "A@example.org"),
        Given("=SUM(1)", "b@example.org"),
    ]
    kept, _unfit = sorted_out(given, language="fr")
    release = a_release()
    files = [(name, who) for name, who, _body in merged(release, said_in(release), kept, made_at=MADE)]
    assert [name for name, _who in files] == ["001-etc-passwd.eml", "002-sum-1.eml"]
    page = list_of(files, [], spoken="en").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(page)))
    assert rows[2][1] == "'=SUM(1)"


def test_the_list_says_who_was_left_out_and_why() -> None:
    kept, unfit = sorted_out([Given("Sans adresse", ""), Given("Eve", "a b@example.org")], language="fr")
    page = list_of([], unfit, spoken="fr").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(page), delimiter=";"))
    assert not kept
    assert [row[1] for row in rows[1:]] == ["Sans adresse", "Eve"]
    assert all(row[-1] for row in rows[1:])
