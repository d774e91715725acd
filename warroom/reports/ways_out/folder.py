"""All ways out of one message in one folder for a stick: each file is read back, and listed with its hash."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warroom.domain.heads import Heads
from warroom.domain.messages import Release
from warroom.domain.sms import length, segments_of
from warroom.phrases import local
from warroom.reports.folder import Progress, Step, WholeFolder
from warroom.reports.leaflet import Made
from warroom.reports.manifest import MANIFEST, manifest_of
from warroom.reports.names import folder_name
from warroom.reports.ways_out.mail import list_of, mail_of, merged
from warroom.reports.ways_out.papers import A3, A4, Listener, code_sheet, poster, read_out, when
from warroom.reports.ways_out.qr import codes_of, png_of, svg_of
from warroom.reports.ways_out.recipients import Recipient, Unfit
from warroom.reports.ways_out.said import ALL, SaidIn, Way, check_of, reference_of, said_in
from warroom.reports.ways_out.web import html_page, markdown_page
from warroom.words import _, language, speaking

READ_ME = "README.txt"
MERGE = "mail-merge"
ALERT = "alert.cap.xml"

Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mail is from: an address and a name. Without an address the program that sends puts its own."""

    mail: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made, for whom."""

    release: Release
    ways: Sequence[Way] = ALL
    listeners: Sequence[Listener] = ()
    recipients: Sequence[Recipient] = ()
    unfit: Sequence[Unfit] = ()
    sender: Sender = field(default_factory=Sender)
    is_addressed: bool = True  # mails carry the addresses of those they are for
    alert: bytes = b""  # CAP 1.2
    without: tuple[str, ...] = ()  # what could not be made, and why


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """A folder that was written: its files with their SHA-256, how many mails it holds, and who was left out."""

    folder: Path
    hashes: Mapping[str, str]
    mails: int
    unfit: tuple[Unfit, ...]
    without: tuple[str, ...] = ()  # what could not be made, and why


def write_out(
    made: Made, asked: Asked, parent: Path, *, heads: Heads, step: Step = lambda done, total: None
) -> WrittenOut:
    """Write the folder, whole or not at all, under a name that is not taken there. Raises Trouble.

    `step` may raise to cancel; nothing is left then.
    """
    utc = datetime.fromtimestamp(made.now_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    name = folder_name(asked.release.number, utc)
    files = list(_files(made, asked, heads, step))
    mails = sum(path.startswith(f"{MERGE}/") and path.endswith(".eml") for path, _body in files)
    progress = Progress(step, sum(len(body) for _path, body in files))
    with WholeFolder(parent, name, progress) as folder:
        for path, body in files:
            folder.add(path, (body,))
        folder.add(READ_ME, (_read_me(made, asked, [path for path, _body in files]),))
        hashes = dict(folder.hashes)
        folder.add(MANIFEST, (manifest_of(hashes),))
        progress.finish()
    return WrittenOut(
        folder.final, hashes, mails, tuple(asked.unfit) if Way.MAIL_MERGE in asked.ways else (), asked.without
    )


def _files(made: Made, asked: Asked, heads: Heads, step: Step) -> Files:
    release, said = asked.release, said_in(asked.release)
    makers: dict[Way, Callable[[], Files]] = {
        Way.READ_OUT: lambda: _pdf("read-out.pdf", read_out(made, release, asked.listeners, heads=heads).pdf),
        Way.POSTER: lambda: _posters(made, release, heads),
        Way.QR: lambda: _codes(made, release, said, heads),
        Way.SMS: lambda: _sms(release, said),
        Way.MAIL: lambda: iter([("message.eml", _mail(made, asked, said))]),
        Way.MAIL_MERGE: lambda: _merge(made, asked, said),
        Way.HTML: lambda: _pages(made, release, said, html_page, "html"),
        Way.MARKDOWN: lambda: _pages(made, release, said, markdown_page, "md"),
        Way.CAP: lambda: iter([(ALERT, asked.alert)] if asked.alert else []),
    }
    wanted = [way for way in Way if way in asked.ways]
    for n, way in enumerate(wanted):
        step(n, len(wanted) * 2)
        yield from makers[way]()


def _pdf(name: str, body: bytes) -> Files:
    yield name, body


def _posters(made: Made, release: Release, heads: Heads) -> Files:
    for paper in (A4, A3):
        yield f"poster-{paper}.pdf", poster(made, release, paper=paper, heads=heads).pdf


def _codes(made: Made, release: Release, said: Sequence[SaidIn], heads: Heads) -> Files:
    yield "qr.pdf", code_sheet(made, release, heads=heads).pdf
    for each in said:
        for code in codes_of(each, reference_of(release)):
            part = f"-{code.part}of{code.parts}" if code.parts > 1 else ""
            yield f"qr/{each.language}{part}.png", png_of(code)
            yield f"qr/{each.language}{part}.svg", svg_of(code)


def _sms(release: Release, said: Sequence[SaidIn]) -> Files:
    for each in said:
        text = each.sms or each.brief or each.title
        yield f"sms-{each.language}.txt", text.encode()  # a line end more would count
        with speaking(each.language):
            yield f"sms-{each.language}-segments.txt", _segments(release, text)


def _segments(release: Release, text: str) -> bytes:
    """How the telephone cuts it: for whoever types it by hand, one segment after the other."""
    sms, pieces = length(text), segments_of(text)
    lines = [
        _("SMS of message {reference}").format(reference=reference_of(release)),
        _("{units} units in {encoding}, {segments} segments").format(
            units=sms.units, encoding=sms.encoding.value, segments=sms.segments
        ),
    ]
    if sms.beyond:
        lines.append(_("Outside the short alphabet: {signs}").format(signs=" ".join(sms.beyond)))
    for n, piece in enumerate(pieces, 1):
        lines += ["", f"--- {n}/{len(pieces)} ---", piece]
    return ("\n".join(lines) + "\n").encode()


def _mail(made: Made, asked: Asked, said: Sequence[SaidIn]) -> bytes:
    return mail_of(
        asked.release,
        said,
        made_at=local(made.now_ms, made.zone),
        sender=asked.sender.mail,
        sender_name=asked.sender.name,
    )


def _merge(made: Made, asked: Asked, said: Sequence[SaidIn]) -> Files:
    made_at = local(made.now_ms, made.zone)
    listed: list[tuple[str, Recipient]] = []
    for name, who, body in merged(
        asked.release,
        said,
        asked.recipients,
        made_at=made_at,
        sender=asked.sender.mail,
        sender_name=asked.sender.name,
        is_addressed=asked.is_addressed,
    ):
        listed.append((name, who))
        yield f"{MERGE}/{name}", body
    yield f"{MERGE}/recipients.csv", list_of(listed, asked.unfit, spoken=language(), is_addressed=asked.is_addressed)


def _pages(made: Made, release: Release, said: Sequence[SaidIn], page: Callable[..., bytes], ending: str) -> Files:
    for each in said:
        with speaking(each.language):
            at, next_at = when(made, release.at), when(made, release.next_at)
        yield f"message-{each.language}.{ending}", page(release, each, at=at, next_at=next_at)


def _read_me(made: Made, asked: Asked, paths: Sequence[str]) -> bytes:
    """What lies here and what to do with it, in the language of whoever wrote the stick."""
    release = asked.release
    told = {
        "read-out.pdf": _("Read it aloud, have it read back, fill in the sheet."),
        "poster-a4.pdf": _("Print and pin up; take the former one down."),
        "poster-a3.pdf": _("The same, larger."),
        "qr.pdf": _("Codes that hold the text itself: print, or show on a screen."),
        "qr/": _("The same codes one by one, as pictures."),
        "sms-": _("Text for SMS; “segments” says how a telephone cuts it."),
        "message.eml": _("Open with a mail program, add the recipients, send."),
        f"{MERGE}/": _("One mail for each recipient, ready to send; recipients.csv says which is whose."),
        "message-": _("For a site or a status page that somebody else keeps."),
        ALERT: _("For systems that take alerts (CAP 1.2)."),
    }
    lines = [
        _("Message {reference}").format(reference=reference_of(release)),
        _("EXERCISE – EXERCISE – EXERCISE") if release.exercise else _("Real situation"),
        _("Let out: {time}").format(time=when(made, release.at)),
        _("Next message: {time}").format(time=when(made, release.next_at)) if release.next_at else "",
        _("Written: {time} by {name}").format(time=when(made, made.now_ms), name=made.author or "—"),
        "",
        *[
            f"{name}*\n    {said}" if name[-1] in "/-" else f"{name}\n    {said}"
            for name, said in told.items()
            if _has(paths, name)
        ],
        *([] if asked.is_addressed else [_unaddressed()]),
        *[_("Left out: {what}").format(what=why) for why in asked.without],
        "",
        _("Nothing here was sent. Whoever posts it notes in the outbox: by whom, when, with which proof."),
        _("Control code of the text, to be read back: {check}").format(check=check_of(release)),
        _("Files unaltered: sha256sum -c MANIFEST.sha256"),
    ]
    return ("\n".join(lines) + "\n").encode()


def _unaddressed() -> str:
    return _("An exercise: the mails name their readers and no mailbox. A channel may allow addresses.")


def _has(paths: Sequence[str], name: str) -> bool:
    return any(path.startswith(name) if name[-1] in "/-" else path == name for path in paths)
