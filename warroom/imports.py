"""Import: from files of other tools, through plain records, to commands; what is good comes in, the rest is listed."""

from __future__ import annotations

import hashlib
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from warroom.commands.base import Command, handle
from warroom.commands.imports import ImportIncidents, ImportLines, IncidentIn, LineIn, Tally
from warroom.domain.entries import Channel, Kind
from warroom.domain.incidents import Status
from warroom.errors import Refusal, Trouble
from warroom.storage.books import Books
from warroom.words import _

if TYPE_CHECKING:
    from warroom.formats.mapping import Mapping
    from warroom.formats.records import ImportedEntry, ImportedIncident, IncidentEnrichment, Reading, When

Item = TypeVar("Item")
Step = Callable[[int, int], None]
Do = Callable[[Command[Tally]], Tally]
BATCH_INCIDENTS = 20
BATCH_LINES = 200

# An update of a public status page is a message that went out; a time that cannot be read is kept as text.
STATUS_UPDATE = Kind.COMMUNICATION


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A record that was flagged or refused: in which file, where in it, and why."""

    source: str
    where: str
    reason: str


@dataclass(slots=True)
class ImportOutcome:
    """What one import did, counted by noun in English plural."""

    kind: str
    dry_run: bool = False
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    flagged: list[ImportProblem] = field(default_factory=list)
    refused: list[ImportProblem] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)  # of what was flagged and refused, for people


def import_into(
    path: Path,
    *,
    kind: str | None,
    mapping: Mapping | None,
    zone: str,
    into: str | None,
    do: Do,
    rehearse: Callable[[Callable[[Books], None]], Future[None]] | None,
    step: Step,
) -> ImportOutcome:
    """Read a file and bring it in, or with `rehearse` only see what would come of it. Raises as `read_file`."""
    reading = read_file(path, kind=kind, mapping=mapping, zone=zone)
    outcome = ImportOutcome(kind=reading.kind, dry_run=rehearse is not None)
    gather_problems(reading, path.name, outcome)
    if rehearse is None:
        bring_in(reading, path.name, do, into=into, outcome=outcome, step=step)
        return outcome

    def rehearsal(books: Books) -> None:
        bring_in(reading, path.name, lambda command: handle(command, books), into=into, outcome=outcome, step=step)

    rehearse(rehearsal).result()
    return outcome


def read_file(path: Path, *, kind: str | None, mapping: Mapping | None, zone: str) -> Reading:
    """A file's records. Raises Refusal for a file nobody here can read, Trouble when the disk cannot give it."""
    from warroom.formats import read

    return read(path.name, bytes_of(path), kind=kind, mapping=mapping, zone=zone)


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises Refusal for a device or a file too large, Trouble when the disk cannot give it."""
    from warroom.formats.limits import LARGEST_FILE, refuse_larger

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refusal(
                "not-a-file",
                _("{name} is not a file.").format(name=path.name),
                safe=_("Nothing was imported."),
                todo=_("Choose a file; a device or a pipe may never end."),
            )
        refuse_larger(status.st_size, LARGEST_FILE)
        return path.read_bytes()
    except OSError as error:
        raise Trouble(
            "file-unreadable",
            _("The file {name} cannot be read: {why}").format(name=path.name, why=error.strerror or error),
            safe=_("Nothing was imported."),
            todo=_("Check that it is still there and that you may read it."),
        ) from error


@dataclass(frozen=True, slots=True)
class TablePreview:
    """What a person sees of a table before its columns are mapped."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    suggested: Mapping
    sheets: tuple[str, ...]
    encoding: str


def preview_table(path: Path, *, sheet: str | None = None) -> TablePreview | None:
    """The first rows of a table; None when the file is of a kind that needs no mapping. Raises as `read_file`."""
    from warroom.formats import kind_of, preview, suggest_mapping
    from warroom.formats.table import Row

    data = bytes_of(path)
    kind = kind_of(path.name, data)
    if kind not in ("csv", "xlsx"):
        return None
    table, rows = preview(data, sheet=sheet)
    cells = tuple(tuple(row.cells) for row in rows if isinstance(row, Row))
    return TablePreview(
        kind=kind,
        columns=tuple(table.columns),
        rows=cells,
        suggested=suggest_mapping(table.columns, cells),
        sheets=tuple(table.raw.sheets),
        encoding=table.raw.encoding,
    )


