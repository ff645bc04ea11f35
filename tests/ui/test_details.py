"""The details follow what is selected: at once, and on a large map when what was done is painted."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from crosslane.editor import LARGE, Editor
from crosslane.model.map import Map
from crosslane.model.records import Lane, Step
from crosslane.ui.panels.details import Details


def _details(qtbot: QtBot, many: int) -> Details:
    steps = [Step(id=f"s{n}", lane="l", name=f"Step {n}", x=n * 208) for n in range(many)]
    details = Details(Editor(Map.of([Lane(id="l", name="Lane"), *steps])))
    qtbot.addWidget(details)
    return details


@pytest.mark.parametrize("many", [3, LARGE])
def test_details_follow_the_selection(qtbot: QtBot, many: int) -> None:
    """Nobody who selects something on a large map waits for a form to be built."""
    details = _details(qtbot, many)
    is_large = many == LARGE
    details.editor.select(["s1"])
    assert (details._id == "s1") is not is_large
    qtbot.waitUntil(lambda: details._id == "s1")
    details.editor.rename("s1", "Another name")
    qtbot.waitUntil(lambda: details._inputs["name"][1].text() == "Another name")
    details.editor.select(["s0", "s1"])
    qtbot.waitUntil(lambda: not details._inputs)


def test_who_goes_to_a_field_has_the_form_of_what_is_selected(qtbot: QtBot) -> None:
    """Also right after it was selected on a large map."""
    details = _details(qtbot, LARGE)
    details.editor.select(["s2"])
    details.go_to("name")
    assert details._id == "s2"
