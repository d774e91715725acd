"""`import`: files of other tools; what is good comes in, the rest is listed with its place and reason."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warroom.cli.call import Answer, Call
from warroom.cli.columns import column_options, mapping_for, named_columns
from warroom.cli.parser import Parser
from warroom.cli.references import incident_id
from warroom.cli.rooms import writing
from warroom.cli.verbs import Verb
from warroom.errors import Refusal
from warroom.formats.detect import BUILT
from warroom.phrases import labelled
from warroom.words import _, ngettext

if TYPE_CHECKING:
    from warroom.imports import ImportOutcome

COUNTS = ("added", "changed", "unchanged")
SHOWN = 50  # problems on a terminal; --json lists every one


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=Path,
        help=_("a file, or a folder of files; the kind is found by the content"),
    )
    kinds = ", ".join(BUILT)
    parser.add_argument(
        "--as", dest="kind", metavar="KIND", help=labelled(_("what it is, when the content does not tell"), kinds)
    )
    parser.add_argument("--into", metavar="REF", help=_("the incident whose log the lines of a table go to"))
    column_options(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("say what would come in, and keep nothing"))


def _run(asked: Namespace, call: Call) -> Answer:
    outcomes: list[ImportOutcome] = []
    refused: list[tuple[Path, Refusal]] = []
    named = named_columns(asked)
    with writing(asked) as seat:
        into = incident_id(seat.room, asked.into) if asked.into else None
        if not asked.dry_run:
            seat.be_known()
        files = [file for path in asked.files for file in _files_in(path)]
        for file in files:
            try:
                mapping = mapping_for(seat.room, file, named, kind=asked.kind)
                outcomes.append(
                    seat.room.import_file(
                        file, kind=asked.kind, into=into, dry_run=asked.dry_run, mapping=mapping, step=call.step
                    )
                )
            except Refusal as refusal:
                if len(files) == 1:
                    raise
                refused.append((file, refusal))
    if not outcomes and refused:
        raise refused[0][1]
    return _answer(outcomes, refused, is_dry=asked.dry_run)


def _files_in(path: Path) -> list[Path]:
    """A folder stands for the files in it, since not every shell knows `*`."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))


def _answer(outcomes: list[ImportOutcome], refused: list[tuple[Path, Refusal]], *, is_dry: bool) -> Answer:
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTS}
    listed: dict[str, list[dict[str, str]]] = {"flagged": [], "refused": []}
    for outcome in outcomes:
        for name, counter in counts.items():
            counter.update(getattr(outcome, name))
        for name, problems in listed.items():
            problems += [
                {"source": item.source, "where": item.where, "reason": item.reason} for item in getattr(outcome, name)
            ]
    listed["refused"] += [{"source": file.name, "where": "", "reason": str(refusal)} for file, refusal in refused]
    kinds = list(dict.fromkeys(outcome.kind for outcome in outcomes))
    document: dict[str, Any] = {
        "kind": ",".join(kinds),
        **{name: dict(sorted(counter.items())) for name, counter in counts.items()},
        **listed,
    }
    if is_dry:
        document["dry_run"] = True
    return Answer(document, _lines(document, is_dry=is_dry), code=_code(document, has_refused_files=bool(refused)))


def _code(document: dict[str, Any], *, has_refused_files: bool) -> int:
    """Refused when nothing at all was fit; a whole file left out is a problem found; single records are only listed."""
    is_fit = any(count for name in COUNTS for count in document[name].values())
    if document["refused"] and not is_fit:
        return Refusal.exit_code
    return 1 if has_refused_files else 0


def _lines(document: dict[str, Any], *, is_dry: bool) -> list[str]:
    words = {"added": _("Added"), "changed": _("Changed"), "unchanged": _("Already there")}
    lines = [_("Kind: {kind}").format(kind=document["kind"])]
    for name, word in words.items():
        if counted := ", ".join(_counted(noun, count) for noun, count in document[name].items() if count):
            lines.append(labelled(word, counted))
    for name, word in (("flagged", _("Came in, flagged")), ("refused", _("Refused"))):
        if problems := document[name]:
            lines.append(labelled(word, str(len(problems))))
            lines += [f"  {item['source']} {item['where']}: {item['reason']}" for item in problems[:SHOWN]]
            if len(problems) > SHOWN:
                lines.append(_("  … --json lists them all"))
    if is_dry:
        lines.append(_("Nothing was kept: this was only a look."))
    return lines


VERBS = {"import": Verb(_options, _run, writes=True)}


def _counted(noun: str, count: int) -> str:
    """`1 incident`, `399 incidents`."""
    said = {
        "incidents": ngettext("{count} incident", "{count} incidents", count),
        "entries": ngettext("{count} entry", "{count} entries", count),
        "people": ngettext("{count} person", "{count} people", count),
        "alerts": ngettext("{count} alert", "{count} alerts", count),
        "duties": ngettext("{count} time on call", "{count} times on call", count),
    }
    return said.get(noun, f"{count} {noun}").format(count=count)
