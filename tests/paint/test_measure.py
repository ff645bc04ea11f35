"""The bundled font, and text measured as it will be painted."""

from __future__ import annotations

import pytest

from crosslane.drawing.measure import FixedMeasure
from crosslane.paint.fonts import FAMILY, font, load_fonts
from crosslane.paint.measure import QtMeasure

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_bundled_font_is_used() -> None:
    """Inter is loaded from the app's own resources."""
    assert load_fonts() == FAMILY
    assert font(14, 600).family() == FAMILY
    assert font(14, 600).pixelSize() == 14
    assert font(14, 600).weight() == 600


def test_width_grows_with_size_weight_and_text() -> None:
    """Twice the size is twice the width; semi-bold is wider; nothing has no width."""
    measure = QtMeasure()
    assert measure.width("", 14, 400) == 0
    assert measure.width("Data lake", 28, 400) == pytest.approx(2 * measure.width("Data lake", 14, 400), rel=0.02)
    assert measure.width("Data lake", 14, 600) > measure.width("Data lake", 14, 400)


@pytest.mark.parametrize("text", ["Application database", "3 w", "WIDE LETTERS", "illicit little"])
def test_the_deterministic_measure_is_near_the_real_one(text: str) -> None:
    """Pictures made without fonts leave enough room, and not far too much."""
    real, fixed = QtMeasure().width(text, 14, 600), FixedMeasure().width(text, 14, 600)
    assert 0.9 <= fixed / real <= 1.25
