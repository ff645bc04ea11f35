"""Where things are: the resources shipped with the program, and the user's folders."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

APP = "crosslane"
_SENTINEL = "crosslane.resources"


class Places(NamedTuple):
    """The user's folders: `data` (the library, own practices) and `state` (the log, how the window looked)."""

    data: Path
    state: Path


def places() -> Places:
    """Return the user's folders; the environment variable CROSSLANE_HOME puts all of them under one folder.

    Raises ValueError with a sentence when nobody knows where the user's home is.
    """
    home = os.environ.get("CROSSLANE_HOME")
    try:
        if home:
            root = Path(home).expanduser()
            return Places(root, root / "state")
        if sys.platform.startswith("linux"):
            return Places(_xdg("XDG_DATA_HOME", ".local/share"), _xdg("XDG_STATE_HOME", ".local/state"))
        # On Linux its answer is the two lines above, and it takes a thirtieth of the start to give it.
        import platformdirs  # noqa: PLC0415  (see above)

        dirs = platformdirs.PlatformDirs(APP, appauthor=False)
    except RuntimeError as error:
        raise ValueError(
            "Where your home folder is, nobody knows here: set the environment variable CROSSLANE_HOME to a folder for "
            "your maps, and start again."
        ) from error
    return Places(dirs.user_data_path, dirs.user_state_path)


def _xdg(variable: str, usual: str) -> Path:
    """Return our folder where a variable says, else at the usual place below the home folder; a relative one is none."""
    said = Path(os.environ.get(variable, ""))
    return (said if said.is_absolute() else _home() / usual) / APP


def _home() -> Path:
    said = Path(os.environ.get("HOME", ""))
    if said.is_absolute():
        return said
    # Only where HOME says nothing: then the list of users is asked.
    import pwd  # noqa: PLC0415  (see above; and Windows has none)

    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError as error:
        raise RuntimeError from error


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
