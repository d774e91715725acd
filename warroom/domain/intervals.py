"""How sure a figure of few incidents is: intervals of 95 %, and whether anything moved; nothing is said of too few.

The share’s interval is Wilson’s score interval (E. B. Wilson, 1927), which holds for few cases and near 0 and 100 %.
The median’s is exact and made of order statistics: it assumes nothing of how durations are spread. Whether something
moved is judged by Mann’s and Kendall’s test with its correction for ties. All are computed and none is drawn by lot:
two stations say the same.
"""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Sequence

Z = 1.959964  # 95 %, both sides
CONFIDENCE = 0.95
FEWEST_OF_A_MEDIAN = 6  # below this even the least and the greatest value hold it less than 95 times in 100
FEWEST_OF_A_TREND = 8


class Moved(enum.StrEnum):
    """Which way values go as time does."""

    TOO_FEW = "too_few"
    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"  # it may be chance


def share_within(part: int, whole: int) -> tuple[float, float] | None:
    """Between which shares (0 to 1) the true one lies with 95 % confidence; None of nothing."""
    if whole <= 0:
        return None
    share, spread = part / whole, Z * Z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return (max(0.0, middle - half), min(1.0, middle + half))


def median_within(values: Sequence[float]) -> tuple[float, float] | None:
    """Between which of these values the true median lies with at least 95 % confidence; None of too few."""
    found = sorted(values)
    n = len(found)
    if n < FEWEST_OF_A_MEDIAN:
        return None
    below, chance = 0, math.ldexp(1.0, -n)  # values that may be left out at each end, and what that risks at one end
    total = chance
    while total + (chance := chance * (n - below) / (below + 1)) <= (1 - CONFIDENCE) / 2:
        total += chance
        below += 1
    return found[below], found[n - 1 - below]


def moved(values: Sequence[float]) -> Moved:
    """Which way values go, in the order of time; 95 % sure or not said."""
    n = len(values)
    if n < FEWEST_OF_A_TREND:
        return Moved.TOO_FEW
    score = sum((later > one) - (later < one) for at, one in enumerate(values) for later in values[at + 1 :])
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance <= 0 or score == 0:
        return Moved.UNCLEAR
    z = (score - math.copysign(1, score)) / math.sqrt(variance)
    if abs(z) < Z:
        return Moved.UNCLEAR
    return Moved.UP if z > 0 else Moved.DOWN
