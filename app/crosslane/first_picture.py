"""The first picture of the map: a still of what was seen last, or of the first example, while the map is being read."""

from __future__ import annotations

import zlib
from pathlib import Path

from crosslane.settings import places, resource
from crosslane.storage.glance import last_state
from crosslane.ui.shell import Shell
from crosslane.ui.still import NAME, read_still, show_still

FIRST = "loop"


def show_first_picture(shell: Shell, library: Path, *, dark: bool) -> bool:
    """Show the still of what a library was closed with, or of the example; says whether there is one that is true."""
    state, file = last_state(library) if library.exists() else "", kept_still()
    if not state:
        shell.show_sides(False)
        state, file = example_state(), shipped_still(dark)
    still = read_still(file, state, dark=dark)
    if still is not None:
        show_still(shell, still)
    return still is not None


def kept_still() -> Path:
    """Return where the still of the last session is."""
    return places().state / NAME


def shipped_still(dark: bool) -> Path:
    """Return where the still of the first example is."""
    return resource("stills", f"{FIRST}-{'dark' if dark else 'light'}.still")


def example_state() -> str:
    """Return a text that is another one as soon as the example that is shown first is."""
    return f"{FIRST}:{zlib.crc32(resource('templates', f'{FIRST}.crosslane').read_bytes())}"
