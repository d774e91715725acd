"""A published version as a folder on a stick: each language and format, hashed, signed, whole or absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from warroom import phrases
from warroom.commands.rex_words import reader_word
from warroom.domain.rex import Reader
from warroom.errors import Refusal
from warroom.identity.signing import sign_manifest
from warroom.identity.stations import StationIdentity
from warroom.reports.document import Document
from warroom.reports.docx import docx_of
from warroom.reports.folder import Progress, Step, WholeFolder
from warroom.reports.html import html_of
from warroom.reports.manifest import MANIFEST, SIGNATURE, VERIFY, how_to_check, manifest_of
from warroom.reports.names import folder_name
from warroom.reports.pdf import pdf_of
from warroom.reports.readers.version import Version
from warroom.words import _, speaking

FORMATS = ("pdf", "docx", "html")
BYTES_A_FILE = 250_000  # a first guess, for the progress bar only


@dataclass(frozen=True, slots=True)
class Published:
    """Where a version is, and what it holds: names and SHA-256."""

    folder: Path
    files: Mapping[str, str]
    reader: Reader
    number: int
    left_out: int


def known_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """The formats asked for, each once. Raises Refusal for none and for one that is not written."""
    wanted = tuple(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise Refusal(
            "format-unknown",
            _("A review is not written as {name}.").format(name=", ".join(unknown))
            if unknown
            else _("No format was chosen."),
            safe=_("Nothing was written."),
            todo=_("Choose among: {names}.").format(names=", ".join(FORMATS)),
        )
    return wanted


def write_published(
    versions: Mapping[str, Version],
    parent: Path,
    *,
    formats: Sequence[str],
    identity: StationIdentity,
    station: str,
    now_ms: int,
    noted: Callable[[Mapping[str, str]], None],
    step: Step = lambda done, total: None,
) -> Published:
    """Write one folder in `parent` with the version of each language (language → version).

    `noted` gets names and hashes when everything lies on the medium and nothing shows its name yet: what it raises
    leaves nothing behind. Raises Trouble when the medium fails.
    """
    first = next(iter(versions.values()))
    progress = Progress(step, BYTES_A_FILE * len(versions) * len(formats))
    stamp = f"{phrases.local(now_ms, UTC):%Y%m%dT%H%M%SZ}"
    name = folder_name(f"{first.rex.number}-{first.reader.value}-v{first.number}", stamp)
    with WholeFolder(parent, name, progress) as making:
        for language, version in versions.items():
            stem = version.document.name if len(versions) == 1 else f"{version.document.name}-{language}"
            with speaking(language):
                for form in formats:
                    progress.tell()
                    making.add(f"{stem}.{form}", _pieces(version, form, progress.tell))
        making.add(VERIFY, [_verify(first, identity, station)])
        files = dict(making.hashes)
        manifest = manifest_of(files)
        making.add(MANIFEST, [manifest])
        making.add(SIGNATURE, [sign_manifest(identity, manifest).encode()])
        noted(files)
    progress.finish()
    return Published(making.final, files, first.reader, first.number, len(first.left_out))


def file_of(document: Document, form: str, ask: Callable[[], None] = lambda: None) -> bytes:
    """One document as a file: pdf, docx or html."""
    if form == "pdf":
        return pdf_of(document, ask=ask)
    return docx_of(document, ask=ask) if form == "docx" else b"".join(html_of(document))


def _pieces(version: Version, form: str, ask: Callable[[], None]) -> Iterator[bytes]:
    document = version.document
    if form == "html":
        yield from html_of(document)
    elif form == "pdf":
        yield pdf_of(document, ask=ask)
    else:
        # Only what is read inside comes back with remarks; what leaves says nothing of where it was made.
        yield docx_of(document, origin=None if version.reader.leaves else version.origin, ask=ask)


def _verify(version: Version, identity: StationIdentity, station: str) -> bytes:
    """VERIFY.txt: how to check this folder without Warroom."""
    said = [
        _("How to check this folder without Warroom"),
        "",
        _("Review {number}, version {n}: {reader}").format(
            number=version.rex.number, n=version.number, reader=reader_word(version.reader)
        ),
        _("Digest of the review (SHA-256): {digest}").format(digest=version.facts.digest),
        _("Signing station: {letter}, identity {id}").format(letter=station, id=identity.station_id.hex()),
        "",
        *how_to_check(),
    ]
    return ("\n".join(said) + "\n").encode()