def bring_in(reading: Reading, name: str, do: Do, *, into: str | None, outcome: ImportOutcome, step: Step) -> None:
    """Turn records into commands, a few a transaction, so that nobody waits behind a large file."""
    told = [incident_in(item) for item in reading.incidents]
    enriching = [enrichment_in(item, reading.kind) for item in reading.enrichments]
    places = [str(one.where) for one in reading.incidents] + [str(one.where) for one in reading.enrichments]
    total, done = len(told) + len(enriching) + len(reading.entries), 0
    for batch in _batches([*told, *enriching], BATCH_INCIDENTS):
        tally = do(ImportIncidents(incidents=tuple(batch)))
        _add(outcome, tally)
        for position in tally.missing:
            where = places[done + position]
            outcome.refused.append(
                ImportProblem(name, where, _("The incident it speaks of is not in this room; import that first."))
            )
        done += len(batch)
        step(done, total)
    for group, lines in lines_by_incident(reading.entries).items():
        incident, source = _incident_for(group, name, lines, do, into=into, outcome=outcome)
        seen: dict[str, int] = {}
        for some in _batches(lines, BATCH_LINES):
            _add(outcome, do(ImportLines(incident=incident, source=source, lines=tuple(some), seen=seen)))
            done += len(some)
            step(done, total)


def gather_problems(reading: Reading, name: str, outcome: ImportOutcome) -> None:
    outcome.flagged += [ImportProblem(name, str(item.where), item.reason) for item in reading.flagged]
    outcome.refused += [ImportProblem(name, str(item.where), item.reason) for item in reading.refused]


def incident_in(told: ImportedIncident) -> IncidentIn:
    """A read incident as a command takes it. Original texts of its times are kept."""
    originals = {"started": told.started, "detected": told.detected, "resolved": told.resolved}
    return IncidentIn(
        source=told.source_id,
        title=told.title,
        severity=told.severity,
        status=Status(told.status) if told.status else None,
        started=milliseconds(told.started),
        detected=milliseconds(told.detected),
        resolved=milliseconds(told.resolved),
        link=told.link,
        services=told.services,
        lines=tuple(
            LineIn(
                text=f"[{update.label}] {update.text}" if update.label else update.text,
                at=milliseconds(update.at),
                original_time=update.at.original,
                kind=STATUS_UPDATE,
                flags=() if update.at.utc else ("unreadable-time",),
            )
            for update in told.updates
            if update.text.strip() or update.label
        ),
        original_times={name: when.original for name, when in originals.items() if when and when.original}
        | dict(told.extra),
        flags=tuple(
            sorted({flag.problem.value for flag in told.flags} | ({"maintenance"} if told.maintenance else set()))
        ),
    )


def enrichment_in(told: IncidentEnrichment, kind: str) -> IncidentIn:
    """What a side file adds; with a title it may also be the first to tell of the incident."""
    originals: dict[str, object] = dict(told.extra)
    if told.downtime_start and told.downtime_end:
        originals["downtime"] = [told.downtime_start.original, told.downtime_end.original]
    if told.segments:
        originals["segments"] = [[start.original, end.original, status] for start, end, status in told.segments]
    return IncidentIn(
        source=told.source_id,
        title=told.title,
        severity=told.severity,
        status=Status.RESOLVED if told.title and told.downtime_end and told.downtime_end.utc else None,
        started=milliseconds(told.downtime_start),
        resolved=milliseconds(told.downtime_end),
        original_times=originals,
        flags=tuple(
            sorted({flag.problem.value for flag in told.flags} | ({"maintenance"} if told.maintenance else set()))
        ),
        must_exist=not told.title,
        is_side=True,
    )


