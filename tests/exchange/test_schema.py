"""The shipped JSON Schema is the one of the records."""

from __future__ import annotations

import json

from crosslane.exchange.schema import schema_text
from crosslane.model.records import RECORD_TYPES
from crosslane.settings import resource


def test_the_shipped_schema_is_that_of_the_records() -> None:
    """A change of a record shows here: write `schema_text()` into the file again."""
    assert resource("schema", "map.schema.json").read_text(encoding="utf-8") == schema_text()


def test_every_kind_of_record_says_its_kind_and_id() -> None:
    """Each kind is one alternative, refuses unknown fields and needs kind and id."""
    schema = json.loads(schema_text())
    kinds = {}
    for alternative in schema["oneOf"][1:]:
        body = schema["$defs"][alternative["$ref"].rsplit("/", 1)[1]]
        kinds[body["properties"]["kind"]["const"]] = body
    assert set(kinds) == set(RECORD_TYPES)
    assert all({"kind", "id"} <= set(body["required"]) for body in kinds.values())
    assert all(body["additionalProperties"] is False for body in kinds.values())
