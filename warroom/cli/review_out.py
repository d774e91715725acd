"""`review publish`, `left-out`, `comments`, `take-in`: versions for readers, and copies that come back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.report import make_folder
from warroom.cli.rooms import Seat
from warroom.commands import DeclineComment, ReopenComment, TakeComment
from warroom.commands.rex_words import comment_answer_word, comment_kind_word, reader_word
from warroom.domain.rex import Reader, Rex, RexComment
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.room import Room
from warroom.storage.naming import section_word
from warroom.words import LANGUAGES, _, ngettext

FORMATS = ("pdf", "docx", "html")
SHORT = 8  # digits by which a remark is named


@dataclass(frozen=True, slots=True)
class OutDeed:
    """A word that answers by itself; it writes in the room, or only reads it."""

    run: Callable[[Seat, Rex, Namespace, Call], Answer]


def out_options(parser: Parser) -> None:
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("publish, left-out: where to write it"))
    parser.choice(
        "--format", FORMATS, metavar="FORMAT", help=_("publish: may be given several times (default: all)"),
        action="append", default=[],
    )  # fmt: skip
    parser.choice(
        "--in", LANGUAGES, metavar="LANG", help=_("publish: in which language; may be given several times"),
        action="append", default=[], dest="spoken",
    )  # fmt: skip
    parser.add_argument("--marking", metavar="TEXT", help=_("the marking on every page, e.g. TLP:AMBER"))
    parser.add_argument("--because", default="", metavar="REASON", help=_("decline: why the section stays as it is"))
    parser.add_argument("--only", action="store_true", help=_("agree: without writing the change into the section"))


def _publish(seat: Seat, rex: Rex, asked: Namespace, call: Call) -> Answer:
    folder = _place(asked)
    make_folder(folder)
    seat.be_known()
    made = seat.room.reviews.publish(
        rex.id,
        _reader(asked),
        folder,
        formats=tuple(asked.format) or FORMATS,
        languages=tuple(asked.spoken),
        marking=asked.marking,
        step=call.step,
    )
    document: dict[str, Any] = {
        "folder": str(made.folder), "files": sorted(made.files), "reader": made.reader.value,
        "version": made.number, "left_out": made.left_out,
    }  # fmt: skip
    counted = ngettext("{n} text is left out or changed.", "{n} texts are left out or changed.", made.left_out)
    return Answer(
        document, [str(made.folder), *(f"  {name}" for name in sorted(made.files)), counted.format(n=made.left_out)]
    )


def _left_out(seat: Seat, rex: Rex, asked: Namespace, call: Call) -> Answer:
    version = seat.room.reviews.look(rex.id, _reader(asked), ask=lambda: call.step(0, 1))
    found = [{"section": one.section, "text": one.text, "instead": one.instead} for one in version.left_out]
    document: dict[str, Any] = {"reader": version.reader.value, "version": version.number, "left_out": found}
    lines = [version.page.title]
    for one in version.left_out:
        said = " ".join(one.text.split())
        lines.append(labelled(one.section, f"{said} → {one.instead}" if one.instead else said))
    if asked.to is not None:
        make_folder(asked.to)
        file = seat.room.reviews.left_out(version, asked.to / f"{version.page.name}-{rex.number}.pdf")
        document["file"] = str(file)
        lines.append(str(file))
    return Answer(document, lines)


def _comments(seat: Seat, rex: Rex, asked: Namespace, _call: Call) -> Answer:
    """Those that are here, or with a file what it would bring."""
    if not asked.text:
        return _listed(seat.room, rex)
    came = seat.room.reviews.read_copy(rex.id, Path(asked.text))
    found = [
        {"section": one.section, "kind": one.kind.value, "author": one.author, "text": one.text, "quoted": one.quoted}
        for one in came.remarks
    ]
    document = {"new": came.added, "known": came.known, "closed_there": came.resolved, "remarks": found}
    lines = [_line(one.section, comment_kind_word(one.kind), one.author, one.quoted, one.text) for one in came.remarks]
    return Answer(document, [*lines, *_counted(came.added, came.known, came.resolved, compared=came.is_compared)])


def _take_in(seat: Seat, rex: Rex, asked: Namespace, _call: Call) -> Answer:
    if not asked.text:
        raise UsageError("usage", _("Which file?"), todo=_("See: {command} --help").format(command="warroom review"))
    seat.be_known()
    came = seat.room.reviews.take_in(rex.id, Path(asked.text))
    document = {"added": came.added, "known": came.known, "closed_there": came.resolved}
    return Answer(document, _counted(came.added, came.known, came.resolved, compared=came.is_compared))


def _agree(seat: Seat, rex: Rex, asked: Namespace, _call: Call) -> Answer:
    comment = _comment(seat.room, rex, asked)
    written = seat.do(TakeComment(comment=comment.id, write=not asked.only))
    said = _("Agreed, and written into the section.") if written else _("Agreed; nothing was written into the section.")
    return Answer({"comment": comment.id, "answer": "taken", "written": written}, [said])


def _decline(seat: Seat, rex: Rex, asked: Namespace, _call: Call) -> Answer:
    comment = _comment(seat.room, rex, asked)
    seat.do(DeclineComment(comment=comment.id, answer=typed_text(asked.because) if asked.because else ""))
    return Answer({"comment": comment.id, "answer": "declined"}, [_("Left as it is.")])


def _reopen(seat: Seat, rex: Rex, asked: Namespace, _call: Call) -> Answer:
    comment = _comment(seat.room, rex, asked)
    seat.do(ReopenComment(comment=comment.id))
    return Answer({"comment": comment.id, "answer": ""}, [_("Open again.")])


def _listed(room: Room, rex: Rex) -> Answer:
    found = room.views.rex_comments(rex.id)
    lines = [
        f"{one.id[-SHORT:]}  {comment_answer_word(one.answer)}  "
        + _line(one.section, comment_kind_word(one.kind), one.author, one.quoted, one.text)
        for one in found
    ]
    return Answer({"comments": [_document(one) for one in found]}, lines or [_("No remark came in yet.")])


def _document(one: RexComment) -> dict[str, Any]:
    return {
        "id": one.id, "section": one.section, "kind": one.kind.value, "author": one.author, "text": one.text,
        "quoted": one.quoted, "written_at": iso(one.written_at), "source": one.source, "answer": one.answer.value,
        "answer_text": one.answer_text, "answered_by": one.answered_by,
    }  # fmt: skip


def _line(section: str, kind: str, author: str, quoted: str, text: str) -> str:
    where = section_word(section) if section else "—"
    head = " · ".join(part for part in (where, kind, author) if part)
    said = " → ".join(" ".join(part.split()) for part in (quoted, text) if part.strip())
    return labelled(head, said)


def _counted(added: int, known: int, resolved: int, *, compared: bool) -> list[str]:
    lines = [ngettext("{n} remark is new.", "{n} remarks are new.", added).format(n=added)]
    if known:
        lines.append(ngettext("{n} was here already.", "{n} were here already.", known).format(n=known))
    if resolved:
        said = ngettext("{n} was closed in the file.", "{n} were closed in the file.", resolved)
        lines.append(said.format(n=resolved))
    if not compared:
        lines.append(_("This file is no copy of ours: only comments and tracked changes were looked for."))
    return lines


def _comment(room: Room, rex: Rex, asked: Namespace) -> RexComment:
    """The remark named by the last digits of its id. Raises Refusal for none, and for several."""
    said = (asked.text or "").strip().casefold()
    found = [one for one in room.views.rex_comments(rex.id) if said and one.id.endswith(said)]
    if len(found) != 1:
        raise Refusal(
            "comment-unknown",
            _("There is no remark “{name}”.").format(name=said),
            safe=_("Nothing was changed."),
            todo=_("“warroom review ROOM comments {number}” lists them.").format(number=rex.number),
        )
    return found[0]


def _reader(asked: Namespace) -> Reader:
    said = (asked.text or "").strip().lower()
    known = {each.value: each for each in Reader}
    if said not in known:
        names = ", ".join(f"{each.value} ({reader_word(each)})" for each in Reader)
        raise UsageError("usage", _("For whom?"), todo=_("Choose among: {names}.").format(names=names))
    return known[said]


def _place(asked: Namespace) -> Path:
    if asked.to is None:
        raise UsageError("usage", _("Where to? Say --to DIR."), todo="warroom review --help")
    place: Path = asked.to
    return place


OUT_DEEDS: dict[str, OutDeed] = {
    "publish": OutDeed(_publish),
    "left-out": OutDeed(_left_out),
    "comments": OutDeed(_comments),
    "take-in": OutDeed(_take_in),
    "agree": OutDeed(_agree),
    "decline": OutDeed(_decline),
    "reopen": OutDeed(_reopen),
}
