"""Where things are: the resources shipped with the program, and the user's folders."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

import platformdirs

APP = "crosslane"
_SENTINEL = "crosslane.resources"


class Places(NamedTuple):
    """The user's folders: `data` (the library), `state` (logs), `config` (window, choices)."""

    data: Path
    state: Path
    config: Path


def places() -> Places:
    """Return the user's folders; the environment variable CROSSLANE_HOME puts all of them under one folder."""
    home = os.environ.get("CROSSLANE_HOME")
    if home:
        root = Path(home).expanduser()
        return Places(root, root / "state", root / "config")
    dirs = platformdirs.PlatformDirs(APP, appauthor=False)
    return Places(dirs.user_data_path, dirs.user_state_path, dirs.user_config_path)


def library_path() -> Path:
    """Return the place of the library that is used when none is named."""
    return places().data / "library.db"


@cache
def resources() -> Path:
    """Return the folder of the shipped resources: inside the package when installed, beside it in a checkout.

    Raises FileNotFoundError when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parents[1] / "resources"):
        if (folder / _SENTINEL).is_file():
            return folder
    raise FileNotFoundError("The resources of Crosslane are missing: install the program again.")


def resource(*parts: str) -> Path:
    """Return the path of one shipped resource, say `resource("icons", "undo.svg")`."""
    return resources().joinpath(*parts)
