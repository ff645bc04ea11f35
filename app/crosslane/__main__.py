"""`python -m crosslane` is the command `crosslane`."""

from __future__ import annotations

import gc
import sys

# A map, and Qt's own modules, are many small things that live long: looking through all of them for circles every few
# hundred new ones takes several frames, a twentieth of the start, and is not needed that often.
GARBAGE = 50_000, 20, 50


def prepare() -> None:
    """Set up the interpreter, before anything else is imported."""
    gc.set_threshold(*GARBAGE)


def main() -> int:
    """Open the window at once when nothing is asked for; else let the command line say what it means."""
    prepare()
    if len(sys.argv) == 1:
        # Reading arguments costs as much as painting the chrome, and the window needs none of it, nor commands the window.
        from crosslane.main import run_window  # noqa: PLC0415  (see above)

        return run_window(None, None)
    from crosslane.cli import main as command  # noqa: PLC0415  (see above)

    return command()


if __name__ == "__main__":
    raise SystemExit(main())
