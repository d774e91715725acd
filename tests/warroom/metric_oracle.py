"""What the histories of GitHub and of cState say of how long things took, computed without any of the product's code.

GitHub tells `started_at` and `resolved_at` in JSON lines; cState `date` and `resolvedWhen` in front matter. The median
and the 90th percentile are numpy's.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

FRONT = re.compile(r"^---\s*\n(.*?)\n---", re.DOTALL)
PAIR = re.compile(r"^(\w+):[ \t]*(.*)$", re.MULTILINE)
WHEN = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d?\d:\d\d:\d\d)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?$")


@dataclass(frozen=True)
class Told:
    """One incident of a history: seconds since 1970, None where nothing is said that one can read."""

    source: str
    began: float | None
    ended: float | None
    maintenance: bool

    @property
    def took_ms(self) -> int | None:
        """None for what never ended, or ended before it began."""
        if self.began is None or self.ended is None or self.ended < self.began:
            return None
        return round((self.ended - self.began) * 1000)


def github(path: Path) -> list[Told]:
    """Every line of the JSON lines; where none says when it began or ended, the window of the downtime does."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        found.append(
            Told(told["id"], _iso(told["started_at"]), _iso(told["resolved_at"]), told["impact"] == "maintenance")
        )
    return found


def cstate(paths: list[Path]) -> list[Told]:
    found = []
    for path in paths:
        front = FRONT.match(path.read_text("utf-8").lstrip("\ufeff"))
        if front is None:
            continue
        said = {name.lower(): value.strip().strip("\"'") for name, value in PAIR.findall(front.group(1))}
        is_over = said.get("resolved", "").lower() == "true"
        found.append(
            Told(
                path.stem,
                _iso(said.get("date")),
                _iso(said.get("resolvedwhen")) if is_over else None,
                said.get("section", "").lower() == "maintenance",
            )
        )
    return found


def spread(found: list[int]) -> tuple[int, int]:
    """The median, rounded down to a millisecond, and the 90th percentile by nearest rank."""
    return int(np.floor(np.median(found))), int(np.percentile(found, 90, method="inverted_cdf"))


def _iso(said: str | None) -> float | None:
    match = WHEN.match((said or "").strip())
    if match is None:
        return None
    day, hour, zone = match.groups()
    offset = "+00:00" if zone in (None, "Z") else zone
    return datetime.fromisoformat(f"{day}T{hour:0>8}{offset}").astimezone(UTC).timestamp()
