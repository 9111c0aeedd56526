"""The scenario language as JSON Schema (draft 2020-12), for completion and hover texts in editors.

The form comes from the models of ``document``, the names and what they stand for from a dataset. A file is judged by
itself, so nothing but the title is missing in one: what it leaves out may stand in a file it extends. Numbers and dates
arrive from YAML as such and not as texts, so both are taken.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corridor.dataset import Dataset
from corridor.scenario.document import Document, model_name
from corridor.scenario.object_texts import texts_by_kind
from corridor.scenario.sections import SECTIONS, Section
from corridor.scenario.values import NAME

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_NOT_TAKEN_BACK = ("title", "extends")
_NULL = {"type": "null"}
_PATTERN = "[*?]"
"""Key of a section that stands for several objects, as an expression for editors."""
_UNUSED = ("title", "required")
"""What the models say and the language does not: titles are their own names, required keys may stand in other files."""


def schema_text(dataset: Dataset) -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema(dataset), indent=1, ensure_ascii=False) + "\n"


def schema(dataset: Dataset) -> dict[str, Any]:
    """Return the JSON Schema of scenarios on a dataset.

    Parameters
    ----------
    dataset
        Whose objects can be named; they become keys with hover texts.
    """
    names = texts_by_kind(dataset)
    form = _named(language(), names)
    for section in SECTIONS:
        form["properties"][section.key] |= _other_keys(section)
    used = sorted(kind for kind in names if f'"{_reference(kind)}"' in json.dumps(form))
    definitions = {_definition(kind): {"type": "string", "enum": list(names[kind])} for kind in used}
    head = {"$schema": DRAFT, "title": "Corridor scenario", "description": "A scenario for Corridor."}
    return {**head, **form, "required": ["title"], "$defs": {**form["$defs"], **definitions}}


def language() -> dict[str, Any]:
    """Return the form of a scenario file without names of objects; their kinds stand under :data:`NAME`."""
    found: dict[str, Any] = _tidy(Document.model_json_schema(mode="validation"))
    for name, part in found["$defs"].items():
        found["$defs"][name] = _nullable(part)
    keys = found["properties"]
    return {**found, "properties": {key: _nullable_in(value, key) for key, value in keys.items()}}


def _tidy(node: Any) -> Any:
    """Bring the form that pydantic writes into the one that editors need, level by level."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    tidied: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            tidied[key] = {name: _tidy(each) for name, each in value.items()}
        elif key == "default" and not (isinstance(value, str) and value):
            continue
        elif key not in _UNUSED:
            tidied[key] = _tidy(value)
    if "anyOf" in tidied:
        tidied["anyOf"] = _flat(tidied["anyOf"], described="description" in tidied)
    if tidied.get("type") == "array" and "minLength" in tidied:
        tidied["minItems"] = tidied.pop("minLength")
    if tidied.get("type") == "string" and not {"enum", "pattern", NAME} & set(tidied):
        tidied["type"] = ["string", "number"]
    for key in ("properties", "additionalProperties"):
        if isinstance(tidied.get(key), dict):
            tidied[key] = _nullable_below(key, tidied[key])
    return tidied


def _nullable_below(key: str, value: dict[str, Any]) -> dict[str, Any]:
    """Let ``null`` stand for every value of a mapping, because it takes back what an earlier layer says."""
    if key == "additionalProperties":
        return _nullable(value)
    return {name: _nullable_in(each, name) for name, each in value.items()}


def _nullable_in(value: dict[str, Any], key: str) -> dict[str, Any]:
    """As before for the value of a key; a few keys have nothing below them that could come back."""
    if key not in _NOT_TAKEN_BACK:
        return _nullable(value)
    return {**value, "anyOf": [each for each in value["anyOf"] if each != _NULL]}


def _nullable(form: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in form:  # what it refers to takes null
        return form
    if "anyOf" in form:
        return {**form, "anyOf": [*(each for each in form["anyOf"] if each != _NULL), _NULL]}
    if NAME in form:  # becomes a reference to a list of names
        about = {"description": form["description"]} if "description" in form else {}
        return {**about, "anyOf": [{key: value for key, value in form.items() if key != "description"}, _NULL]}
    kinds = form["type"] if isinstance(form["type"], list) else [form["type"]]
    enum = {"enum": [*(each for each in form["enum"] if each is not None), None]} if "enum" in form else {}
    return {**form, "type": [*(kind for kind in kinds if kind != "null"), "null"], **enum}


def _flat(options: list[dict[str, Any]], *, described: bool) -> list[dict[str, Any]]:
    """Take the options of options for options; a text that stands above them is not said again."""
    found: list[dict[str, Any]] = []
    for option in options:
        inner = option["anyOf"] if set(option) <= {"anyOf", "description"} and "anyOf" in option else [option]
        for each in inner:
            kept = {key: value for key, value in each.items() if not (described and key == "description")}
            if kept not in found:
                found.append(kept)
    return found


def _named(node: Any, names: Mapping[str, Mapping[str, str]]) -> Any:
    """Put the names of a dataset where the form holds their kinds."""
    if isinstance(node, list):
        return [_named(each, names) for each in node]
    if not isinstance(node, dict):
        return node
    if NAME in node:
        kept = {"description": node["description"]} if "description" in node else {}
        return {"$ref": _reference(node[NAME]), **kept}
    filled = {key: _named(value, names) for key, value in node.items()}
    keys = node.get("propertyNames", {})
    if NAME in keys:
        del filled["propertyNames"]
        value = filled["additionalProperties"]
        filled["properties"] = {name: {**value, "description": text} for name, text in names[keys[NAME]].items()}
    return filled


def _other_keys(section: Section) -> dict[str, Any]:
    """Say what keys may stand beside the names of a section: patterns, and new objects with all that they need."""
    part = {"$ref": f"#/$defs/{model_name(section)}"}
    patterns = {"patternProperties": {_PATTERN: {**part, "description": "Every object that the pattern matches."}}}
    if not section.columns:
        return {**patterns, "additionalProperties": False}
    about = (
        f"A new {section.kind}; it needs {', '.join(section.needed)}." if section.needed else f"A new {section.kind}."
    )
    new: dict[str, Any] = {**part, "required": list(section.needed), "description": about}
    if all(column.default is not None for column in section.columns):  # an object is new if it says any of them
        new["anyOf"] = [{"required": [column.key]} for column in section.columns]
    return {**patterns, "additionalProperties": new}


def _definition(kind: str) -> str:
    return kind.replace(" ", "-")


def _reference(kind: str) -> str:
    return f"#/$defs/{_definition(kind)}"
