"""`report`: an incident's documents in an export folder."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.references import incident_id
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.errors import Refusal, Trouble
from warroom.reports.drives import absent_disk
from warroom.reports.export import FORMATS as BUILT_FORMATS
from warroom.reports.export import KINDS as BUILT_KINDS
from warroom.reports.redaction import CONTACTS, NAMED, PEOPLE, UP_TO, Redaction
from warroom.words import _

FORMATS = ("pdf", "docx", "html", "csv", "json")
KINDS = ("review", "situation", "log", "handover", "evidence")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001"))
    parser.add_argument(
        "--to", required=True, type=Path, metavar="DIR", help=_("the folder that the export folder is made in")
    )
    parser.choice(
        "--format",
        FORMATS,
        metavar="FORMAT",
        help=_("may be given several times (default: all that this version writes)"),
        action="append",
        default=[],
    )
    parser.choice("--kind", KINDS, metavar="KIND", help=_("which report (default: review)"), default="review")
    parser.add_argument("--marking", metavar="TEXT", help=_("the marking on every page, e.g. TLP:AMBER"))
    parser.add_argument(
        "--redact",
        nargs="?",
        const=f"{PEOPLE},{CONTACTS}",
        metavar="WHAT",
        help=_("leave out people, contacts, markings, joined by commas (alone: people,contacts)"),
    )
    parser.add_argument(
        "--up-to", default=UP_TO, metavar="MARK", help=_("with markings: the highest that stays (default TLP:GREEN)")
    )
    parser.add_argument(
        "--redact-entry",
        nargs="+",
        default=[],
        action="extend",
        metavar="NUMBER",
        help=_("withhold the whole text of these records; “named”: of every one whose text names somebody"),
    )
    parser.add_argument(
        "--include-circle", metavar="NAME", help=_("with what is restricted to this circle; for its members only")
    )


def _run(asked: Namespace, call: Call) -> Answer:
    _refuse_not_built(asked)
    formats = tuple(dict.fromkeys(asked.format)) or BUILT_FORMATS
    make_folder(asked.to)
    with reading(asked) as room:
        made = room.export(
            incident_id(room, asked.ref),
            asked.to,
            formats=formats,
            kind=asked.kind,
            marking=asked.marking,
            redaction=_redaction(asked),
            include_circle=asked.include_circle,
            step=call.step,
        )
    document: dict[str, Any] = {"folder": str(made.folder), "files": list(made.files), "digest": made.digest}
    lines = [str(made.folder), *(f"  {file}" for file in made.files)]
    if made.left_out:
        document["left_out"] = list(made.left_out)
        lines.append(_("Left out (VERIFY.txt says why): {names}").format(names=", ".join(made.left_out)))
    if asked.redact is not None or asked.redact_entry:
        document |= {"withheld": list(made.withheld), "names_left": list(made.names_left)}
        if made.names_left:
            said = _("Their text names somebody and was left as typed: {numbers}.")
            lines += [said.format(numbers=", ".join(made.names_left)), _("Withhold them with --redact-entry.")]
    return Answer(document, lines)


def _redaction(asked: Namespace) -> Redaction | None:
    if asked.redact is None and not asked.redact_entry:
        return None
    what = frozenset(part.strip().lower() for part in (asked.redact or "").split(",") if part.strip())
    withhold = frozenset(NAMED if number.lower() == NAMED else number.upper() for number in asked.redact_entry)
    return Redaction(what, up_to=asked.up_to, withhold=withhold)


def make_folder(folder: Path) -> None:
    """The last folder of a path may be new; a stick that is not there, or a folder above it, may not."""
    place = folder.expanduser().absolute()
    if (missing := absent_disk(place)) is not None:
        raise Refusal(
            "disk-missing",
            _("No disk is mounted at {folder}.").format(folder=missing),
            safe=_("Nothing was written."),
            todo=_("Plug in the disk, or choose another folder."),
        )
    if not place.parent.is_dir():
        raise Refusal(
            "folder-missing",
            _("The folder {folder} does not exist.").format(folder=place.parent),
            safe=_("Nothing was written."),
            todo=_("Check the path, or make that folder first."),
        )
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise Trouble(
            "folder-not-made",
            _("The folder {folder} cannot be used: {reason}.").format(folder=folder, reason=error.strerror or error),
            safe=_("Nothing was written."),
            todo=_("Choose another folder, or plug in the disk."),
        ) from error


def _refuse_not_built(asked: Namespace) -> None:
    wanted = [f"--format {name}" for name in asked.format if name not in BUILT_FORMATS]
    wanted += [f"--kind {asked.kind}"] if asked.kind not in BUILT_KINDS else []
    if wanted:
        raise Refusal(
            "not-built",
            _("{options} is not built in this version.").format(options=", ".join(wanted)),
            safe=_("Nothing was written."),
            todo=_("Formats: {formats}. Kinds: {kinds}.").format(
                formats=", ".join(BUILT_FORMATS), kinds=", ".join(BUILT_KINDS)
            ),
        )


VERBS = {"report": Verb(_options, _run)}
