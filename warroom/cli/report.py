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
from warroom.reports.export import FORMATS as BUILT_FORMATS
from warroom.reports.export import KINDS as BUILT_KINDS
from warroom.words import _

FORMATS = ("pdf", "docx", "html", "csv", "json")
KINDS = ("review", "situation", "log", "handover")


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
        "--include-circle", metavar="NAME", help=_("with what is restricted to this circle; for its members only")
    )
    parser.add_argument("--redact", action="store_true", help=_("with personal and protected details removed"))


def _run(asked: Namespace, call: Call) -> Answer:
    _refuse_not_built(asked)
    formats = tuple(dict.fromkeys(asked.format)) or BUILT_FORMATS
    _make_folder(asked.to)
    with reading(asked) as room:
        made = room.export(
            incident_id(room, asked.ref),
            asked.to,
            formats=formats,
            kind=asked.kind,
            marking=asked.marking,
            include_circle=asked.include_circle,
            step=call.step,
        )
    document: dict[str, Any] = {"folder": str(made.folder), "files": list(made.files)}
    lines = [str(made.folder), *(f"  {file}" for file in made.files)]
    if made.left_out:
        document["left_out"] = list(made.left_out)
        lines.append(_("Left out (VERIFY.txt says why): {names}").format(names=", ".join(made.left_out)))
    return Answer(document, lines)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
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
    wanted += ["--redact"] if asked.redact else []
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
