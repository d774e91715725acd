"""People CSV: the roster as a table that spreadsheets show, and that our own reader understands whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import orjson

from warroom.domain.roster import ReachKind
from warroom.domain.told_people import ToldPerson, ToldReach
from warroom.formats.people_cells import disarmed, iso_of, listed

BOM = "\ufeff"
# Headings in English and French; `people_columns` knows every one of them.
HEADINGS = {
    "name": ("Full name", "Nom complet"), "job": ("Job", "Fonction"), "employer": ("Employer", "Employeur"),
    "supplier": ("Supplier", "Fournisseur"), "site": ("Site", "Site"), "languages": ("Languages", "Langues"),
    "zone": ("Time zone", "Fuseau horaire"), "remark": ("Remark", "Remarque"),
    "away_until": ("Away until", "Absent jusqu’au"), "skills": ("Skills", "Compétences"), "teams": ("Teams", "Équipes"),
    "checked_at": ("Checked at", "Fiche vérifiée le"), "checked_by": ("Checked by", "Fiche vérifiée par"),
    "uid": ("UID", "Identifiant"), "raw": ("Other (JSON)", "Autre (JSON)"),
}  # fmt: skip
REACH_HEADINGS = {
    "kind": ("Reach {n} - Kind", "Moyen {n} - Nature"), "value": ("Reach {n} - Value", "Moyen {n} - Valeur"),
    "label": ("Reach {n} - Label", "Moyen {n} - Libellé"), "needs": ("Reach {n} - Needs", "Moyen {n} - Besoins"),
    "works": ("Reach {n} - Works", "Moyen {n} - Fonctionne"),
    "checked_at": ("Reach {n} - Checked at", "Moyen {n} - Vérifié le"),
    "checked_by": ("Reach {n} - Checked by", "Moyen {n} - Vérifié par"),
    "remark": ("Reach {n} - Remark", "Moyen {n} - Remarque"),
}  # fmt: skip
KIND_WORDS = {
    ReachKind.MOBILE: ("mobile", "portable"), ReachKind.WORK: ("work", "bureau"), ReachKind.HOME: ("home", "domicile"),
    ReachKind.SATELLITE: ("satellite", "satellite"), ReachKind.PAGER: ("pager", "bip"),
    ReachKind.RADIO: ("radio", "radio"), ReachKind.EMAIL: ("e-mail", "courriel"),
    ReachKind.MESSENGER: ("messenger", "messagerie"),
    ReachKind.ADDRESS: ("address", "adresse"), ReachKind.OTHER: ("other", "autre"),
}  # fmt: skip
KIND_OF = {word: kind for kind, words in KIND_WORDS.items() for word in (*words, kind.value)}
NONE = "-"  # a reach that needs nothing; an empty cell is what its kind needs
YES, NO = ("yes", "oui"), ("no", "non")


def people_csv(people: Sequence[ToldPerson], *, language: str) -> bytes:
    """Everybody, a row each: UTF-8 with its mark, `;` in French and `,` in English, formulas disarmed."""
    at = 1 if language == "fr" else 0
    most = max((len(person.reaches) for person in people), default=0)
    page = io.StringIO(newline="")
    page.write(BOM)
    writer = csv.writer(page, delimiter=";" if at else ",", lineterminator="\r\n")
    head = [words[at] for name, words in HEADINGS.items() if name not in ("uid", "raw")]
    for number in range(1, most + 1):
        head += [words[at].format(n=number) for words in REACH_HEADINGS.values()]
    writer.writerow([*head, HEADINGS["uid"][at], HEADINGS["raw"][at]])
    for person in people:
        writer.writerow([disarmed(cell) for cell in _cells(person, most, at)])
    return page.getvalue().encode("utf-8", errors="replace")


def _cells(person: ToldPerson, most: int, at: int) -> list[str]:
    fields = person.fields
    cells = [
        person.name,
        str(fields.get("job") or ""),
        str(fields.get("employer") or ""),
        YES[at] if fields.get("supplier") else "",
        str(fields.get("site") or ""),
        " ".join(fields.get("languages") or ()),
        str(fields.get("zone") or ""),
        str(fields.get("remark") or ""),
        iso_of(fields.get("away_until")),
        listed([(skill.name, str(skill.level), iso_of(skill.until), skill.remark) for skill in person.skills]),
        listed([(team.name, team.part, "" if team.rank is None else str(team.rank)) for team in person.teams]),
        iso_of(fields.get("checked_at")),
        str(fields.get("checked_by") or ""),
    ]
    for reach in person.reaches:
        cells += _reach(reach, at)
    cells += [""] * (len(REACH_HEADINGS) * (most - len(person.reaches)))
    extra = [[name, dict(params), value] for name, params, value in person.extra]
    return [*cells, person.uid, orjson.dumps(extra).decode() if extra else ""]


def _reach(reach: ToldReach, at: int) -> list[str]:
    return [
        KIND_WORDS[reach.kind or ReachKind.OTHER][at],
        reach.value,
        reach.label,
        "" if reach.needs is None else " ".join(reach.needs) or NONE,
        NO[at] if reach.works is False else YES[at],
        iso_of(reach.checked_at),
        reach.checked_by,
        reach.remark,
    ]
