"""The export folder: documents, log, machine-readable incident and attachments, hashed, signed, whole or absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

from warroom import phrases
from warroom.domain.heads import Heads
from warroom.domain.ids import RecordId
from warroom.errors import Refusal, Trouble
from warroom.identity.signing import sign_manifest
from warroom.identity.stations import StationIdentity
from warroom.reports.csv_log import log_csv
from warroom.reports.document import Document
from warroom.reports.docx import docx_of
from warroom.reports.evidence import add_proof, proof_lines, redaction_lines
from warroom.reports.folder import Progress, Step, WholeFolder
from warroom.reports.html import html_of
from warroom.reports.json_export import incident_json
from warroom.reports.manifest import MANIFEST, SIGNATURE, VERIFY, instructions, manifest_of
from warroom.reports.names import file_name, folder_name
from warroom.reports.pdf import pdf_of
from warroom.reports.redaction import PEOPLE, Redaction
from warroom.reports.review import review_report
from warroom.reports.situation import situation_report
from warroom.reports.subject import Asked, Subject, gather
from warroom.reports.timeline import log_reports
from warroom.storage.segments import Signing
from warroom.storage.views import Views
from warroom.words import _, speaking
from warroom.words import language as spoken

EVIDENCE = "evidence"
KINDS = ("situation", "log", "review", EVIDENCE)
FORMATS = ("pdf", "docx", "html", "csv", "json")
BYTES_A_DOCUMENT = 200_000  # first guesses, for the progress bar only
BYTES_AN_ENTRY = 1_500


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export: where it is, what it holds (paths inside the folder), and the journal's fingerprint in it."""

    folder: Path
    files: tuple[str, ...]
    fingerprint: str
    digest: str
    heads: Heads
    left_out: tuple[str, ...] = ()  # names of files that could not come along; VERIFY.txt says why
    withheld: tuple[str, ...] = ()  # numbers of records whose text was withheld whole
    names_left: tuple[str, ...] = ()  # numbers of records whose text names somebody, for a person to decide


@dataclass(frozen=True, slots=True)
class Job:
    """One export under way."""

    subject: Subject
    making: WholeFolder
    progress: Progress
    carried: dict[RecordId, str]
    left_out: dict[RecordId, str]
    signing: Signing
    audit: bytes  # this station's audit trail, for an evidence pack


def export(
    views: Views,
    ref: str,
    folder: Path | str,
    *,
    formats: Sequence[str] = FORMATS,
    kind: str = "situation",
    identity: StationIdentity,
    member: str,
    station: str,
    now_ms: int,
    zone: tzinfo | None,
    language: str | None = None,
    marking: str | None = None,
    redaction: Redaction | None = None,
    audit: bytes = b"",
    circle: str = "",
    step: Step = lambda done, total: None,
) -> Exported:
    """Write an export folder inside `folder`; `log.csv` and `incident.json` are always part of it (contract).

    `zone` None is this computer's; `marking` None is the usual one, "" none. `step(done, total)` counts bytes written
    and read back, and may raise to cancel. Raises Refusal for an unknown incident, kind or format, Trouble when the
    medium fails; nothing is then left under the report's name. `circle` names the one whose content `views` show.
    """
    # Even without a wish of its own, a report keeps to one language while the screen is switched to another.
    with speaking(language or spoken()), views.unmoving():
        _known(kind, formats)
        said = _("Restricted distribution") if marking is None else marking
        if circle:
            said = " · ".join(part for part in (said, _("RESTRICTED: {circle}").format(circle=circle)) if part)
        subject = gather(
            views, ref, Asked(member=member, station=station, now_ms=now_ms, zone=zone, marking=said), redaction
        )
        progress = Progress(step, _guess(subject, formats))
        progress.tell()
        stamp = f"{phrases.local(now_ms, UTC):%Y%m%dT%H%M%SZ}"
        with WholeFolder(Path(folder), folder_name(subject.incident.number, stamp), progress) as making:
            job = Job(subject, making, progress, {}, {}, Signing(identity.station_id.hex(), identity.sign), audit)
            _write(job, kind=kind, formats=formats, identity=identity)
        progress.finish()
        names = {file.id: file.name for file in subject.attachments}
        return Exported(
            folder=making.final,
            files=tuple(sorted(making.hashes)),
            fingerprint=subject.fingerprint,
            digest=subject.digest,
            heads=subject.heads,
            left_out=tuple(names[record] for record in job.left_out),
            withheld=tuple(sorted(subject.redactor.withheld.values())) if subject.redactor else (),
            names_left=tuple(sorted(subject.redactor.named.values())) if subject.redactor else (),
        )


