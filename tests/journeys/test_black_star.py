"""Étoile Noire, a control plane lost for two hours (doctrine §9.5), played with clock control: every clock is checked.

It is played in the night in which Paris goes back to winter time: 25 October 2026, 03:00 CEST is 02:00 CET. What each
clock must show was worked out by hand, in UTC, and stands beside the minute at which it is read.
"""

from __future__ import annotations

from pathlib import Path

from tests.journeys.black_star import Played, days, said_of
from warroom.domain.clocks import ClockState
from warroom.domain.incidents import Mode

R, A, L, D, DL = (
    ClockState.RUNNING, ClockState.AMBER, ClockState.LATE, ClockState.DONE, ClockState.DONE_LATE,
)  # fmt: skip
WAITING = (None, ClockState.WAITING)
TO_QUALIFY = dict.fromkeys(("NIS2", "DORA", "GDPR"), (None, ClockState.TO_QUALIFY))

# Minute → clock → when it is due (day and time, UTC) and how it stands. By hand:
# impact on the API 23:31, RTO 120 min: 01:31. Cell at N3 at 23:32: first message 15 min later, 23:47; each next one
# 30 min after the last went out. Decide before: 01:31 − 20 min failover − 15 min margin = 00:56. Points as fixed by the
# cell; one that is under way has 15 min. A clock of ours turns amber 10 min before, one with a length when a quarter of
# it is left: of the RTO 30 min before, at 01:01; of 24 h 6 h before; of 72 h 18 h before; of 4 h an hour before.
BY_HAND: dict[float, dict[str, tuple[str | None, ClockState]]] = {
    2.5: {
        "update": ("24 23:47", R),
        "point": ("25 00:00", R),
        **TO_QUALIFY,
        "rto": ("25 01:31", R),
    },
    10: {
        "update": ("24 23:47", A),
        "point": ("25 00:00", R),
        "timebox A-H01": ("24 23:48", A),
        "rto": ("25 01:31", R),
        **TO_QUALIFY,
    },
    17: {  # 23:47: the very instant is still in time
        "update": ("24 23:47", A),
        "timebox A-H01": ("24 23:48", A),
        "point": ("25 00:00", R),
        "rto": ("25 01:31", R),
        "NIS2-EW": ("25 23:42", R),  # aware 23:42, 24 h
        "NIS2-IN": ("27 23:42", R),  # 72 h
        "NIS2-FR": WAITING,
        "DORA-INI": ("25 23:42", ClockState.WAITING),  # its cap runs already
        "GDPR": (None, ClockState.TO_QUALIFY),
        "DORA-INT": WAITING,
        "DORA-FIN": WAITING,
    },
    19: {
        "update": ("24 23:47", L),
        "timebox A-H01": ("24 23:48", L),
        "point": ("25 00:00", R),
        "rto": ("25 01:31", R),
        "NIS2-EW": ("25 23:42", R),
        "NIS2-IN": ("27 23:42", R),
        "NIS2-FR": WAITING,
        "DORA-INI": ("25 23:42", ClockState.WAITING),  # its cap runs already
        "GDPR": (None, ClockState.TO_QUALIFY),
        "DORA-INT": WAITING,
        "DORA-FIN": WAITING,
    },
    31: {
        "point": ("25 00:15", R),  # under way since 00:00
        "update": ("25 00:22", R),  # sent 23:52, 30 min
        "decision A-D001": ("25 00:56", R),
        "rto": ("25 01:31", R),
        "NIS2-EW": ("25 23:42", R),
        "NIS2-IN": ("27 23:42", R),
        "NIS2-FR": WAITING,
        "DORA-INI": ("25 23:42", ClockState.WAITING),  # its cap runs already
        "GDPR": (None, ClockState.TO_QUALIFY),
        "DORA-INT": WAITING,
        "DORA-FIN": WAITING,
    },
    55: {
        "point": ("25 00:30", A),
        "update": ("25 00:50", R),  # sent 00:20
        "decision A-D001": ("25 00:56", R),
        "rto": ("25 01:31", R),
        "DORA-INI": ("25 04:15", R),  # classified 00:15, 4 h; the cap, aware and 24 h, is later
        "NIS2-EW": ("25 23:42", R),
        "NIS2-IN": ("27 23:42", R),
        "NIS2-FR": WAITING,
        "GDPR": (None, ClockState.TO_QUALIFY),
        "DORA-INT": WAITING,
        "DORA-FIN": WAITING,
    },
    78: {
        "update": ("25 00:50", A),
        "decision A-D001": ("25 00:56", A),
        "point": ("25 01:00", R),  # 03:00 CEST, which is 02:00 CET: the hour that comes twice begins
        "rto": ("25 01:31", R),
        "DORA-INI": ("25 04:15", R),
        "NIS2-EW": ("25 23:42", R),
        "NIS2-IN": ("27 23:42", R),
        "GDPR-33": ("28 00:40", R),  # aware of it 00:40, 72 h
        "NIS2-FR": WAITING,
        "DORA-INT": WAITING,
        "DORA-FIN": WAITING,
    },
    96: {
        "action A-A001": ("25 01:15", A),
        "point": ("25 01:15", A),  # under way since 01:00
        "update": ("25 01:20", R),  # sent 00:50
        "review A-D001": ("25 01:20", R),
        "rto": ("25 01:31", A),  # less than a quarter is left
        "DORA-INI": ("25 04:15", R),
        "NIS2-EW": ("25 23:42", R),
        "NIS2-IN": ("27 23:42", R),
        "GDPR-33": ("28 00:40", R),
        "NIS2-FR": WAITING,
        "DORA-INT": WAITING,
        "DORA-FIN": WAITING,
    },
    105: {
        "action A-A001": ("25 01:15", A),
        "update": ("25 01:20", A),
        "review A-D001": ("25 01:20", A),
        "point": ("25 01:30", R),
        "rto": ("25 01:31", A),
        "NIS2-EW": ("25 23:42", D),  # sent 01:12
        "DORA-INI": ("25 04:15", D),  # sent 01:10
        "NIS2-IN": ("27 23:42", R),
        "GDPR-33": ("28 00:40", R),
        "DORA-INT": ("28 01:10", R),  # 72 h after the initial one was sent
        "NIS2-FR": WAITING,
        "DORA-FIN": WAITING,
    },
    121: {
        "NIS2-EW": ("25 23:42", D),
        "DORA-INI": ("25 04:15", D),
        "NIS2-IN": ("27 23:42", R),
        "GDPR-33": ("28 00:40", R),
        "DORA-INT": ("28 01:10", R),
        "NIS2-FR": WAITING,
        "DORA-FIN": WAITING,
    },
    # Clock control: the days after, in three jumps. 27 October 08:00 is less than 18 h before the 72 h are over.
    days(27, "08:00"): {
        "NIS2-EW": ("25 23:42", D),
        "DORA-INI": ("25 04:15", D),
        "NIS2-IN": ("27 23:42", A),
        "GDPR-33": ("28 00:40", A),
        "DORA-INT": ("28 01:10", A),
        "NIS2-FR": WAITING,
        "DORA-FIN": WAITING,
    },
    days(28, "00:45"): {
        "NIS2-EW": ("25 23:42", D),
        "DORA-INI": ("25 04:15", D),
        "NIS2-IN": ("27 23:42", D),  # sent 27 October 22:30
        "GDPR-33": ("28 00:40", L),
        "DORA-INT": ("28 01:10", D),  # sent 28 October 00:30
        "NIS2-FR": ("27/11 22:30", R),  # a month later at 23:30 in Paris, which is in winter time on both days
        "DORA-FIN": ("28/11 00:30", R),
    },
    days(28, "02:00"): {
        "NIS2-EW": ("25 23:42", D),
        "DORA-INI": ("25 04:15", D),
        "NIS2-IN": ("27 23:42", D),
        "GDPR-33": ("28 00:40", DL),  # sent 01:30, with its reasons
        "DORA-INT": ("28 01:10", D),
        "NIS2-FR": ("27/11 22:30", R),
        "DORA-FIN": ("28/11 00:30", R),
    },
}


