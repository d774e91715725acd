"""The look: readable in light and dark, at every size, and no colour anywhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QDialog, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from ui.icons import icon
from ui.resources import FOLDER
from ui.stylesheet import stylesheet
from ui.theme import DARK, LIGHT, SEVERITIES, Look
from warroom.domain.incidents import Severity

UI = Path(__file__).resolve().parents[2] / "ui"
THEMES = {"light": LIGHT, "dark": DARK}
GROUNDS = ("background", "panel", "rail")
TEXT = ("ink", "muted", "accent", "sev1", "sev3", "sev4", "done", "exercise")
WASHED = (("sev1", "late_wash"), ("sev3", "due_wash"), ("done", "good_wash"), ("accent", "accent_wash"))


def luminance(color: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_that_text_is_readable_on_every_ground(theme: str, ground: str, text: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "wash"), [*WASHED, *(("ink", wash) for _text, wash in WASHED)])
def test_that_what_is_late_or_due_is_readable_on_its_wash(theme: str, text: str, wash: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][wash]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_that_the_primary_button_is_readable(theme: str) -> None:
    assert contrast(THEMES[theme]["on_accent"], THEMES[theme]["accent"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("severity", list(Severity))
def test_that_every_severity_is_readable_on_a_card_and_visible_everywhere(theme: str, severity: Severity) -> None:
    color = THEMES[theme][SEVERITIES[severity]]

    assert contrast(color, THEMES[theme]["panel"]) >= 4.5
    assert all(contrast(color, THEMES[theme][ground]) >= 3 for ground in GROUNDS)


def test_that_light_and_dark_have_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_that_no_colour_is_written_down_outside_the_theme() -> None:
    found = {
        str(path.relative_to(UI)): colors
        for path in UI.rglob("*.py")
        if path.name != "theme.py" and (colors := re.findall(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_that_figures_are_tabular_and_the_font_is_ours(look: Look) -> None:
    font = look.font(18, QFont.Weight.DemiBold)

    assert QFontInfo(font).family() == "Inter"
    widths = {QFontMetrics(font).horizontalAdvance(figure) for figure in "0123456789"}
    assert len(widths) == 1
    assert QFontMetrics(font).horizontalAdvance("11:11") == QFontMetrics(font).horizontalAdvance("00:00")


def test_that_scaling_makes_everything_larger_within_bounds(look: Look) -> None:
    look.set_scale(1.5)
    try:
        assert look.font().pixelSize() == 20
        assert look.px(52) == 78
        look.set_scale(9)
        assert look.scale == 2.0
    finally:
        look.set_scale(1.0)


def test_that_switching_to_dark_tells_everyone(look: Look, qtbot: object) -> None:
    heard: list[bool] = []
    look.changed.connect(lambda: heard.append(look.dark))
    look.set_dark(True)
    try:
        assert heard == [True]
        assert look.color("ink") == QColor(DARK["ink"])
        assert look.severity(Severity.CRITICAL) == QColor(DARK["sev1"])
    finally:
        look.set_dark(False)


@pytest.mark.parametrize("theme", THEMES)
def test_that_the_style_sheet_names_only_known_tokens(theme: str) -> None:
    sheet = stylesheet(THEMES[theme], lambda size: size, arrow="down.svg")

    assert "$" not in sheet
    assert "@" not in sheet


@pytest.mark.parametrize("name", sorted(path.stem for path in (FOLDER / "icons").glob("*.svg")))
def test_that_every_icon_is_drawn_in_the_colour_of_the_text(name: str, look: Look) -> None:
    drawn = icon(name, look).pixmap(20, 20).toImage()

    inked = [
        drawn.pixelColor(x, y)
        for x in range(drawn.width())
        for y in range(drawn.height())
        if drawn.pixelColor(x, y).alpha() > 150
    ]
    assert inked
    assert all(abs(color.red() - look.color("ink").red()) < 40 for color in inked)


def test_that_a_dialog_over_a_page_that_scrolls_keeps_the_frames_of_its_fields(qtbot: QtBot, look: Look) -> None:
    page, alone = QScrollArea(), QDialog()
    over = QDialog(page)
    for widget in (page, alone):
        qtbot.addWidget(widget)
    framed, asked = QLineEdit(alone), QLineEdit(over)

    for field in (framed, asked):
        field.ensurePolished()
    assert asked.sizeHint() == framed.sizeHint()
