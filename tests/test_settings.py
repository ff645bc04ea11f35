"""Where the user's files are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs
import pytest

from crosslane import settings

ROOT = Path(os.sep)


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CROSSLANE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="on other systems platformdirs is asked itself")
@pytest.mark.parametrize("home", ["/people/ada", "/people/Ädä und 東京", "", "not/absolute", None])
@pytest.mark.parametrize("data", ["/srv/data", "not/absolute", "", None])
@pytest.mark.parametrize("state", ["/srv/state", "~/state", None])
def test_our_folders_are_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, home: str | None, data: str | None, state: str | None
) -> None:
    """On Linux we follow the same rules without loading it; a library made by an earlier version is found."""
    for name, value in (("HOME", home), ("XDG_DATA_HOME", data), ("XDG_STATE_HOME", state)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    theirs = platformdirs.PlatformDirs("crosslane", appauthor=False)
    assert settings.places() == (theirs.user_data_path, theirs.user_state_path)
    assert settings.library_path() == theirs.user_data_path / "library.db"


def test_one_folder_for_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """CROSSLANE_HOME wins, and may be said from the home folder on."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CROSSLANE_HOME", "~/team")
    assert settings.places() == (tmp_path / "team", tmp_path / "team" / "state")


@pytest.mark.parametrize("said", ["", "~nobody-of-that-name/maps"])
def test_nobody_knows_where_home_is(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Then one sentence says what to do about it."""

    def unknown(_user: int) -> None:
        raise KeyError

    monkeypatch.setenv("CROSSLANE_HOME", said)
    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr("pwd.getpwuid", unknown)
    with pytest.raises(ValueError, match=r"^Where your home folder is, nobody knows here: .* CROSSLANE_HOME .*\.$"):
        settings.places()


def test_what_is_shipped_is_there() -> None:
    assert settings.resource("icons", "undo-2.svg").is_file()
    assert ROOT in settings.resources().parents
