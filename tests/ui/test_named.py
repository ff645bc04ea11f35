"""What is named on the command line: a file, or a map of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosslane.desk import Desk, own_map
from crosslane.main import _open_named
from crosslane.model.errors import Problem


def test_a_title_may_have_a_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is a file, or looks like one and is no map, is a file."""
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path / "library.db")
    desk.open(lambda _saved, _sentence: None)
    desk.start(own_map("Model v1.2", ["Dev"], ""))
    desk.start(own_map("plans", ["Ops"], ""))
    (tmp_path / "plans").mkdir()
    assert _open_named(desk, "Model v1.2") == ""
    assert desk.editor.map.head.title == "Model v1.2"
    _open_named(desk, "plans")
    assert desk.editor.map.head.title == "plans"
    with pytest.raises(Problem, match=r"missing\.crosslane"):
        _open_named(desk, "missing.crosslane")
    with pytest.raises(Problem, match="no map in the library called 'Nowhere'"):
        _open_named(desk, "Nowhere")
    desk.close()
