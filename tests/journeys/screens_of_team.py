"""A team in the room of the screens: skills with holes, teams, training."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from tests.builders import NOON
from ui.desk import Desk
from ui.dialogs.skill import MasterDialog, SkillDialog
from ui.dialogs.team import JoinTeamDialog, QuitTeamDialog, TeamDialog
from ui.dialogs.training import TrainingDialog
from ui.panels.skills import SkillsPanel
from ui.window import MainWindow
from warroom.commands import AddSkill, AddTeam, JoinTeam, Master, NoteTraining
from warroom.domain.roster import Mastered, TrainingKind
from warroom.phrases import DAY
from warroom.reports.capability import capability
from warroom.room import Room

SKILLS = ("skills", "matrix", "teams", "training", "trainings")


def with_skills(room: Room) -> None:
    """One skill on one person, one nobody has, one that expired for somebody; a team that is trained and one not."""
    do = room.do
    services = ("API", "Authentification")
    do(AddSkill(name="Répartition de charge", least=3, services=services, remark="Astreinte de nuit")).result()
    do(AddSkill(name="Sauvegardes sur bande")).result()
    held = (
        ("Karim Benali", "HSM", Mastered.EXPERT, None),
        ("Karim Benali", "Répartition de charge", Mastered.ALONE, None),
        ("Jean-Philippe Grandjean", "Répartition de charge", Mastered.EXPERT, NOON + 12 * DAY),
        ("Nadia Roussel", "Base de données des identités", Mastered.ALONE, NOON - 3 * DAY),
        ("Jean-Philippe Grandjean", "Base de données des identités", Mastered.EXPERT, None),
        ("Léa Martin", "Base de données des identités", Mastered.HELPS, None),
    )
    for person, skill, level, until in held:
        do(Master(person=person, skill=skill, level=level, until=until)).result()
    rapid = "Équipe d’intervention rapide"
    do(AddTeam(name=rapid, rapid=True, lead="Karim Benali", muster="Salle de crise", purpose="Premiers sur le pont"))
    do(JoinTeam(team=rapid, person="Nadia Roussel", part="main courante", rank=2)).result()
    do(AddTeam(name="Centre de données de Roubaix", lead="Jean-Philippe Grandjean", services=services)).result()
    for person, code, days in (
        ("Karim Benali", "TECH", 40),
        ("Nadia Roussel", "MC", 350),
        ("Léa Martin", "COORD", 500),
    ):
        do(NoteTraining(person=person, code=code, done_at=NOON - days * DAY, by="Étoile Noire")).result()
    course = {"kind": TrainingKind.COURSE, "done_at": NOON - 90 * DAY, "until": NOON + 700 * DAY}
    do(NoteTraining(person="Léa Martin", code="DIR", **course)).result()  # type: ignore[arg-type]


def open_skills(window: MainWindow, section: str) -> QWidget:
    """The page of skills at one of its sections."""
    window.open_page("skills")
    panel = window.pages.page("skills")
    assert isinstance(panel, SkillsPanel)
    panel.open_section(panel.sections[SKILLS.index(section)])
    return window


def skill_dialogs(desk: Desk, window: MainWindow) -> dict[str, Callable[[], QDialog]]:
    facts = capability(desk.room.views, desk.room.clock.now_ms())
    item = next(each for each in facts.coverage if each.skill.name == "HSM")
    line, holder = facts.teams[0], item.holders[0]
    return {
        "skill-add": lambda: SkillDialog(desk, parent=window),
        "skill-change": lambda: SkillDialog(desk, item.skill, window),
        "skill-who": lambda: MasterDialog(desk, parent=window),
        "skill-of": lambda: MasterDialog(desk, person=holder.name, skill="HSM", holder=holder, parent=window),
        "team-add": lambda: TeamDialog(desk, parent=window),
        "team-change": lambda: TeamDialog(desk, line, window),
        "team-join": lambda: JoinTeamDialog(desk, line, window),
        "team-quit": lambda: QuitTeamDialog(desk, line, window),
        "training-note": lambda: TrainingDialog(desk, parent=window),
    }