def test_that_every_clock_of_a_played_crisis_is_what_a_hand_calculation_says(tmp_path: Path) -> None:
    played = Played(tmp_path)
    with played.room:
        for minute, expected in BY_HAND.items():
            played.until(minute)
            assert played.shown() == expected, f"T+{minute}"
        assert played.room.verify() == []


def test_that_whatever_is_late_calls_until_it_is_done_or_somebody_sits_there(tmp_path: Path) -> None:
    # Nobody held communication when the cell sat down at 23:32: it may stand vacant for 10 min, to 23:42.
    vacant = ("function", "COM", "late")
    by_hand: dict[float, set[tuple[str, str, str]]] = {
        11: set(),
        12: {vacant},
        17: {vacant},
        18: {vacant, ("update", "First message: Customers", "late")},
        31: {vacant},
        76: {vacant, ("decision", "Basculer l’API vers Roubaix ?", "amber")},
        100: {vacant, ("rto", "RTO: API", "amber")},
        121: set(),
        days(28, "00:45"): {("legal", "GDPR notification to the authority (72 h)", "late")},
    }
    played = Played(tmp_path)
    with played.room:
        for minute, expected in by_hand.items():
            played.until(minute)
            assert {said_of(alarm) for alarm in played.room.views.alarms(mode=Mode.EXERCISE)} == expected, f"T+{minute}"
