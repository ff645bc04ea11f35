"""Commands that read maps and print them: show, diff, import; and the list of examples."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from crosslane.commands.maps import as_json, library_read, open_map, put_out
from crosslane.exchange.embedded import open_any
from crosslane.exchange.mapfile import write_file, write_text
from crosslane.exchange.templates import template, template_ids
from crosslane.model.diff import between, patch
from crosslane.model.records import body_of
from crosslane.model.scribe import lines


def show(options: Namespace) -> int:
    """Print the map as scribe lines."""
    map_ = open_map(options.map, library_read(options))
    put_out("\n".join(lines(map_)) or "This map is empty.", options.output)
    return 0


def diff(options: Namespace) -> int:
    """Print what changed from one map to another; 1 when anything did."""
    old, new = (open_map(name, library_read(options)) for name in (options.map, options.other))
    changes = between(old, new)
    if options.json:
        put_out(as_json([_change(id_, change) for id_, change in sorted(changes.items())]), options.output)
    else:
        put_out(
            "\n".join(_told(id_, change) for id_, change in sorted(changes.items())) or "The same map.", options.output
        )
    return int(bool(changes))


def _change(id_: str, change: Any) -> dict[str, Any]:
    before = body_of(change.before) if change.before else None
    after = body_of(change.after) if change.after else None
    return {"id": id_, "before": before, "after": after}


def _told(id_: str, change: Any) -> str:
    if change.before is None:
        return f"+ {change.after.kind} {id_}"
    if change.after is None:
        return f"- {change.before.kind} {id_}"
    fields = ", ".join(f"{name}: {_short(old)} -> {_short(new)}" for name, (old, new) in patch(change).items())
    return f"~ {change.after.kind} {id_}: {fields}"


def _short(value: Any) -> str:
    return str(getattr(value, "text", value))


def import_file(options: Namespace) -> int:
    """Read a map that a file holds or carries, and write it as a map file or print it."""
    map_ = open_any(Path(options.file))
    if options.output:
        write_file(map_, Path(options.output))
    else:
        put_out(write_text(map_), None)
    return 0


def templates(options: Namespace) -> int:
    """Print the ids and titles of the shipped examples."""
    put_out("\n".join(f"{id_:16} {template(id_).head.title}" for id_ in template_ids()), options.output)
    return 0
