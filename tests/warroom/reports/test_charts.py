"""Pictures: nothing is clipped or written over, whatever the words; the same is said in sentences; nothing runs."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from tests.warroom.reports.documents import a_document
from tests.warroom.reports.drawn import (
    ARABIC,
    CHINESE,
    HOSTILE,
    LONG,
    a_timeline,
    some_doers,
    some_ribbons,
    some_states,
)
from tests.warroom.reports.drawn_of_learning import (
    a_pareto,
    a_trend,
    a_why_tree,
    an_ageing,
    an_impact,
    an_ishikawa,
)
from tests.warroom.reports.pictured import faults, texts_of
from warroom import words
from warroom.reports.charts import Data, draw, picture
from warroom.reports.charts.letters import legible
from warroom.reports.charts.what_happened import DecisionsAndMessages, IncidentTimeline, StatesOverTime, WhoDidWhat
from warroom.reports.charts.what_learnt import (
    ActionAgeing,
    CumulativeImpact,
    Ishikawa,
    MetricTrend,
    ParetoOfCauses,
    Scaled,
    WhyTree,
)
from warroom.reports.document import Picture, Section
from warroom.reports.pdf import pdf_of

USUAL = (
    a_timeline(),
    some_states(),
    some_doers(),
    some_ribbons(),
    an_ishikawa(),
    a_why_tree(),
    an_impact(),
    a_trend(),
    a_pareto(),
    an_ageing(),
)
FULL = (
    a_timeline(200, text=LONG),
    some_states(40, name=LONG),
    some_doers(20, deeds=7, name=LONG),
    some_ribbons(40, text=LONG),
    an_ishikawa(30, causes=9, text=LONG),
    a_why_tree(200, text=LONG),
    an_impact(12, text=LONG, users=9e11),
    a_pareto(60, text=LONG),
    an_ageing(60, text=LONG),
)
FEW = (a_trend(200, text=LONG), a_trend(2, scaled=Scaled.PERCENT), a_trend(400, scaled=Scaled.COUNT))
EMPTY = (
    IncidentTimeline(()),
    StatesOverTime((), (), ()),
    WhoDidWhat(()),
    DecisionsAndMessages((), ()),
    Ishikawa("", ()),
    WhyTree("", ()),
    CumulativeImpact(()),
    MetricTrend("", Scaled.COUNT, ()),
    ParetoOfCauses("", ()),
    ActionAgeing((), 0),
)
ODD = tuple(
    data
    for text in (ARABIC + HOSTILE, "")
    for data in (
        a_timeline(text=text),
        some_states(name=text),
        some_doers(name=text),
        some_ribbons(text=text),
        an_ishikawa(text=text),
        a_why_tree(text=text),
        an_impact(text=text),
        a_trend(text=text),
        a_pareto(text=text),
        an_ageing(text=text),
    )
)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("data", USUAL, ids=lambda data: type(data).__name__)
def test_that_no_text_of_a_picture_is_clipped_or_written_over_another(data: Data, language: str) -> None:
    with words.speaking(language):
        assert faults(draw(data)) == []


@pytest.mark.parametrize("data", [*FULL, *FEW, *EMPTY, *ODD], ids=lambda data: type(data).__name__)
def test_that_nothing_is_clipped_of_far_too_much_of_nothing_or_of_odd_letters(data: Data) -> None:
    with words.speaking("fr"):
        assert faults(draw(data)) == []


@pytest.mark.parametrize("data", FULL, ids=lambda data: type(data).__name__)
def test_that_what_does_not_fit_is_counted_in_the_picture_and_in_words(data: Data) -> None:
    drawn = " ".join(texts_of(draw(data)))

    assert re.search(r"\+ \d+ more|\d+ others", drawn)


def test_that_the_words_for_a_picture_end_where_nobody_listens_any_more() -> None:
    said = picture(some_doers(9, deeds=120), "en").alt

    assert len(said) < 7_000
    assert said.endswith("The rest stands in the tables.")


def test_that_a_picture_whose_words_are_all_codes_still_becomes_a_pdf() -> None:
    drawn = Picture(picture(a_timeline()).svg, CHINESE * 4_000)
    document = replace(a_document(), sections=(Section("", (drawn,)),))

    paper = pdf_of(document)

    assert paper.startswith(b"%PDF-")


@pytest.mark.parametrize("data", USUAL, ids=lambda data: type(data).__name__)
def test_that_a_picture_needs_no_colour(data: Data) -> None:
    svg = picture(data).svg

    for colour in set(re.findall(r'"#([0-9a-f]{6})"', svg)):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
        assert max(red, green, blue) - min(red, green, blue) <= 32, colour


def test_that_a_picture_may_stand_in_a_page_that_allows_no_styles_and_runs_nothing() -> None:
    made = picture(a_timeline(text=HOSTILE))
    tree = ET.fromstring(made.svg)

    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert names <= {"svg", "g", "defs", "path", "use", "rect", "clipPath", "pattern"}
    assert not any("style" in element.attrib or "onload" in element.attrib for element in tree.iter())
    assert tree.get("aria-label") == made.alt
    assert "<script" not in made.svg


def test_that_two_pictures_of_one_page_share_no_id() -> None:
    ids = [
        element.get("id") for data in USUAL for element in ET.fromstring(picture(data).svg).iter() if element.get("id")
    ]

    assert len(ids) == len(set(ids)) > 0


def test_that_a_picture_comes_out_the_same_twice_and_speaks_the_language_asked_for() -> None:
    first, again = picture(some_states(), "fr"), picture(some_states(), "fr")

    assert first.svg == again.svg
    assert "Panne générale" in first.alt
    assert "Major outage" in picture(some_states(), "en").alt


def test_that_dots_are_drawn_only_when_asked_for() -> None:
    made = picture(a_timeline())

    assert made.png is not None
    assert made.png().startswith(b"\x89PNG")


def test_that_letters_no_font_draws_are_said_by_their_script() -> None:
    assert legible(f"Région {CHINESE} : panne") == "Région ‹CJK, 6 characters› : panne"
    assert legible(ARABIC) == "‹Arabic, 29 characters›"


def test_that_nothing_of_matplotlib_is_loaded_before_a_picture_is_drawn() -> None:
    asked = (
        "import sys, warroom.reports.charts, warroom.reports.charts.from_incident; print('matplotlib' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"


def test_that_drawing_reads_no_font_of_the_computer_and_leaves_nothing_at_home(tmp_path) -> None:
    asked = (
        "from tests.warroom.reports.drawn import a_timeline; from warroom.reports.charts import picture;"
        "picture(a_timeline()).png();"
        "from matplotlib.font_manager import fontManager;"
        "print(sorted({font.name for font in fontManager.ttflist}))"
    )
    hostile = tmp_path / "matplotlibrc"
    hostile.write_text("text.usetex: True\n", encoding="utf-8")
    home = {"HOME": str(tmp_path / "home"), "PATH": "", "PYTHONPATH": ":".join(sys.path)}

    said = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=tmp_path, env=home
    )

    assert said.stdout.strip() == "['Inter', 'Inter SemiBold', 'Noto Emoji']"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["matplotlibrc"]


@pytest.mark.parametrize("full", range(6))
def test_that_the_head_of_a_fish_covers_no_branch_wherever_the_causes_are(full: int) -> None:
    bones = an_ishikawa(6, causes=4).bones
    one_sided = Ishikawa(
        "Certificat expiré sur la passerelle de paiement",
        tuple(bone if at == full else replace(bone, causes=()) for at, bone in enumerate(bones)),
    )

    boxes = [patch.get_bbox() for patch in draw(one_sided).axes.patches if hasattr(patch, "get_bbox")]

    assert len(boxes) >= 7
    assert not [1 for one, other in combinations(boxes, 2) if one.overlaps(other)]


@pytest.mark.parametrize("count", range(2, 40, 3))
def test_that_the_hours_along_a_picture_are_written_whole(count: int) -> None:
    assert not [said for said in texts_of(draw(a_timeline(count))) if re.fullmatch(r"[\d:]*…", said)]
