"""The page as one folder: whole or absent, read back, never over another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from warroom.domain.status_page import LANGUAGES, Page
from warroom.reports.folder import Progress, Step, WholeFolder
from warroom.reports.manifest import MANIFEST, manifest_of
from warroom.reports.status_page.data import status_json
from warroom.reports.status_page.feed import atom_feed
from warroom.reports.status_page.html import STYLE, html_page, style_sheet


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A folder that was written, and the SHA-256 of its files."""

    folder: Path
    hashes: Mapping[str, str]


def files_of(page: Page, *, first: str, zone: tzinfo) -> dict[str, bytes]:
    """Every file of the page by its name; `index.html` is the page in the language `first`."""
    files = {f"{language}.html": html_page(page, language, zone) for language in LANGUAGES}
    files["index.html"] = files[f"{first if first in LANGUAGES else LANGUAGES[0]}.html"]
    files |= {f"atom-{language}.xml": atom_feed(page, language) for language in LANGUAGES}
    return {**files, "status.json": status_json(page), STYLE: style_sheet()}


def write_page(
    page: Page, parent: Path, *, first: str, zone: tzinfo, step: Step = lambda done, total: None
) -> WrittenPage:
    """Write it into a new folder there. Raises Trouble; `step` may raise to cancel, nothing is left then."""
    files = files_of(page, first=first, zone=zone)
    utc = datetime.fromtimestamp(page.generated_at / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    name = free_name(parent, f"status-page-{'exercise-' if page.exercise else ''}{utc}")
    progress = Progress(step, sum(len(body) for body in files.values()))
    with WholeFolder(parent, name, progress) as folder:
        for path, body in sorted(files.items()):
            folder.add(path, (body,))
        hashes = dict(folder.hashes)
        folder.add(MANIFEST, (manifest_of(hashes),))
        progress.finish()
    return WrittenPage(folder.final, hashes)


def free_name(parent: Path, name: str) -> str:
    """This name, or with a number behind it where it is taken."""
    tries = (name if n == 1 else f"{name}-{n}" for n in range(1, 1_000))
    return next(each for each in tries if not (parent / each).exists())
