"""Where a command's map comes from, and where a result goes."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from crosslane.exchange.embedded import open_any
from crosslane.exchange.mapfile import SUFFIX, read_file, replace_file
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.settings import library_path, resource
from crosslane.storage.library import open_library


def template_ids() -> list[str]:
    """Return the ids of the shipped examples in their order."""
    order: list[str] = tomllib.loads(resource("templates", "index.toml").read_text(encoding="utf-8"))["order"]
    return order


def template(id_: str) -> Map:
    """Return a shipped example; raises Problem that lists them for an unknown id."""
    if id_ not in template_ids():
        raise Problem(f"There is no template {id_!r}: choose one of {', '.join(template_ids())}.")
    return read_file(resource("templates", f"{id_}{SUFFIX}"))


def open_map(name: str, library: Path | None = None) -> Map:
    """Return the map of a file, else of that title or id in the library; raises Problem when there is none."""
    path = Path(name)
    if path.suffix or path.exists() or "/" in name:
        return open_any(path)
    place = library or library_path()
    if place.exists():
        library_ = open_library(place, read_only=True)
        try:
            found = library_.find(name)
            if found is not None:
                return library_.open_map(found.id).map
        finally:
            library_.close()
    raise Problem(f"There is no file and no map in the library called {name!r}: see crosslane list.")


def put_out(text: str, output: str | None) -> None:
    """Print a text, or write it to a file."""
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    replace_file(Path(output), text.encode())


def as_json(value: Any) -> str:
    """Return JSON as people and programs read it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
