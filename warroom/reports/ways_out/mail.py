"""A message as mail that nobody has sent yet: one file (RFC 5322) with both languages, and one for each recipient."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from warroom.domain.messages import Release
from warroom.reports.csv_log import BOM, disarmed
from warroom.reports.names import file_name
from warroom.reports.ways_out.recipients import Recipient, Unfit, fault_of, one_line
from warroom.reports.ways_out.said import SaidIn, check_of, number_of, reference_of
from warroom.words import _, speaking

SUBJECT_MOST = 400
NOBODY = "not-set@warroom.invalid"  # RFC 6761 §6.4: names nobody; the program that sends puts its own


def mail_of(
    release: Release,
    said: Sequence[SaidIn],
    *,
    made_at: datetime,
    sender: str = "",
    sender_name: str = "",
    to: Recipient | None = None,
    is_addressed: bool = True,
) -> bytes:
    """The file of one mail, the language of whoever reads it first. `sender` is an address; what is none is left out.

    Not addressed, it names its reader and no mailbox: what is an exercise reaches nobody by a slip of the hand.
    It is marked unsent, so that a mail program opens it ready to send; nothing in it is fetched or run.
    """
    texts = sorted(said, key=lambda each: each.language != to.language) if to else list(said)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(sender_name, sender if not fault_of(sender) else NOBODY)
    if to is not None:
        mail["To"] = _address(to.name, to.mail if is_addressed else NOBODY)
    mail["Subject"] = one_line(" / ".join(dict.fromkeys(each.title for each in texts if each.title)))[:SUBJECT_MOST]
    mail["Date"] = made_at
    mail["Message-ID"] = f"<{release.id}.{_slug(to.mail) if to else 'all'}@warroom.invalid>"
    mail["X-Unsent"] = "1"
    mail["X-Warroom-Message"] = f"{number_of(release)} {check_of(release)}"
    mail.set_content(_plain(release, texts), cte="quoted-printable")
    mail.add_alternative(_marked_up(release, texts), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = ", ".join(each.language for each in texts)  # last: new content would clear it
    return mail.as_bytes()


def merged(
    release: Release,
    said: Sequence[SaidIn],
    recipients: Iterable[Recipient],
    *,
    made_at: datetime,
    sender: str = "",
    sender_name: str = "",
    is_addressed: bool = True,
) -> Iterable[tuple[str, Recipient, bytes]]:
    """One mail for each recipient, under names of our own making."""
    for n, who in enumerate(recipients, 1):
        name = file_name(n, f"{who.name or who.mail.partition('@')[0]}.eml")
        body = mail_of(
            release,
            said,
            made_at=made_at,
            sender=sender,
            sender_name=sender_name,
            to=who,
            is_addressed=is_addressed,
        )
        yield name, who, body


def list_of(
    files: Iterable[tuple[str, Recipient]], unfit: Iterable[Unfit], *, spoken: str, is_addressed: bool = True
) -> bytes:
    """The list beside the mails: which file is for whom, and who was left out and why. Formulas are disarmed."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=";" if spoken == "fr" else ",", lineterminator="\r\n")
    page.write(BOM)
    told = (_("File"), _("Name"), _("Mail"), _("Language"), _("Audience"))
    writer.writerow([*told, _("Sent at"), _("Sent by"), _("Left out")])
    for name, who in files:
        mail = who.mail if is_addressed else ""
        writer.writerow([name, *map(disarmed, (who.name, mail, who.language, who.audience)), "", "", ""])
    for left in unfit:
        writer.writerow(["", disarmed(left.name), disarmed(left.mail), "", "", "", "", left.why])
    return page.getvalue().encode()


def _address(name: str, mail: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=mail)


def _slug(mail: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in mail)[:60]


def _plain(release: Release, said: Sequence[SaidIn]) -> str:
    parts = [f"{each.title}\n\n{each.body}\n\n{_foot(release, each.language)}" for each in said]
    return f"\n\n{'-' * 40}\n\n".join(parts) + "\n"


def _marked_up(release: Release, said: Sequence[SaidIn]) -> str:
    parts = []
    for each in said:
        paragraphs = "".join(f"<p>{_lines(part)}</p>" for part in each.body.split("\n\n") if part.strip())
        parts.append(
            f'<div lang="{each.language}"><h1 style="font-size:1.25em">{html.escape(each.title)}</h1>{paragraphs}'
            f'<p style="color:#5B6573">{html.escape(_foot(release, each.language))}</p></div>'
        )
    page = "<hr>".join(parts)
    first = said[0].language if said else "en"
    return f'<!DOCTYPE html><html lang="{first}"><head><meta charset="utf-8"></head><body>{page}</body></html>\n'


def _lines(text: str) -> str:
    return "<br>".join(html.escape(line) for line in text.splitlines())


def _foot(release: Release, language: str) -> str:
    with speaking(language):
        return _("Message {reference}").format(reference=reference_of(release))
