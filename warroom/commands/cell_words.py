"""The words of a crisis cell: its levels, functions, objectives and criteria (doctrine §2)."""

from __future__ import annotations

from warroom.domain.cells import CADENCE_MIN, FIRST_MESSAGE_MIN, CellState, Criterion, Level, ObjectiveState, Seat
from warroom.words import _, pgettext


def level_code(level: int) -> str:
    """`N3`, as the field writes it."""
    return f"N{level}" if level else "—"


def level_word(level: int) -> str:
    """What a level means, in a word or two."""
    said = {
        Level.N1: pgettext("level", "incident"),
        Level.N2: pgettext("level", "major incident"),
        Level.N3: pgettext("level", "crisis"),
        Level.N4: pgettext("level", "major crisis"),
    }
    return said.get(Level(level), "") if level in set(Level) else ""


def level_said(level: int) -> str:
    """`N3 · crisis`."""
    return f"{level_code(level)} · {level_word(level)}" if level_word(level) else level_code(level)


def level_criteria(level: Level) -> str:
    """When a cell sits at this level: any of these is enough (doctrine §2.2)."""
    return {
        Level.N1: _("Fewer than 5% of users, or there is a way around."),
        Level.N2: _("5 to 30% of users, a critical function degraded, or more than half of the RTO used up."),
        Level.N3: _(
            "More than 30% of users or a critical function down; safety or health; data lost; RTO at risk; "
            "a regulator’s clock running; national media."
        ),
        Level.N4: _("Several sites or countries, the MTPD at risk, or a vital service."),
    }[level]


def level_brings(level: Level) -> str:
    """What a level brings along: who sits, how often, and the first message (doctrine §2.2)."""
    sits = {
        Level.N1: _("No cell is needed; a small one may sit."),
        Level.N2: _("Operational cell."),
        Level.N3: _("Operational and decision cells."),
        Level.N4: _("Both cells, the executive board, the authorities."),
    }[level]
    said = [sits, _("A point every {n} min.").format(n=CADENCE_MIN[level])]
    if level in FIRST_MESSAGE_MIN:
        said.append(_("First external message within {n} min.").format(n=FIRST_MESSAGE_MIN[level]))
    return " ".join(said)


def cell_state_word(state: CellState) -> str:
    return {CellState.ACTIVE: pgettext("cell", "active"), CellState.STOOD_DOWN: pgettext("cell", "stood down")}[state]


def objective_word(state: ObjectiveState) -> str:
    return {
        ObjectiveState.OPEN: pgettext("objective", "open"),
        ObjectiveState.REACHED: pgettext("objective", "reached"),
        ObjectiveState.DROPPED: pgettext("objective", "dropped"),
    }[state]


def seat_word(code: str, label: str = "") -> str:
    """A function by its name: the one given to it in this room, else that of the doctrine, else its code."""
    if label:
        return label
    said = {
        Seat.DIR: _("Crisis director"),
        Seat.COORD: _("Coordinator"),
        Seat.ADJ: _("Deputy coordinator"),
        Seat.MC: _("Scribe"),
        Seat.SIT: pgettext("function", "Situation"),
        Seat.ANT: pgettext("function", "Anticipation"),
        Seat.TECH: _("Technical lead"),
        Seat.SME: _("Domain expert"),
        Seat.SSI: _("Security lead"),
        Seat.COM: pgettext("function", "Communication"),
        Seat.LCLI: _("Customer liaison"),
        Seat.LINT: _("Internal liaison"),
        Seat.JUR: _("Legal and compliance"),
        Seat.MET: _("Business lead"),
        Seat.LOG: _("Logistics"),
        Seat.RH: _("People and support"),
        Seat.FOU: _("Vendors"),
        Seat.FIN: _("Finance and insurance"),
        Seat.PP: _("Spokesperson"),
        Seat.CDS: _("Room manager"),
    }
    return said.get(Seat(code), code) if code in set(Seat) else code


def criterion_word(criterion: Criterion) -> str:
    """What is looked at before a cell stands down (doctrine §8, P14)."""
    return {
        Criterion.STABLE: _("Service stable for as long as was agreed"),
        Criterion.BACKLOG: _("Backlog worked off"),
        Criterion.DATA: _("Data reconciled"),
        Criterion.SECURITY: _("Security restored to its usual state"),
        Criterion.ACCESSES: _("Emergency accesses revoked"),
        Criterion.COMMUNICATION: _("Communication closed, inside and outside"),
        Criterion.CLOCKS: _("Running clocks handed to an owner"),
        Criterion.REVIEW: _("Review after the crisis dated"),
    }[criterion]


def criterion_said(text: object) -> str:
    """A criterion of the doctrine in the language spoken now, any other as it was typed."""
    known = str(text or "")
    return criterion_word(Criterion(known)) if known in set(Criterion) else known


def cell_fields() -> dict[tuple[str, str], str]:
    """What the fields of a cell's records are called on screen."""
    return {
        ("crisis_cell", "level"): _("Level of the cell"),
        ("crisis_cell", "state"): pgettext("field", "State of the cell"),
        ("crisis_cell", "intent"): _("Director’s intent"),
        ("crisis_cell", "decider"): _("Activated by"),
        ("crisis_cell", "how"): _("How it came"),
        ("crisis_cell", "cadence_min"): _("Minutes between points"),
        ("crisis_cell", "stood_down_by"): _("Stood down by"),
        ("crisis_cell", "stand_down_reason"): _("Why it stood down"),
        ("crisis_cell", "criteria"): _("Criteria of the stand-down"),
        ("crisis_cell", "remains"): _("What remains"),
        ("objective", "text"): _("Objective"),
        ("objective", "period_until"): _("To be reached by"),
        ("objective", "state"): pgettext("field", "State of the objective"),
        ("objective", "remark"): _("Remark"),
        ("function", "holder"): _("Holder"),
        ("function", "deputy"): _("Deputy"),
        ("function", "relief"): _("Relief"),
        ("function", "relief_at"): _("Relieved at"),
        ("function", "phone"): _("Telephone"),
        ("function", "label"): _("Name of the function"),
        ("function", "alarm_min"): _("Minutes it may stand vacant"),
        ("freeze", "scope"): _("What is frozen"),
        ("freeze", "by"): _("Frozen by"),
        ("freeze_exception", "text"): _("What is allowed"),
        ("freeze_exception", "approver"): _("Allowed by"),
        ("freeze_exception", "until_at"): _("Allowed until"),
    }
