"""Keys that sort between their neighbours, so that moving one thing changes one record."""

from __future__ import annotations

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def key_between(low: str | None, high: str | None) -> str:
    """Return a key that sorts after `low` and before `high`; None stands for the open end.

    Raises ValueError when `low` does not sort before `high`, or when `high` ends in "0" (nothing sorts closely
    before such a key; none made here ends so).
    """
    if high is not None and (high.endswith("0") or (low or "") >= high):
        raise ValueError(f"no key sorts between {low!r} and {high!r}")
    key, bounded = "", high is not None
    while True:
        floor = _digit(low, len(key), 0)
        ceiling = _digit(high, len(key), 0) if bounded else len(_DIGITS)
        if ceiling - floor > 1:
            # Appending takes the next digit, inserting the middle: both leave room for what comes later.
            return key + _DIGITS[floor + 1 if high is None else (floor + ceiling) // 2]
        key += _DIGITS[floor]
        bounded = bounded and floor == ceiling


def _digit(key: str | None, position: int, default: int) -> int:
    return _DIGITS.index(key[position]) if key and position < len(key) else default


def keys(count: int) -> list[str]:
    """Return so many keys in order, for things that are made together."""
    made: list[str] = []
    for _ in range(count):
        made.append(key_between(made[-1] if made else None, None))
    return made