def _known(kind: str, formats: Sequence[str]) -> None:
    safe = _("Nothing was written.")
    if kind not in KINDS:
        raise Refusal(
            "report-unknown",
            _("There is no report “{name}” yet.").format(name=kind),
            safe=safe,
            todo=_("Choose among: {names}.").format(names=", ".join(KINDS)),
        )
    for name in formats:
        if name not in FORMATS:
            raise Refusal(
                "format-unknown",
                _("Reports cannot be written as {name} yet.").format(name=name),
                safe=safe,
                todo=_("Choose among: {names}.").format(names=", ".join(FORMATS)),
            )


def _guess(subject: Subject, formats: Sequence[str]) -> int:
    documents = BYTES_A_DOCUMENT + BYTES_AN_ENTRY * subject.tally[0]
    return sum(file.size for file in subject.attachments) + documents * max(1, len(formats))


def _write(job: Job, *, kind: str, formats: Sequence[str], identity: StationIdentity) -> None:
    """Attachments first: the documents say which of them came along."""
    subject, making = job.subject, job.making
    _write_attachments(job)
    if "pdf" in formats:
        for document in documents(subject, kind):
            job.progress.tell()  # a chance to cancel before each long piece of work
            making.add(f"{document.name}.pdf", [pdf_of(document)])
    if "docx" in formats:
        for document in documents(subject, kind):
            making.add(f"{document.name}.docx", [docx_of(document, ask=job.progress.tell)])
    if "html" in formats:
        for document in documents(subject, kind):
            making.add(f"{document.name}.html", html_of(document))
    making.add("log.csv", log_csv(subject))
    making.add("incident.json", incident_json(subject, job.carried, job.left_out))
    proof = proof_lines(subject, add_proof(subject, making, job.signing, audit=job.audit)) if kind == EVIDENCE else ()
    redacted = redaction_lines(subject, subject.redactor) if subject.redactor else ()
    station_id = identity.station_id.hex()
    said = instructions(subject, station_id=station_id, left_out=job.left_out, proof=proof, redaction=redacted)
    making.add(VERIFY, [said])
    manifest = manifest_of(making.hashes)
    making.add(MANIFEST, [manifest])
    making.add(SIGNATURE, [sign_manifest(identity, manifest).encode()])


def documents(subject: Subject, kind: str) -> Iterator[Document]:
    """The documents of a kind of report; a long log comes in volumes. Logs are streams: ask anew for each format."""
    made: dict[str, Callable[[Subject], Document]] = {"situation": situation_report, "review": review_report}
    if kind in made:
        yield made[kind](subject)
    else:
        yield from log_reports(subject)


def _write_attachments(job: Job) -> None:
    """A file that is damaged, restricted or not received yet is left out and named; it stops nothing."""
    for number, file in enumerate(job.subject.attachments, 1):
        path = f"attachments/{file_name(number, file.name)}"
        redactor = job.subject.redactor
        if redactor and (PEOPLE in redactor.chosen.what or file.parent in redactor.withheld):
            belongs = file.parent in redactor.withheld
            job.left_out[file.id] = (
                _("its record is withheld") if belongs else _("nobody looked for names in its content")
            )
            continue
        if file.awaited:
            job.left_out[file.id] = _("not received yet from the station that holds it")
            continue
        try:
            job.making.add(path, job.subject.views.attachment_bytes(file.id))
            job.carried[file.id] = path
        except (Refusal, Trouble) as error:
            if not error.code.startswith("attachment-"):
                raise
            job.making.drop(path)
            job.left_out[file.id] = error.message