def lines_by_incident(entries: Sequence[ImportedEntry]) -> dict[str, list[LineIn]]:
    """Rows of a table, by the incident that a column names ("" without one), in file order."""
    groups: dict[str, list[LineIn]] = {}
    for entry in entries:
        groups.setdefault(entry.incident.strip(), []).append(line_in(entry))
    return groups


def line_in(entry: ImportedEntry) -> LineIn:
    kind = _kind(entry.kind or "")
    unknown = [entry.kind] if entry.kind and kind is None else []  # a word we have no kind for stays readable
    extra = [f"{column}: {text}" for column, text in entry.extra if text.strip()]
    return LineIn(
        text="\n".join([entry.text, *unknown, *extra]),
        at=milliseconds(entry.event),
        original_time=entry.event.original if entry.event else "",
        kind=kind or Kind.INFORMATION,
        from_who=entry.from_,
        to_who=entry.to,
        channel=_channel(entry.channel),
        author=entry.author,
        services=entry.service,
        flags=tuple(sorted({flag.problem.value for flag in entry.flags})),
    )


def milliseconds(when: When | None) -> int | None:
    """A read time as milliseconds UTC."""
    if when is None or when.utc is None:
        return None
    moment: datetime = when.utc
    return int(moment.timestamp() * 1000)


KIND_WORDS = {
    "fait": Kind.FACT, "faits": Kind.FACT, "information": Kind.INFORMATION, "info": Kind.INFORMATION,
    "hypothèse": Kind.HYPOTHESIS, "hypothese": Kind.HYPOTHESIS, "décision": Kind.DECISION, "action": Kind.ORDER,
    "ordre": Kind.ORDER, "consigne": Kind.ORDER, "demande": Kind.REQUEST, "compte rendu": Kind.REPORT,
    "compte-rendu": Kind.REPORT, "relève": Kind.HANDOVER, "releve": Kind.HANDOVER,
    "preuve": Kind.EVIDENCE,
}  # fmt: skip
OURS = frozenset({Kind.AUTOMATIC, Kind.CORRECTION})  # only the room writes these


def _kind(word: str) -> Kind | None:
    """A kind we know by its word, None for a word that nobody here knows."""
    said = word.strip().casefold()
    found = KIND_WORDS.get(said) or next((kind for kind in Kind if kind.value == said), None)
    return None if found in OURS else found


CHANNEL_WORDS = {
    Channel.PHONE: ("tel", "tél", "tél.", "téléphone", "telephone", "phone", "call", "appel"),
    Channel.VIDEO: ("visio", "video", "visioconférence"),
    Channel.MAIL: ("mail", "e-mail", "email", "courriel"),
    Channel.RADIO: ("radio",),
    Channel.SMS: ("sms",),
    Channel.IN_PERSON: ("présence", "in person", "vive voix"),
    Channel.TOOL: ("outil", "tool"),
}


def _channel(word: str) -> str:
    """A channel we know, or the word as it came."""
    cleaned = word.strip()
    return next((channel for channel, words in CHANNEL_WORDS.items() if cleaned.casefold() in words), cleaned)


def _incident_for(
    group: str, name: str, lines: list[LineIn], do: Do, *, into: str | None, outcome: ImportOutcome
) -> tuple[str, str]:
    """Where lines go: the incident asked for, else one made for the title a column gives or for the file itself."""
    title = group or Path(name).stem
    if into is not None:
        return into, f"{outcome.kind}:{title}"
    # A file that grew since it was last imported keeps its name and its first line.
    first = hashlib.sha256(lines[0].text.encode()).hexdigest()[:16]
    source = f"{outcome.kind}:{title if group else f'{title} {first}'}"
    times = [line.at for line in lines if line.at is not None]
    made = IncidentIn(source=source, title=title, started=min(times, default=None))
    tally = do(ImportIncidents(incidents=(made,)))
    _add(outcome, tally)
    return tally.ids[0], source


def _add(outcome: ImportOutcome, tally: Tally) -> None:
    outcome.added.update(tally.added)
    outcome.changed.update(tally.changed)
    outcome.unchanged.update(tally.unchanged)


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
