"""A sheet to draw on: a matplotlib figure measured in points from its top left corner, with our own letters."""

from __future__ import annotations

import enum
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from warroom.reports.charts.letters import cut, font, legible, prepared, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 500.0  # points: the text width of a page of A4 in our layout
SMALL, PLAIN, TITLE = 7.0, 8.0, 9.5
INK, SOFT, LINE, PAPER = "#14181F", "#4A5361", "#C9CFD7", "#FFFFFF"
DARK, MID, PALE = "#2B323D", "#8F98A5", "#E4E8ED"
POINT = 72  # a point is a pixel of the SVG
SHARP = 200  # dots an inch of the PNG (for word processors)


class Fill(enum.StrEnum):
    """How an area looks so that it reads without colour."""

    NONE = "none"  # an outline
    SOLID = "solid"
    GREY = "grey"
    PALE = "pale"
    SLANTED = "slanted"
    CROSSED = "crossed"
    UPRIGHT = "upright"
    LEVEL = "level"
    DASHED = "dashed"  # a dashed outline

    @property
    def holds_text(self) -> bool:
        """Whether letters are legible on it without a ground of their own."""
        return self in (Fill.NONE, Fill.SOLID, Fill.PALE, Fill.DASHED)


FILLS: dict[Fill, tuple[str, str]] = {
    Fill.NONE: (PAPER, ""),
    Fill.SOLID: (DARK, ""),
    Fill.GREY: (MID, ""),
    Fill.PALE: (PALE, ""),
    Fill.SLANTED: (PAPER, "////"),
    Fill.CROSSED: (PAPER, "xxxx"),
    Fill.UPRIGHT: (PAPER, "|||"),
    Fill.LEVEL: (PAPER, "----"),
    Fill.DASHED: (PAPER, ""),
}


class Mark(enum.StrEnum):
    """Signs that tell one kind from another by their shape."""

    DISC = "o"
    DIAMOND = "D"
    SQUARE = "s"
    UP = "^"
    DOWN = "v"
    STAR = "*"
    CROSS = "X"
    RING = "ring"
    BAR = "|"


class Sheet:
    """One picture being drawn. Lengths are points; y grows downwards."""

    def __init__(self, height: float, *, width: float = WIDTH) -> None:
        prepared()
        from matplotlib.figure import Figure

        self.width, self.height = width, max(height, 20.0)
        self.figure: Figure = Figure(figsize=(self.width / POINT, self.height / POINT), dpi=POINT, facecolor=PAPER)
        self.axes: Axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0), frameon=False)
        self.axes.set_axis_off()
        self.axes.set_xlim(0, self.width)
        self.axes.set_ylim(self.height, 0)
        self.axes.set_autoscale_on(False)

    # Shapes

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        width: float = 0.8,
        ink: str = INK,
        dash: str = "-",
        behind: bool = False,
    ) -> None:
        """A line through these points."""
        self.axes.plot(
            xs, ys, color=ink, linewidth=width, linestyle=dash, zorder=1 if behind else 3, solid_capstyle="butt"
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Fill = Fill.NONE,
        edge: float = 0.8,
        ink: str = INK,
        behind: bool = False,
    ) -> None:
        """A rectangle from its top left corner."""
        from matplotlib.patches import Rectangle

        face, hatch = FILLS[fill]
        self.axes.add_patch(
            Rectangle(
                (x, y),
                max(width, 0.6),
                height,
                facecolor=face,
                edgecolor=ink,
                linewidth=edge,
                hatch=hatch or None,
                linestyle="--" if fill is Fill.DASHED else "-",
                zorder=1 if behind else 2,
            )
        )

    def area(self, xs: Sequence[float], ys: Sequence[float], *, fill: Fill = Fill.PALE) -> None:
        """A filled shape with these corners."""
        from matplotlib.patches import Polygon

        face, hatch = FILLS[fill]
        corners = list(zip(xs, ys, strict=True))
        self.axes.add_patch(Polygon(corners, facecolor=face, edgecolor=INK, linewidth=0, hatch=hatch or None, zorder=1))

    def sign(self, x: float, y: float, mark: Mark, *, size: float = 5.0, hollow: bool = False) -> None:
        """A small sign at a point."""
        shape, face = ("o", PAPER) if mark is Mark.RING else (mark.value, PAPER if hollow else INK)
        self.axes.plot(
            [x],
            [y],
            marker=shape,
            markersize=size,
            color=face,
            markeredgecolor=INK,
            markeredgewidth=0.9,
            linestyle="none",
            zorder=4,
        )

    def arrow(self, x: float, y: float, *, to_x: float, to_y: float, width: float = 0.9) -> None:
        from matplotlib.patches import FancyArrowPatch

        self.axes.add_patch(
            FancyArrowPatch(
                (x, y),
                (to_x, to_y),
                arrowstyle="-|>",
                mutation_scale=7,
                linewidth=width,
                color=INK,
                shrinkA=0,
                shrinkB=0,
                zorder=3,
            )
        )

    # Words

    def say(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = PLAIN,
        room: float | None = None,
        bold: bool = False,
        align: str = "left",
        ink: str = INK,
        ground: bool = False,
        turned: bool = False,
    ) -> float:
        """A line of text whose middle is at y, cut to its room; how wide it became. `ground` is paper behind it."""
        said = legible(text)
        room = self._room(x, align) if room is None else room
        said = (
            cut(said, room, size, bold=bold) if not turned else cut(said, min(room, self.height - 4), size, bold=bold)
        )
        if not said:
            return 0.0
        ground_box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8} if ground else None
        self.axes.text(
            x,
            y,
            said,
            fontproperties=font(size, bold=bold),
            color=ink,
            ha=align,
            va="center_baseline" if not turned else "center",
            rotation=90 if turned else 0,
            parse_math=False,
            bbox=ground_box,
            zorder=5,
        )
        return width_of(said, size, bold=bold)

    def _room(self, x: float, align: str) -> float:
        if align == "left":
            return self.width - x - 1
        return x - 1 if align == "right" else 2 * min(x, self.width - x) - 2

    # What comes of it

    def svg(self) -> bytes:
        """As matplotlib writes it; warroom.reports.charts.svg makes it fit for a page."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        held = io.BytesIO()
        FigureCanvasSVG(self.figure).print_svg(  # type: ignore[no-untyped-call]
            held, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
        return held.getvalue()

    def png(self, *, dpi: int = SHARP) -> bytes:
        """As dots, for word processors."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        held = io.BytesIO()
        FigureCanvasAgg(self.figure)
        self.figure.savefig(held, format="png", dpi=dpi, metadata={"Software": None})
        return held.getvalue()
