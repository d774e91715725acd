"""How long a log of 10,000 entries takes to become PDF, HTML, CSV and JSON: prints one JSON document.

python benchmarks/export.py [ENTRIES]
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SPOKEN = """supervision nœuds répondent à nouveau base de données bascule réseau client astreinte hébergeur message
décision coupure l’équipe 62 % constaté retour latence file d’attente vidée redémarrage""".split()  # noqa: SIM905
RUNS = 3
BATCH = 500


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WARROOM_HOME"] = folder
        print(json.dumps(measured(Path(folder), entries), indent=2))


def measured(folder: Path, entries: int) -> dict[str, Any]:
    """Seconds, best and worst of RUNS, from the open room to the last byte in memory, and of a whole export on disk."""
    from tests.builders import NOON, a_room, an_incident
    from warroom.clock import zone_of
    from warroom.reports.csv_log import log_csv
    from warroom.reports.html import html_of
    from warroom.reports.json_export import incident_json
    from warroom.reports.pdf import pdf_of
    from warroom.reports.subject import Asked, gather
    from warroom.reports.timeline import log_reports

    with a_room(folder) as room:
        reference = an_incident(room).ref
        fill(room, reference, entries)
        asked = Asked(
            member="Léa", station="A", now_ms=NOON, zone=zone_of("Europe/Paris"), marking="Diffusion restreinte"
        )
        subject = gather(room.views, reference, asked)
        made: dict[str, Callable[[], int]] = {
            "csv": lambda: sum(map(len, log_csv(subject))),
            "json": lambda: sum(map(len, incident_json(subject, {}, {}))),
            "html": lambda: sum(len(piece) for document in log_reports(subject) for piece in html_of(document)),
            "pdf": lambda: sum(len(pdf_of(document)) for document in log_reports(subject)),
            "folder": lambda: len(room.export(reference, folder, kind="log").files),
        }
        results = {name: timed(make) for name, make in made.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"entries": subject.tally[0], "runs": RUNS, "cores": os.cpu_count(), **results, "peak_memory_mb": peak}


def fill(room: Any, reference: str, entries: int) -> None:
    from warroom.commands import LogEntry
    from warroom.domain.entries import Kind

    chance = random.Random(1)
    kinds = [Kind.FACT, Kind.INFORMATION, Kind.HYPOTHESIS, Kind.COMMUNICATION]
    incident = room.views.incident(reference).id
    for start in range(0, entries, BATCH):
        room.clock.advance(seconds=1800)
        commands = [
            LogEntry(
                incident=incident,
                text=" ".join(chance.choices(SPOKEN, k=chance.randint(6, 30))),
                kind=chance.choice(kinds),
                event_at=room.clock.now_ms() - chance.randint(0, 900_000),
                from_who="Supervision" if chance.random() < 0.5 else "",
                key_event=chance.random() < 0.05,
            )
            for _number in range(start, min(start + BATCH, entries))
        ]
        room.do_all(commands).result()


def timed(make: Callable[[], int]) -> dict[str, float | int]:
    seconds, size = [], 0
    for _run in range(RUNS):
        began = time.perf_counter()
        size = make()
        seconds.append(time.perf_counter() - began)
    # Typst remembers what it laid out: the first run is the one a person waits for.
    return {
        "first_s": round(seconds[0], 3),
        "best_s": round(min(seconds), 3),
        "worst_s": round(max(seconds), 3),
        "size": size,
    }


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
