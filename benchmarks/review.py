"""How long the review of an incident of 10,000 entries takes for each reader and format: prints one JSON document.

python benchmarks/review.py [ENTRIES]
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RUNS = 3


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WARROOM_HOME"] = folder
        print(json.dumps(measured(Path(folder), entries), indent=2))


def measured(folder: Path, entries: int) -> dict[str, Any]:
    """Seconds of RUNS, from the open room to the last byte in memory, and of a whole publication on disk."""
    from benchmarks.export import fill, timed
    from tests.warroom.rex.full_review import a_full_review
    from warroom.domain.rex import Reader
    from warroom.formats.docx_comments import read_edited
    from warroom.reports.docx import docx_of
    from warroom.reports.html import html_of
    from warroom.reports.pdf import pdf_of

    room, rex = a_full_review(folder)
    with room:
        incident = room.views.rexes()[0].incident
        fill(room, room.views.incident(incident).number, entries)
        made = {reader: room.reviews.look(rex, reader) for reader in Reader}
        whole = made[Reader.INTERNAL]
        origin = whole.origin
        asked: dict[str, Callable[[], int]] = {
            "look": lambda: len(room.reviews.look(rex, Reader.INTERNAL).document.sections),
            "pdf": lambda: len(pdf_of(room.reviews.look(rex, Reader.INTERNAL).document)),
            "docx": lambda: len(docx_of(room.reviews.look(rex, Reader.INTERNAL).document, origin=origin)),
            "html": lambda: sum(map(len, html_of(room.reviews.look(rex, Reader.INTERNAL).document))),
            "executive": lambda: len(pdf_of(room.reviews.look(rex, Reader.EXECUTIVE).document)),
            "public": lambda: len(pdf_of(room.reviews.look(rex, Reader.PUBLIC).document)),
            "left_out": lambda: len(pdf_of(made[Reader.PUBLIC].page)),
            "publish": lambda: len(room.reviews.publish(rex, Reader.INTERNAL, folder, formats=("pdf",)).files),
        }
        results: dict[str, Any] = {name: timed(make) for name, make in asked.items()}
        copy = docx_of(whole.document, origin=origin)
        began = time.perf_counter()
        read_edited(copy)
        results["read_copy_s"] = round(time.perf_counter() - began, 3)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"entries": entries, "runs": RUNS, "cores": os.cpu_count(), **results, "peak_memory_mb": peak}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
