"""The JSON Schema of the knowledge files, generated from the models and shipped for editors and other programs."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from crosslane.practices.article import Article, Glossary
from crosslane.practices.knowledge import Check, MaturityQuestion, Practice, Row, Settings, Source, Symptom, Words

_FILES: dict[str, type[BaseModel]] = {
    "practices/*.toml": Practice,
    "symptoms/*.toml": Symptom,
    "context/*.toml [[row]]": Row,
    "maturity.toml [[question]]": MaturityQuestion,
    "sources.toml [[source]]": Source,
    "checks.toml [[check]]": Check,
    "settings.toml": Settings,
    "words.toml": Words,
    "article.toml": Article,
    "glossary.toml": Glossary,
}


def schema_text() -> str:
    """Return the schema as it is shipped; `files` says which part a file is valid by."""
    names, schema = models_json_schema([(entry, "validation") for entry in _FILES.values()])
    whole: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The knowledge of Crosslane: practices, symptoms and what belongs to them",
        "description": "Files are TOML; a missing field has its default, an unknown field is refused.",
        "files": {file: names[(entry, "validation")]["$ref"] for file, entry in _FILES.items()},
        "$defs": schema["$defs"],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
