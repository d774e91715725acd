"""`template`: the templates of messages, filled, changed, and taken from room to room."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import incident_id
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import AmendWording, RestoreWording
from warroom.commands.message_templates import template_of
from warroom.commands.template_words import what_word
from warroom.domain.messages import PARTS
from warroom.domain.sms import length
from warroom.domain.template_book import LANGUAGES, Template
from warroom.domain.template_exchange import What
from warroom.domain.template_filling import missing_in
from warroom.phrases import labelled
from warroom.room import Room
from warroom.words import _, language, ngettext


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "templates", metavar="CODE", nargs="*", help=_("the template, e.g. T03; without it: all of them")
    )
    parser.add_argument("--for", metavar="REF", dest="incident", help=_("fill it for this incident, e.g. A-001"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", dest="typed", help=_("a variable that you know")
    )
    parser.add_argument("--audience", default="", metavar="CODE", help=_("who is to hear it, e.g. customers"))
    parser.add_argument(
        "--next", type=int, metavar="MINUTES", dest="next_min", help=_("in how many minutes the next message comes")
    )
    parser.choice("--in", list(LANGUAGES), metavar="LANGUAGE", help=_("only this language: fr or en"), dest="spoken")
    parser.choice("--part", list(PARTS), metavar="PART", help=_("only this part: title, body, brief or sms"))
    parser.add_argument("--text", metavar="TEXT", help=_("change this part to this text; “-” reads it"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why it is changed"))
    parser.add_argument("--history", action="store_true", help=_("every version of its text in that language"))
    parser.add_argument("--restore", metavar="VERSION", help=_("go back to this version; 1 is what shipped"))
    parser.add_argument("--to", type=Path, metavar="FOLDER", help=_("write them as PDF and HTML into this folder"))
    parser.add_argument("--export", type=Path, metavar="FILE", help=_("write these templates into a file (YAML)"))
    parser.add_argument("--import", type=Path, metavar="FILE", dest="bring", help=_("bring a file of templates in"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what a file would change"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.bring is not None:
        return _bring(asked)
    if asked.text is not None or asked.restore is not None:
        return _change(asked)
    with reading(asked) as room:
        if asked.export is not None:
            path = room.templates.export(asked.export, asked.templates)
            return Answer({"file": str(path)}, [str(path)])
        if asked.to is not None:
            return _printed(room, asked)
        if not asked.templates:
            return _list(room)
        book = room.views.template_book()
        found = [template_of(book, code) for code in asked.templates]
        if asked.history:
            return _history(room, found, _one_language(asked))
        return _filled(room, found, asked) if asked.incident else _shown(found, asked)


def _list(room: Room) -> Answer:
    listed = room.views.template_book().listed(retired=True)
    marks = {True: f" ({_('put aside')})"}
    lines = [f"{item.code}  {item.name(language())}{marks.get(item.retired, '')}" for item in listed]
    return Answer([_document(item) for item in listed], lines)


def _shown(found: list[Template], asked: Namespace) -> Answer:
    lines: list[str] = []
    for item in found:
        lines += [f"{item.code}  {item.name(language())}", item.purpose(language())]
        for spoken in _languages(asked):
            wording = item.wording(spoken)
            lines += [f"[{spoken} {part}]\n{wording.part(part)}" for part in _parts(asked)]
    return Answer([_document(item, texts=True) for item in found], lines)


def _filled(room: Room, found: list[Template], asked: Namespace) -> Answer:
    documents, lines = [], []
    record = incident_id(room, asked.incident)
    for item in found:
        page, _is_exercise = room.templates.filled(item.code, record, **_given(room, asked))
        for spoken in _languages(asked):
            said = {part: page.texts[spoken][part] for part in _parts(asked)}
            missing = list(dict.fromkeys(name for text in said.values() for name in missing_in(text)))
            document: dict[str, Any] = {"code": item.code, "language": spoken, **said, "missing": missing}
            if "sms" in said:
                document["sms_segments"] = length(said["sms"]).segments
            documents.append(document)
            lines += [f"[{item.code} {spoken} {part}]\n{text}" for part, text in said.items()]
            if missing:
                lines.append(labelled(_("Missing"), ", ".join(missing)))
    return Answer(documents, lines)


def _printed(room: Room, asked: Namespace) -> Answer:
    from warroom.reports.leaflet import write_leaflet

    incident = incident_id(room, asked.incident) if asked.incident else ""
    leaflet = room.templates.sheet(asked.templates, incident=incident, **(_given(room, asked) if incident else {}))
    path = write_leaflet(leaflet, asked.to)
    return Answer({"file": str(path)}, [str(path)])


def _given(room: Room, asked: Namespace) -> dict[str, Any]:
    """What the command line says of a message to fill."""
    given: dict[str, Any] = {"filled": _typed(asked)}
    if asked.next_min is not None:
        given["next_at"] = room.clock.now_ms() + asked.next_min * 60_000
    if asked.audience:
        given["audience"] = asked.audience
    return given


def _history(room: Room, found: list[Template], spoken: str) -> Answer:
    versions = [(item.code, version) for item in found for version in room.views.wording_history(item.code, spoken)]
    documents = [
        {
            "code": code,
            "language": spoken,
            "number": each.number,
            "by": each.by,
            "at": iso(each.at),
            "reason": each.reason,
        }
        | {part: getattr(each, part) for part in PARTS}
        for code, each in versions
    ]
    lines = [f"{code} {each.number}  {each.by or '—'}  {each.reason}".rstrip() for code, each in versions]
    return Answer(documents, lines)


def _change(asked: Namespace) -> Answer:
    if len(asked.templates) != 1:
        raise _usage(_("Say which template, one."))
    code, spoken = asked.templates[0], _one_language(asked)
    with writing(asked) as seat:
        if asked.restore is not None:
            record = seat.do(RestoreWording(template=code, language=spoken, version=asked.restore, reason=asked.reason))
        else:
            if asked.part is None:
                raise _usage(_("Say which part: --part title, body, brief or sms."))
            text: dict[str, Any] = {asked.part: typed_text(asked.text)}
            record = seat.do(AmendWording(template=code, language=spoken, reason=asked.reason, **text))
        number = seat.room.views.wording_history(template_of(seat.room.views.template_book(), code).code, spoken)[
            -1
        ].number
    return Answer({"id": record, "version": number}, [_("{code}: version {n}").format(code=code.upper(), n=number)])


def _bring(asked: Namespace) -> Answer:
    with writing(asked) as seat:
        file = seat.room.templates.read(asked.bring)
        documents = [
            {
                "code": item.template.code,
                "what": item.what.value,
                "fields": list(item.fields),
                "texts": [f"{spoken} {part}" for spoken, part in item.texts],
            }
            for item in file.brought
        ]
        lines = [f"{item.template.code}  {what_word(item.what)}" for item in file.brought]
        if not asked.dry_run:
            seat.room.templates.bring(file)
    moved = sum(item.what is not What.SAME for item in file.brought)
    lines.append(ngettext("{n} template to change", "{n} templates to change", moved).format(n=moved))
    return Answer(documents, lines)


def _typed(asked: Namespace) -> dict[str, str]:
    found = {}
    for said in asked.typed:
        name, sign, value = said.partition("=")
        if not sign or not name.strip():
            raise _usage(_("A variable is said as name=value."))
        found[name.strip()] = value
    return found


def _one_language(asked: Namespace) -> str:
    if asked.spoken is None:
        raise _usage(_("Say which language: --in fr or --in en."))
    return str(asked.spoken)


def _languages(asked: Namespace) -> tuple[str, ...]:
    return (asked.spoken,) if asked.spoken else LANGUAGES


def _parts(asked: Namespace) -> tuple[str, ...]:
    return (asked.part,) if asked.part else PARTS


def _document(item: Template, *, texts: bool = False) -> Document:
    said: dict[str, Any] = {
        "code": item.code,
        "names": dict(item.names),
        "purposes": dict(item.purposes),
        "audiences": list(item.audiences),
        "channels": list(item.channels),
        "reviews": list(item.reviews),
        "approvers": list(item.approvers),
        "status": item.status,
        "preapproved": item.preapproved,
        "ships": item.ships,
        "changed": item.changed,
        "retired": item.retired,
    }
    if texts:
        said["texts"] = {
            spoken: {part: wording.part(part) for part in PARTS} for spoken, wording in item.wordings.items()
        }
        said["variables"] = {spoken: list(wording.variables) for spoken, wording in item.wordings.items()}
    return said


def _usage(message: str) -> UsageError:
    return UsageError("usage", message, todo=_("See: {command} --help").format(command="warroom template"))


VERBS = {"template": Verb(_options, _run, writes=True)}
