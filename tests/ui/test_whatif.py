"""What if: asked without touching the map, kept as how it could be, made so in one step."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.analysis.maps import a_map, flow, step

from crosslane import results
from crosslane.editor import Editor
from crosslane.model.map import Map
from crosslane.model.records import Scenario
from crosslane.ui import whatif
from crosslane.ui.whatif import AWAITED, WhatIf


@pytest.fixture
def editor() -> Editor:
    """Two handoffs, of three days and of one."""
    steps = (step("a", "8h"), step("b", "8h", lane="ops"), step("c", "8h"))
    return Editor(a_map(*steps, flow("a", "b", "3d", pca=0.8), flow("b", "c", "1d")))


@pytest.fixture
def page(qtbot: QtBot, editor: Editor) -> WhatIf:
    """The page, at the costliest handoff."""
    made = WhatIf(editor)
    qtbot.addWidget(made)
    made.show()
    return made


def told(page: WhatIf) -> str:
    """Return all sentences of the page, once Qt has laid them out."""
    QTest.qWait(1)
    return "\n".join(label.text() for label in page.findChildren(QLabel) if not label.isHidden())


def ask(page: WhatIf, how: str, value: str = "") -> None:
    """Choose what about the handoff and add it."""
    page.how.setCurrentIndex(page.how.findData(how))
    page.value.setText(value)
    page.add()


def test_asking_changes_nothing(page: WhatIf, editor: Editor) -> None:
    """Without the wait of handoff 1 the whole takes 4 days instead of 7; the map is as before."""
    before = editor.map
    assert page.place.currentData() == "a-b"
    ask(page, "remove")
    assert "3 days less" in told(page)
    assert "Then handoff 2" in told(page)
    assert editor.map is before


def test_several_together_and_taken_back(page: WhatIf) -> None:
    """Asking about the same wait again replaces the first; what is taken back no longer counts."""
    ask(page, "halve")
    ask(page, "set", "1d")
    assert len(page._changes) == 1
    assert "2 days less" in told(page)
    page.drop(page._changes[0])
    assert page.diff == {}


def test_fewer_usable_is_warned_of(page: WhatIf) -> None:
    """What makes more come back is said aloud."""
    ask(page, "pca", "5/10")
    assert "5 of 10 arrive usable instead of 8 of 10" in told(page)


def test_what_makes_no_sense_is_one_sentence(page: WhatIf) -> None:
    """A share that is none leaves all as it was."""
    ask(page, "pca", "quite")
    assert "not read as a share" in told(page)
    assert page.diff == {}


class Beside:
    """Somebody who answers what is asked when told to."""

    def __init__(self) -> None:
        self.asked: dict[str, Callable[[], None]] = {}
        self.failing: dict[str, Callable[[str], object]] = {}

    def __call__(
        self,
        kind: str,
        map_: Map,
        function: str,
        then: Callable[[Any], object],
        *args: Any,
        failed: Callable[[str], object],
    ) -> None:
        module, _, name = function.partition(":")
        self.asked[kind] = lambda: then(list(getattr(import_module(module), name)(map_, *args)))
        self.failing[kind] = failed

    def answer(self) -> None:
        """Answer all."""
        asked, self.asked = self.asked, {}
        for answer in asked.values():
            answer()


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch, editor: Editor) -> Beside:
    """Who answers for an editor for which everything is slow, once the results are there."""
    made = editor.aside = Beside()
    _ = editor.figures
    made.answer()
    monkeypatch.setattr(results, "SLOW", 0.0)
    return made


def test_what_takes_long_is_answered_beside_the_window(qtbot: QtBot, editor: Editor, beside: Beside) -> None:
    """Until then it is said that it is awaited; what was asked later takes the place of what was asked before."""
    page = WhatIf(editor)
    qtbot.addWidget(page)
    page.show()
    assert AWAITED in told(page)
    beside.answer()
    assert "Take it" in [button.text() for button in page.findChildren(QPushButton)]
    ask(page, "halve")
    ask(page, "remove")
    qtbot.waitUntil(lambda: AWAITED in told(page))
    assert set(beside.asked) == {"what if", "next best"}
    beside.answer()
    assert "3 days less" in told(page)
    assert AWAITED not in told(page)


def test_an_answer_that_comes_soon_takes_the_place_of_what_was_shown(
    qtbot: QtBot, editor: Editor, beside: Beside
) -> None:
    """Nothing flickers in between."""
    page = WhatIf(editor)
    qtbot.addWidget(page)
    page.show()
    beside.answer()
    ask(page, "remove")
    assert AWAITED not in told(page)
    beside.answer()
    assert "3 days less" in told(page)


def test_what_nobody_could_answer_is_asked_again(qtbot: QtBot, editor: Editor, beside: Beside) -> None:
    """A helper that died takes nothing with it."""
    page = WhatIf(editor)
    qtbot.addWidget(page)
    page.show()
    beside.asked.clear()
    beside.failing["next best"]("gone")
    page._refresh()
    assert "next best" in beside.asked


def test_the_flow_that_is_asked_about_is_listed_at_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thousands the others follow, each once, while people choose."""
    monkeypatch.setattr(whatif, "PORTION", 3)
    names = [f"s{n}" for n in range(20)]
    flows = [flow(a, b, "1d") for a, b in pairwise(names)]
    editor = Editor(a_map(*(step(name, "1h") for name in names), *flows))
    page = WhatIf(editor, on=flows[15].id)
    qtbot.addWidget(page)
    assert page.place.currentData() == flows[15].id
    assert page.place.count() < len(flows)
    qtbot.waitUntil(lambda: page.place.count() == len(flows))
    assert {page.place.itemData(at) for at in range(len(flows))} == {each.id for each in flows}
    assert page.place.currentData() == flows[15].id
    page.begin(None)
    page.begin(flows[2].id)
    qtbot.waitUntil(lambda: page.place.count() >= len(flows))
    QTest.qWait(20)
    assert page.place.count() == len(flows), "what was under way ended"


def test_kept_looked_at_made_so_and_undone(page: WhatIf, editor: Editor) -> None:
    """Kept under a name, it can be looked at later and made so: one step, one undo."""
    ask(page, "remove")
    page.name.setText("No approval")
    page.keep()
    (scenario,) = editor.map.others("scenario")
    assert isinstance(scenario, Scenario)
    assert "No approval: " in told(page)
    page.drop(page._changes[0])
    page.load(scenario)
    page.make_it_so()
    wait = editor.map.flow("a-b").wait
    assert wait is not None
    assert wait.text in ("0d", "0h")
    editor.undo()
    assert editor.map.flow("a-b").wait != wait


def test_the_keyboard_stays_with_what_is_next(page: WhatIf) -> None:
    """Enter takes the next best; the one after it has the keyboard then. Esc ends it all."""
    first = next(made for made in page.findChildren(QPushButton) if made.text() == "Take it")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert [change.on for change in page._changes] == ["a-b"]
    QTest.qWait(20)
    focused = page.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Take it"
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert page.editor.what_if == {}


def test_the_next_best_is_taken_by_a_click(page: WhatIf) -> None:
    """The first of the next best becomes part of what is asked, and the order is found anew."""
    next(made for made in page.findChildren(QPushButton) if made.text() == "Take it").click()
    assert [change.on for change in page._changes] == ["a-b"]
    assert "Handoff 2" in told(page)
