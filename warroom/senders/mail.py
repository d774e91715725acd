"""A released message as a mail: every language in one plain text, for readers of any program."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from warroom.domain.message_words import wrapped
from warroom.domain.senders import Smtp
from warroom.phrases import local
from warroom.senders import Parcel
from warroom.words import _, speaking

RULE = "\n\n" + "-" * 40 + "\n\n"
SUBJECT_MOST = 150  # characters: longer subjects are cut by programs, each in its own way


def mail_of(parcel: Parcel, settings: Smtp, at: int) -> bytes:
    """The mail as it goes over the line; `at` is milliseconds UTC.

    Recipients are never named to each other. The Message-ID is made of the parcel's key: a server that sees it twice
    can know it for the same.
    """
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    name, _at, domain = settings.sender.rpartition("@")
    mail["From"] = Address(settings.sender_name, name, domain)
    mail["To"] = parcel.recipients[0] if len(parcel.recipients) == 1 else "undisclosed-recipients:;"
    if settings.reply_to:
        mail["Reply-To"] = settings.reply_to
    mail["Subject"] = _subject(parcel)
    mail["Date"] = format_datetime(local(at))
    mail["Message-ID"] = f"<{parcel.key}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # so that absence notes do not answer (RFC 3834)
    mail["Content-Language"] = ", ".join(parcel.texts)
    mail["X-Warroom-Message"] = f"{parcel.number} {parcel.digest}"
    mail.set_content(text_of(parcel), cte="quoted-printable")
    return mail.as_bytes()


def text_of(parcel: Parcel) -> str:
    """Title and body of every language, one below the other; an exercise says so first and last."""
    parts = []
    for language, said in parcel.texts.items():
        body = said.get("body") or said.get("brief") or said.get("sms") or ""
        title = said.get("title") or ""
        whole = f"{title}\n\n{body}".strip() if title and not body.startswith(title) else (body or title)
        parts.append(wrapped(whole, exercise=parcel.exercise, language=language))
    return RULE.join(parts) + "\n"


def _subject(parcel: Parcel) -> str:
    titles = [" ".join((said.get("title") or "").split()) for said in parcel.texts.values()]
    named = " / ".join(dict.fromkeys(title for title in titles if title)) or parcel.number
    with speaking(next(iter(parcel.texts), "")):  # as the mail begins, whatever this laptop speaks
        mark = _("EXERCISE") + " – " if parcel.exercise else ""
    whole = f"{mark}{named}"
    return whole if len(whole) <= SUBJECT_MOST else f"{whole[: SUBJECT_MOST - 1]}…"
