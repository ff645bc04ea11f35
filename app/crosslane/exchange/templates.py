"""The example maps that come along."""

from __future__ import annotations

import tomllib

from crosslane.exchange.mapfile import SUFFIX, read_file
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.settings import resource


def template_ids() -> list[str]:
    """Return the ids of the shipped examples in their order."""
    order: list[str] = tomllib.loads(resource("templates", "index.toml").read_text(encoding="utf-8"))["order"]
    return order


def template(id_: str) -> Map:
    """Return a shipped example; raises Problem that lists them for an unknown id."""
    if id_ not in template_ids():
        raise Problem(f"There is no template {id_!r}: choose one of {', '.join(template_ids())}.")
    return read_file(resource("templates", f"{id_}{SUFFIX}"))
