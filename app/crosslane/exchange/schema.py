"""The JSON Schema of a line of the map file, generated from the records and shipped for other programs."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from crosslane.exchange.mapfile import FORMAT, VERSION
from crosslane.model.records import RECORD_TYPES


def schema_text() -> str:
    """Return the schema as it is shipped: any line of a file of this version is valid by it."""
    names, schema = models_json_schema([(type_, "validation") for type_ in RECORD_TYPES.values()])
    head = {
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "version": {"const": VERSION}},
        "required": ["format", "version"],
        "additionalProperties": False,
    }
    whole: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A line of a Crosslane map file, version {VERSION}",
        "description": "The first line is the head, every other line one record; a missing field has its default.",
        "oneOf": [head, *names.values()],
        "$defs": {name: _kept(body) for name, body in schema["$defs"].items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _kept(body: dict[str, Any]) -> dict[str, Any]:
    """Demand kind beside id: in the program the kind of a record is its type, in a file it has to be said."""
    if "kind" not in body.get("properties", {}):
        return body
    return {**body, "required": ["kind", *body.get("required", [])]}
