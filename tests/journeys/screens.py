"""The screens there are: every page and dialog of a room in the middle of a crisis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.builders import NOON, a_room, an_action, an_entry
from tests.journeys.rhythm import with_its_rhythm
from tests.journeys.screens_of_clocks import clock_dialogs, under_law
from tests.journeys.screens_of_field import field_dialogs, in_the_field
from tests.journeys.screens_of_incoming import INCOMING, incoming_dialogs, open_incoming, with_incoming
from tests.journeys.screens_of_laptop import proof_dialogs, with_proofs
from tests.journeys.screens_of_learning import LEARNING, learning_dialogs, open_learning, with_learning
from tests.journeys.screens_of_messages import PAGES as MESSAGES
from tests.journeys.screens_of_messages import message_dialogs, open_messages, with_messages
from tests.journeys.screens_of_mobilisation import mobilisation_dialogs, open_mobilisation, with_a_mobilisation
from tests.journeys.screens_of_oncall import on_call_dialogs, with_on_call
from tests.journeys.screens_of_outbox import OUTBOX, open_outbox, outbox_dialogs, with_outbox
from tests.journeys.screens_of_press import press_dialogs, with_press
from tests.journeys.screens_of_publicity import publicity_dialogs
from tests.journeys.screens_of_relief import relief_dialogs, with_relief
from tests.journeys.screens_of_roster import open_roster, roster_dialogs, with_roster
from tests.journeys.screens_of_seats import open_seats, seat_dialogs, with_seats
from tests.journeys.screens_of_team import SKILLS, open_skills, skill_dialogs, with_skills
from tests.journeys.screens_of_templates import TEMPLATES, open_templates, template_dialogs, with_templates
from tests.journeys.screens_of_ways import ways_dialogs
from tests.ui.crisis import Crisis, a_crisis
from tests.ui.outlook import looks_ahead
from ui.app import Program
from ui.dialogs.about import AboutDialog
from ui.dialogs.action import ActionDialog, MoveActionDialog
from ui.dialogs.add_person import AddPersonDialog
from ui.dialogs.can import CanDialog
from ui.dialogs.cell import ActivateDialog, CoverDialog, IntentDialog, LevelDialog, ObjectiveDialog
from ui.dialogs.cell_freeze import ExceptionDialog, FreezeDialog, LiftDialog
from ui.dialogs.cell_function import FunctionDialog
from ui.dialogs.change_key import ChangeKeyDialog
from ui.dialogs.circle import AddToCircleDialog, ChooseCircleDialog, MakeCircleDialog, RemoveFromCircleDialog
from ui.dialogs.correct_entry import CorrectEntryDialog
from ui.dialogs.decide import DecideDialog
from ui.dialogs.decision_details import DecisionDialog
from ui.dialogs.decision_request import RequestDialog
from ui.dialogs.declare import DeclareDialog
from ui.dialogs.delegation_reason import DelegationReasonDialog
from ui.dialogs.describe import DescribeDialog
from ui.dialogs.due import DueDialog
from ui.dialogs.entry_details import EntryDetailsDialog
from ui.dialogs.erase import EraseFileDialog, ErasePersonDialog, LeftDialog
from ui.dialogs.evidence import EvidenceDialog
from ui.dialogs.export_report import ExportDialog
from ui.dialogs.fire import FireDialog
from ui.dialogs.hypothesis import HypothesisDialog
from ui.dialogs.hypothesis_details import HypothesisDetails
from ui.dialogs.hypothesis_move import MoveHypothesisDialog
from ui.dialogs.import_file import ImportDialog
from ui.dialogs.keys import KeysDialog
from ui.dialogs.mark_reason import refute_dialog
from ui.dialogs.milestone import MilestoneDialog
from ui.dialogs.mirror import MirrorDialog
from ui.dialogs.new_room import NewRoomDialog
from ui.dialogs.open_room import OpenRoomDialog
from ui.dialogs.open_wall import OpenWallDialog
from ui.dialogs.passphrase import PassphraseDialog, Purpose
from ui.dialogs.pin import PinDialog
from ui.dialogs.place import PlaceDialog
from ui.dialogs.plan_point import PlanPointDialog
from ui.dialogs.recovery_sheet import RecoverySheetDialog
from ui.dialogs.review_delegation import ReviewDelegationDialog
from ui.dialogs.revoke_station import RevokeStationDialog
from ui.dialogs.roles import RolesDialog
from ui.dialogs.scenario import ScenarioDialog
from ui.dialogs.seal import SealDialog
from ui.dialogs.service import ServiceDialog
from ui.dialogs.severity import SeverityDialog
from ui.dialogs.silence import SilenceDialog
from ui.dialogs.sit_down import SitDownDialog
from ui.dialogs.stand_down import StandDownDialog
from ui.dialogs.status import StatusDialog
from ui.dialogs.time_stamp import TimeStampDialog
from ui.dialogs.verify_caller import VerifyCallerDialog
from ui.models.cell import read_facts
from ui.models.people import Act, Round
from ui.opening import Opening
from ui.panels.board import BoardPanel
from ui.panels.people import PeoplePanel
from ui.window import MainWindow
from warroom.clock import FixedClock
from warroom.commands import (
    ActivateCell,
    AddPerson,
    AllowException,
    ChangeLevel,
    Decide,
    FreezeChanges,
    GrantRoles,
    HoldFunction,
    PlacePrintout,
    RegisterPrintout,
    RequestDecision,
    ReviewDelegation,
    SetIntent,
    SetObjective,
    SetPin,
    TranscribeSheet,
    VoidSheet,
    WithdrawPrintout,
)
from warroom.commands.seals import Sealed
from warroom.domain.decisions import How
from warroom.domain.dues import DueKind
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Incident, Milestone, Mode
from warroom.domain.members import Verdict
from warroom.domain.paper import PrintKind, SheetLine
from warroom.domain.rights import Role
from warroom.doors.erasures import Copy
from warroom.phrases import DAY, HOUR
from warroom.room import Room

PEOPLE = ("members", "delegations", "circles", "erasures")
PAGES = (
    "board",
    "list",
    "incident",
    "actions",
    "decisions",
    "outlook",
    "cell",
    "cell-none",
    "relief",
    "relief-none",
    "point",
    "search",
    *PEOPLE,
    "security",
    "paper",
    "evidence",
    "conflicts",
    "stations",
    "alarms",
    "deadlines",
    "draft",
    "mobilisation",
    "mobilisation-none",
    "field",
    *MESSAGES,
    "roster",
    "seats",
    "split",
    *SKILLS,
    "oncall",
    "audiences",
    *INCOMING,
    "press",
    "confidence",
    *TEMPLATES,
    *OUTBOX,
    *LEARNING,
)
SEARCHED = "bascul"
CELL_MS = 150  # read in a task
MINUTE = 60_000
SHOWN_MS = 400  # counts and lists come from tasks


@dataclass(frozen=True, slots=True)
class Scene:
    """The room of the drawings on screen."""

    program: Program
    window: MainWindow
    crisis: Crisis

    @property
    def room(self) -> Room:
        return self.window.desk.room


def a_scene(program: Program, folder: Path, language: str) -> Scene:
    program.tongue.speak(language)
    room = a_room(folder, content=language)
    crisis = a_crisis(room)
    _far_from_today(room, crisis)
    _with_people(room, crisis)
    looks_ahead(room, crisis.outage)
    _sealed(room, crisis)
    _on_paper(room, crisis)
    _with_a_cell(room, crisis)
    under_law(room, crisis.outage)
    in_the_field(room, crisis.outage)
    with_messages(room, crisis.outage)
    with_press(room, crisis.outage)
    with_incoming(room, crisis.outage)
    with_templates(room)
    with_outbox(room, crisis.outage)
    with_proofs(room)
    with_a_mobilisation(room, crisis.outage)
    with_roster(room)
    with_skills(room)
    with_on_call(room)
    with_seats(room, crisis.outage)
    with_learning(room, crisis.outage)
    scene = Scene(program, program.show_room(room), crisis)
    QTest.qWait(SHOWN_MS)
    return scene


def _far_from_today(room: Room, crisis: Crisis) -> None:
    """What is due in two days or next year, and what happened in another: the longest times there are."""
    an_entry(room, crisis.outage, text="Bascule de mars 2021, relue après coup", event_at=NOON - 2088 * DAY - 11 * HOUR)
    text, owner = "Rejouer la bascule avec l'hébergeur", "Jean-Philippe Grandjean"
    an_action(room, crisis.outage, text=text, owner=owner, due_at=NOON + 51 * HOUR)
    an_action(room, crisis.outage, text="Revue annuelle", owner="Léa Martin", due_at=NOON + 400 * DAY)
    waits = {"question": "Prévenir la préfecture ?", "decide_before": NOON + 51 * HOUR}
    room.do(RequestDecision(incident=crisis.outage, **waits)).result()
    review = {"decided": "Garder deux équipes", "review_at": NOON + 9 * DAY}
    room.do(Decide(incident=crisis.outage, **review)).result()


def _with_people(room: Room, crisis: Crisis) -> None:
    """Roles, something done by delegation with and without a reason, a circle, an erasure."""
    me, file = room.member, room.path.with_name("plan-de-secours.txt")
    file.write_text("Un plan", encoding="utf-8")
    room.attach(file, noun="incident", parent=crisis.outage)
    for name in ("Karim Benali", "Jean-Philippe Grandjean", "Nadia Roussel", "Marc Petit"):
        room.do(AddPerson(name=name)).result()
    give = {"reason": "Ordre de mission"}
    room.do(GrantRoles(person=me, roles=frozenset({Role.ADMINISTRATOR, Role.COMMANDER}), **give)).result()
    room.do(GrantRoles(person="Nadia Roussel", roles=frozenset({Role.SCRIBE}), **give)).result()
    room.do(SetPin(person="Nadia Roussel", pin="2468")).result()
    room.circles.make("Direction de crise élargie", ("Karim Benali", "Jean-Philippe Grandjean"))
    room.sit_down("Karim Benali")
    an_entry(room, crisis.outage, text="Reprise de la main courante")
    room.rights.act_by_delegation("Léa Martin est au téléphone avec la préfecture")
    room.do(Decide(incident=crisis.outage, decided="Appeler la seconde équipe")).result()
    room.sit_down(me)
    waiting = room.rights.delegations(open_only=True)
    room.do(ReviewDelegation(delegation=waiting[-1].id, verdict=Verdict.CONFIRMED, remark="Vu ensemble")).result()
    an_entry(room, crisis.outage, text="Marc Petit quitte la cellule")
    room.erasure.erase_person("Marc Petit", "Demande du 23 novembre")


def _with_a_cell(room: Room, crisis: Crisis) -> None:
    """A cell at N3: an intent, three objectives, a vacant function, a freeze with an exception."""
    clock = room.clock
    assert isinstance(clock, FixedClock)
    clock.set(NOON - 31 * MINUTE)
    reason = "Plus de 30 % des usagers, RTO menacé"
    told = {"level": 2, "decider": "Claire Aubry", "reason": reason, "how": How.PHONE}
    cell = room.do(ActivateCell(incidents=(crisis.outage,), **told)).result().id
    for code, holder in (("DIR", "Claire Aubry"), ("COORD", "Léa Martin"), ("TECH", "Karim Benali"), ("JUR", "")):
        more = {"deputy": "Jean-Philippe Grandjean", "phone": "01 99 00 12 34"} if code == "COORD" else {}
        room.do(HoldFunction(cell=cell, code=code, holder=holder, **more)).result()
    clock.set(NOON - 20 * MINUTE)
    room.do(ChangeLevel(cell=cell, level=3, reason="Médias nationaux", decider="Claire Aubry")).result()
    intent = "Rendre l'authentification aux hôpitaux d'abord ; ne rien promettre à l'extérieur avant le point de 12:30."
    room.do(SetIntent(cell=cell, intent=intent)).result()
    for text, until in (
        ("Authentification rendue aux clients de santé", NOON + 30 * MINUTE),
        ("Message n° 6 parti à l'heure dite", NOON + 6 * MINUTE),
        ("Cause confirmée ou écartée par deux personnes", NOON - 4 * MINUTE),
    ):
        room.do(SetObjective(cell=cell, text=text, period_until=max(until, NOON - 4 * MINUTE))).result()
    scope = "Toute la production, réseau et annuaires compris"
    freeze = room.do(FreezeChanges(cell=cell, scope=scope, by="Karim Benali", reason="Cause inconnue")).result()
    allowed = {"text": "Retour arrière du déploiement de 11:20", "approver": "Claire Aubry", "reason": "Seul remède"}
    room.do(AllowException(freeze=freeze, until_at=NOON + 45 * MINUTE, **allowed)).result()
    with_its_rhythm(room, crisis, cell)
    clock.set(NOON)
    with_relief(room, crisis, cell)


def _sealed(room: Room, crisis: Crisis) -> None:
    """Two seals, by two people and by one, and a verification in the audit."""
    room.evidence.seal(crisis.outage, reason="Relève de 14 h entre les deux équipes", witness="Jean-Philippe Grandjean")
    room.evidence.seal(crisis.outage, reason="Demande du parquet")
    room.evidence.verify()


def _on_paper(room: Room, crisis: Crisis) -> None:
    """A set of papers that is out of date, a log that was withdrawn, a sheet that came back and one that is void."""
    old = room.do(RegisterPrintout(kind=PrintKind.PAPER, incident=crisis.outage, sheets=4)).result()
    room.do(PlacePrintout(printout=old.id, place="Salle de crise, mur nord, à gauche de la porte")).result()
    log = room.do(RegisterPrintout(kind=PrintKind.LOG, incident=crisis.outage)).result()
    room.do(WithdrawPrintout(printout=log.id)).result()
    lines = (SheetLine(event_at=NOON - HOUR, text="Le nœud 3 ne répond plus", from_who="Durand"),)
    room.do(TranscribeSheet(sheet=old.sheets[0], incident=crisis.outage, lines=lines)).result()
    room.do(VoidSheet(sheet=old.sheets[1], reason="Tachée de café, jetée par erreur")).result()


def open_page(scene: Scene, page: str) -> QWidget:
    if page in PEOPLE:
        scene.window.open_page("members")
        panel = scene.window.pages.page("members")
        assert isinstance(panel, PeoplePanel)
        panel.open_list(panel.lists[PEOPLE.index(page)])
    elif page in MESSAGES:
        return open_messages(scene.window, page, scene.crisis.outage, scene.room.views.incident("A-003").id)
    elif page == "roster":
        return open_roster(scene.window)
    elif page in ("seats", "split"):
        return open_seats(scene.window, scene.crisis.outage, page)
    elif page in INCOMING:
        scene.window.open_incident(scene.crisis.outage)
        return open_incoming(scene.window, page)
    elif page in TEMPLATES:
        scene.window.open_incident(scene.crisis.outage)
        return open_templates(scene.window, page)
    elif page in OUTBOX:
        scene.window.open_incident(scene.crisis.outage)
        return open_outbox(scene.window, page)
    elif page in LEARNING:
        scene.window.open_incident(scene.crisis.outage)
        return open_learning(scene.window, page)
    elif page in SKILLS:
        return open_skills(scene.window, page)
    elif page == "search":
        scene.window.pages.look_for(SEARCHED, incident=scene.crisis.outage)
    elif page in ("board", "list"):
        scene.window.open_page("board")
        board = scene.window.pages.page("board")
        assert isinstance(board, BoardPanel)
        board.show_list() if page == "list" else board.show_cards()
    elif page in ("cell", "cell-none", "relief", "relief-none"):
        about = scene.room.views.incident("A-003").id if page.endswith("-none") else scene.crisis.outage
        scene.window.open_incident(about)
        scene.window.open_page(page.removesuffix("-none"))
        QTest.qWait(CELL_MS)
    elif page in ("mobilisation", "mobilisation-none"):
        about = scene.room.views.incident("A-003").id if page.endswith("-none") else scene.crisis.outage
        open_mobilisation(scene.window, about)
    elif page == "draft":
        scene.window.pages.open_draft(scene.crisis.outage, "NIS2-IN")
    else:
        scene.window.open_incident(scene.crisis.outage)
        scene.window.open_page(page)
    return scene.window


def dialogs_of(scene: Scene) -> dict[str, Callable[[], QDialog]]:
    """Every dialog there is, by the name of its picture."""
    desk, window, room = scene.window.desk, scene.window, scene.room
    incident = room.views.incident(scene.crisis.outage)
    decision = room.views.decision(scene.crisis.waiting)
    taken = next(each for each in room.views.decisions(incident.id) if not each.is_open)
    action, entry = room.views.action(scene.crisis.late_action), next(iter(room.views.entries(incident.id)))
    assert decision is not None
    assert action is not None
    tasks = desk.tasks
    members, station = room.rights.members(), room.rights.stations()[0]
    administrator, scribe = (
        next(each for each in members if role in each.roles) for role in (Role.ADMINISTRATOR, Role.SCRIBE)
    )
    cell = room.views.cell_of(incident.id)
    assert cell is not None
    facts = read_facts(room.views, cell)
    act = Act(room.rights.delegations(open_only=True)[0], "A-0042")
    circle = next(each for each in room.circles.all() if each.members)
    inside = Round(circle, ("Jean-Philippe Grandjean", "Karim Benali", "Léa Martin"))
    left = (*room.erasure.erasures()[0].copies_not_reached, Copy("backup", "/stick/cellule.backup", NOON))
    file = room.views.incident_attachments(incident.id)[0]
    hypothesis = next(each for each in room.views.hypotheses(incident.id) if not each.state.is_over)
    case = next(each for each in room.views.scenarios(incident.id) if not each.is_fired)
    by_phone = next(each for each in room.views.decisions(incident.id) if each.is_unverified)
    return {
        "hypothesis": lambda: HypothesisDialog(desk, incident, None, window, about=entry),
        "hypothesis-change": lambda: HypothesisDialog(desk, incident, hypothesis, window),
        "hypothesis-move": lambda: MoveHypothesisDialog(desk, hypothesis, window),
        "hypothesis-details": lambda: HypothesisDetails(desk, hypothesis, window),
        "evidence": lambda: EvidenceDialog(desk, incident, hypothesis=hypothesis, parent=window),
        "evidence-of-entry": lambda: EvidenceDialog(desk, incident, entry=entry, parent=window),
        "scenario": lambda: ScenarioDialog(desk, incident, case.kind, case.horizon_min, case, window),
        "fire": lambda: FireDialog(desk, case, window),
        "can": lambda: CanDialog(desk, incident, window),
        "verify-caller": lambda: VerifyCallerDialog(desk, by_phone, window),
        "decision-unverified": lambda: DecisionDialog(desk, by_phone, window),
        "decide-unverified": lambda: _decide_by_phone(scene, incident),
        "request-window": lambda: _request_with_window(scene, incident),
        "declare": lambda: DeclareDialog(desk, window),
        "describe": lambda: DescribeDialog(desk, incident, window),
        "status": lambda: StatusDialog(desk, incident, window),
        "severity": lambda: SeverityDialog(desk, incident, window),
        "milestone": lambda: MilestoneDialog(desk, incident, Milestone.DETECTED, window),
        "service": lambda: ServiceDialog(desk, incident, parent=window),
        "request-decision": lambda: RequestDialog(desk, incident, window),
        "decide": lambda: DecideDialog(desk, incident, decision, window),
        "decide-at-once": lambda: DecideDialog(desk, incident, None, window),
        "decision-awaited": lambda: DecisionDialog(desk, decision, window),
        "decision-taken": lambda: DecisionDialog(desk, taken, window),
        "action": lambda: ActionDialog(desk, incident, None, window),
        "action-change": lambda: ActionDialog(desk, incident, action, window),
        "action-move": lambda: MoveActionDialog(desk, action, window),
        "cell-activate": lambda: ActivateDialog(desk, room.views.incident("A-003"), window),
        "cell-level": lambda: LevelDialog(desk, facts.cell, window),
        "cell-point": lambda: PlanPointDialog(desk, facts.cell, facts.point, window),
        "cell-intent": lambda: IntentDialog(desk, facts.cell, window),
        "cell-objective": lambda: ObjectiveDialog(desk, facts.cell, window),
        "cell-cover": lambda: CoverDialog(desk, facts.cell, window),
        "cell-function": lambda: FunctionDialog(desk, facts, facts.functions[-1], window),
        "cell-new-function": lambda: FunctionDialog(desk, facts, None, window),
        "cell-freeze": lambda: FreezeDialog(desk, facts.cell, window),
        "cell-exception": lambda: ExceptionDialog(desk, facts.freezes[0][0], window),
        "cell-lift": lambda: LiftDialog(desk, facts.freezes[0][0], window),
        "cell-stand-down": lambda: StandDownDialog(desk, facts, window),
        "next-update": lambda: DueDialog(desk, incident, DueKind.UPDATE, window),
        "deadline": lambda: DueDialog(desk, incident, DueKind.DEADLINE, window),
        **clock_dialogs(desk, incident.id, window),
        **mobilisation_dialogs(desk, incident.id, window),
        "export": lambda: ExportDialog(desk, incident, window),
        "export-more": lambda: _export_with_more(scene, incident),
        "seal": lambda: SealDialog(desk, incident, window),
        "seal-done": lambda: _sealed_dialog(scene, incident),
        "time-stamp": lambda: TimeStampDialog(desk, room.evidence.seals()[0], window),
        "import": lambda: ImportDialog(desk, window),
        "entry": lambda: EntryDetailsDialog(desk, entry, window),
        "correct": lambda: CorrectEntryDialog(desk, entry, window),
        "refute": lambda: refute_dialog(desk, entry, window),
        "silence-alarm": lambda: SilenceDialog(desk, room.views.alarms(mode=Mode.BOTH)[0], window),
        "person": lambda: SitDownDialog(desk, window),
        "pin": lambda: PinDialog(desk, window),
        "pin-of": lambda: PinDialog(desk, window, member=scribe),
        "add-person": lambda: AddPersonDialog(desk, window),
        "roles": lambda: RolesDialog(desk, administrator, has_other_administrator=False, parent=window),
        "review-delegation": lambda: ReviewDelegationDialog(desk, act, Verdict.OVERRULED, window),
        "delegation-reason": lambda: DelegationReasonDialog(desk, window),
        "revoke": lambda: RevokeStationDialog(desk, station, window),
        "make-circle": lambda: MakeCircleDialog(desk, window),
        "add-to-circle": lambda: AddToCircleDialog(desk, circle, window),
        "remove-from-circle": lambda: RemoveFromCircleDialog(desk, inside, window),
        "attach-restricted": lambda: ChooseCircleDialog(desk, window),
        "erase-person": lambda: ErasePersonDialog(desk, scribe, window),
        "erase-file": lambda: EraseFileDialog(desk, file, window),
        "erased": lambda: LeftDialog(desk, "A-P17", left, window, is_new=True),
        "mirror": lambda: MirrorDialog(desk, window),
        "place": lambda: PlaceDialog(desk, room.views.printouts()[0], window),
        "passphrase": lambda: PassphraseDialog(desk, Purpose.CHANGE, parent=window),
        "new-sheet": lambda: PassphraseDialog(desk, Purpose.NEW_SHEET, parent=window),
        "passphrase-recovered": lambda: PassphraseDialog(desk, Purpose.SET, recovered=True, parent=window),
        "passphrase-strengthen": lambda: PassphraseDialog(desk, Purpose.STRENGTHEN, parent=window),
        "change-key": lambda: ChangeKeyDialog(desk, has_passphrase=True, parent=window),
        "keys": lambda: KeysDialog(desk, window),
        "about": lambda: AboutDialog(room, window),
        "new-room": lambda: NewRoomDialog(tasks, parent=window),
        "new-room-portable": lambda: _portable_dialog(scene),
        "open-wall": lambda: OpenWallDialog(desk, set(), window),
        "open-room": lambda: OpenRoomDialog(Opening(room.path, tasks, window), name="Cellule", parent=window),
        **proof_dialogs(desk, window),
        **field_dialogs(desk, incident.id, window),
        **message_dialogs(desk, incident.id, window),
        **incoming_dialogs(desk, incident.id, window),
        **publicity_dialogs(desk, window),
        **outbox_dialogs(desk, window),
        **press_dialogs(desk, incident.id, window),
        **relief_dialogs(window, scene.crisis),
        **roster_dialogs(desk, window),
        **seat_dialogs(desk, incident.id, window),
        **skill_dialogs(desk, window),
        **template_dialogs(desk, incident.id, window),
        **on_call_dialogs(desk, window),
        **ways_dialogs(desk, incident.id, window),
        **learning_dialogs(desk, incident.id, window),
        "recovery-sheet": lambda: RecoverySheetDialog(room, desk.look, window),
    }


def _decide_by_phone(scene: Scene, incident: Incident) -> QDialog:
    decision = scene.room.views.decision(scene.crisis.waiting)
    dialog = DecideDialog(scene.window.desk, incident, decision, scene.window)
    dialog._how.choose(How.PHONE)
    dialog._caller.show_how(How.PHONE)
    return dialog


def _request_with_window(scene: Scene, incident: Incident) -> QDialog:
    dialog = RequestDialog(scene.window.desk, incident, scene.window)
    dialog._window.service.setCurrentIndex(1)
    dialog._window.rto.set_value(240)
    dialog._how.choose(How.PHONE)
    dialog._caller.show_how(How.PHONE)
    return dialog


def _export_with_more(scene: Scene, incident: Incident) -> QDialog:
    dialog = ExportDialog(scene.window.desk, incident, scene.window)
    dialog.more_button.setChecked(True)
    dialog.more.people.setChecked(True)
    return dialog


def _sealed_dialog(scene: Scene, incident: Incident) -> QDialog:
    dialog = SealDialog(scene.window.desk, incident, scene.window)
    dialog._end(
        Sealed(RecordId(incident.id), "A-S03", "8f3a91c2", "8f3a91c2" * 8, "Léa Martin", "Jean-Philippe Grandjean")
    )
    return dialog


def _portable_dialog(scene: Scene) -> QDialog:
    dialog = NewRoomDialog(scene.window.desk.tasks, parent=scene.window)
    dialog.portable.setChecked(True)
    return dialog


def close(dialog: QDialog) -> None:
    """Away with it, whatever was typed."""
    QDialog.reject(dialog)
    QApplication.processEvents()
