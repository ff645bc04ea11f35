"""Wrapping and cutting of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.drawing.measure import FixedMeasure, breaks_words, cut, wrap

MEASURE = FixedMeasure()
words = st.text("abcdefgh WMil\n", max_size=60)


def width(text: str) -> float:
    return MEASURE.width(text, 14, 600)


def test_short_text_stays_on_one_line() -> None:
    """Text that fits is not touched."""
    assert wrap("Data lake", 200, 14, 600, 2, MEASURE) == ["Data lake"]


def test_long_text_is_wrapped_before_it_is_cut() -> None:
    """A name takes its lines first; only what does not fit then ends in an ellipsis."""
    lines = wrap("Extract transform load from all of the databases", 100, 14, 600, 2, MEASURE)
    assert len(lines) == 2
    assert not lines[0].endswith("…")
    assert lines[1].endswith("…")


def test_own_line_breaks_are_kept() -> None:
    """What was typed with Shift+Enter starts a new line."""
    assert wrap("Build\nthe model", 200, 14, 600, 3, MEASURE) == ["Build", "the model"]


def test_one_endless_word_is_cut() -> None:
    """A word wider than the card ends in an ellipsis instead of running out of it."""
    assert cut("W" * 60, 100, 14, 600, MEASURE).endswith("…")


def test_semi_bold_and_wide_letters_measure_more() -> None:
    """The measure knows weights, narrow letters and letters of other scripts."""
    assert MEASURE.width("abc", 14, 600) > MEASURE.width("abc", 14, 400)
    assert MEASURE.width("iii", 14, 400) < MEASURE.width("abc", 14, 400) < MEASURE.width("WWW", 14, 400)
    assert MEASURE.width("数据", 14, 400) >= 2 * 0.9 * 14


@given(words, st.floats(30, 300), st.integers(1, 3))
def test_no_line_is_wider_than_its_room(text: str, room: float, lines: int) -> None:
    """Wrapped text never overflows, in width or in lines."""
    made = wrap(text, room, 14, 600, lines, MEASURE)
    assert len(made) <= lines
    assert all(width(line) <= room or line == "…" for line in made)


def test_a_word_wider_than_its_line_is_broken() -> None:
    """Very long words and scripts without spaces fill their lines before anything is cut."""
    long = "Donaudampfschifffahrtsgesellschaft"
    lines = wrap(long, 130, 14, 600, 3, MEASURE)
    assert "".join(line.removesuffix("-") for line in lines) == long
    assert all(line.endswith("-") for line in lines[:-1])
    assert all(width(line) <= 130 for line in lines)
    lines = wrap("从数据湖读取数据并训练模型", 60, 14, 600, 6, MEASURE)
    assert "".join(lines) == "从数据湖读取数据并训练模型"


def test_a_word_is_broken_behind_its_own_hyphen_and_never_before_its_last_letter() -> None:
    """As people would write it."""
    room = width("Subprocess")
    assert wrap("Sub-Processing", room, 14, 600, 3, MEASURE) == ["Sub-", "Processing"]
    assert wrap("nightly_load/customers.sql", room, 14, 600, 4, MEASURE)[0] == "nightly_"
    assert wrap("Intermediate", width("Intermediat"), 14, 600, 2, MEASURE) == ["Intermedi-", "ate"]


@pytest.mark.parametrize(
    ("name", "breaks"),
    [("Data lake", False), ("Intermediate", True), ("Sub-Process", False), ("从数据湖读取数据", False)],
)
def test_words_that_would_be_broken_are_known(name: str, breaks: bool) -> None:
    """A script without spaces is broken anywhere, and a word behind its own hyphen."""
    assert breaks_words(name, width("Processi"), 14, 600, MEASURE) is breaks
