"""Other views of a map on a sheet of their own, for the same exports: by name, so that commands and dialogs list them."""

from __future__ import annotations

from collections.abc import Callable

from crosslane.drawing.grid import Cell, draw_grid
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.palette import LIGHT, Palette
from crosslane.drawing.picture import Picture
from crosslane.exchange.sheet import Sheet, sheet_around
from crosslane.exchange.svg import write_svg
from crosslane.model.map import Map
from crosslane.practices.article import shipped_article
from crosslane.practices.coverage import OPS, Covered, answers_of, cover
from crosslane.practices.knowledge import Knowledge, shipped

COVERAGE_FOOT = (
    "Bars: how far the team says it is, 0 to 4. Dashed: not asked. Practices: in place on this map. No score of a team."
)
_WIDTH = 900.0


def names_of_cells() -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of the principles, in order, and of the four Ops, by id."""
    article = shipped_article()
    ops = {kind.id: kind.name for kind in article.ops}
    return {p.id: p.name for p in article.principle}, {id_: ops[id_] for id_ in OPS}


def coverage_picture(map_: Map, knowledge: Knowledge, width: float, palette: Palette, measure: TextMeasure) -> Picture:
    """Return principles by Ops as a grid; the element "row,column" is the cell of that principle and Ops."""
    principles, ops = names_of_cells()
    covered = cover(map_, knowledge, answers_of(map_))
    cells = {
        (row, column): _cell(covered[principle, kind])
        for row, principle in enumerate(principles)
        for column, kind in enumerate(ops)
        if (principle, kind) in covered
    }
    return draw_grid(list(ops.values()), list(principles.values()), cells, width, palette, measure)


def _cell(covered: Covered) -> Cell:
    count = len(covered.in_place)
    words = f"{count} practice{'' if count == 1 else 's'} in place" if count else ""
    return Cell(covered.level, words)


def coverage_sheet(map_: Map, measure: TextMeasure) -> Sheet:
    """Return the coverage of a map as a sheet."""
    picture = coverage_picture(map_, shipped(), _WIDTH, LIGHT, measure)
    asked = sum(cell.level is not None for cell in cover(map_, shipped(), answers_of(map_)).values())
    description = f"Seven principles by four Ops. {asked} of {len(picture.ids('cards'))} questions are answered."
    return sheet_around(map_, "Coverage", picture, description, COVERAGE_FOOT, measure)


VIEWS: dict[str, Callable[[Map, TextMeasure], Sheet]] = {"coverage": coverage_sheet}


def svg_of_sheet(sheet: Sheet) -> str:
    """Return a sheet as SVG."""
    return write_svg(
        sheet.placed, sheet.size, title=sheet.title, description=sheet.description, paper=sheet.palette.paper
    )
