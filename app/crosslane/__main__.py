"""`python -m crosslane` is the command `crosslane`."""

from __future__ import annotations

import sys


def main() -> int:
    """Open the window at once when nothing is asked for; else let the command line say what it means."""
    if len(sys.argv) == 1:
        # Reading arguments costs as much as painting the chrome, and the window needs none of it, nor commands the window.
        from crosslane.main import run_window  # noqa: PLC0415  (see above)

        return run_window(None, None)
    from crosslane.cli import main as command  # noqa: PLC0415  (see above)

    return command()


if __name__ == "__main__":
    raise SystemExit(main())
