"""The last gate: whatever goes wrong, people get one sentence and a place to look, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def guarded(do: Callable[[], int]) -> int:
    """Do it and return its exit code; 2, after one sentence on standard error, when something was wrong."""
    try:
        code = do()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has heard enough ("| head"); Python's own last flush must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ValueError as problem:
        # Problem is a ValueError; anything else of that kind is bad input too.
        return refuse(str(problem))
    except OSError as error:
        if not error.strerror:
            # Ours, such as the one about missing resources: a sentence already.
            return refuse(str(error))
        return refuse(f"{error.filename or 'a file'} cannot be used ({error.strerror}): check the place.")
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  (it is the last gate)
        return refuse(unexpected(error))
    else:
        return code


def refuse(sentence: str) -> int:
    """Say what is wrong on standard error; returns the exit code for it."""
    sys.stderr.write(f"crosslane: {' '.join(sentence.split())}\n")
    return 2


def unexpected(error: BaseException) -> str:
    """Write what went wrong inside to the log and return the sentence about it."""
    # Only when something is wrong already: a healthy start needs neither.
    import traceback  # noqa: PLC0415  (see above)

    from crosslane.settings import places  # noqa: PLC0415  (see above)

    try:
        log = places().state / "crosslane.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write("".join(traceback.format_exception(error)))
    except (OSError, ValueError):
        return f"Something went wrong inside ({type(error).__name__}): please tell us what you did."
    return f"Something went wrong inside ({type(error).__name__}): {log} says more; please tell us what you did."
