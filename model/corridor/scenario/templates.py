"""Scenarios to start from: commented files that are valid as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corridor.errors import InputError, Problem, did_you_mean
from corridor.scenario.files import SCHEMA, SHIPPED

_FOLDER = Path(__file__).with_name("starters")
_TITLE = "{title}"


@dataclass(frozen=True, slots=True)
class Template:
    """A file to start from: its name, what it shows, and its text with a place for the title."""

    name: str
    about: str
    text: str


def templates() -> tuple[Template, ...]:
    """Return every template, sorted by name."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.yaml")))


def start(name: str, template: str, folder: Path) -> list[Path]:
    """Write a scenario to start from, and the schema for editors beside it unless it is there.

    Parameters
    ----------
    name
        Of the scenario: letters, digits and '-'.
    template
        Name of a template.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    list of Path
        What was written, the scenario first.

    Raises
    ------
    InputError
        If the name is no name, the template unknown, or the file there already.
    """
    if not re.fullmatch(r"\w[\w-]*", name):
        raise InputError(
            Problem(f"'{name}' is no name for a scenario", hint="use letters, digits and '-', e.g. my-line")
        )
    known = {each.name: each for each in templates()}
    if template not in known:
        message = f"there is no template '{template}'{did_you_mean(template, known)}"
        raise InputError(Problem(message, hint=f"templates: {', '.join(known)}"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    _write(path, known[template].text.replace(_TITLE, name.replace("-", " ").capitalize()))
    schema = folder / SCHEMA
    shipped = next((place / SCHEMA for place in SHIPPED if (place / SCHEMA).is_file()), None)
    if schema.exists() or shipped is None:
        return [path]
    schema.write_bytes(shipped.read_bytes())
    return [path, schema]


def _write(path: Path, text: str) -> None:
    """Write a new file, never over another."""
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise InputError(Problem(f"'{path}' is there already", hint="choose another name")) from error


def _read(path: Path) -> Template:
    text = path.read_text(encoding="utf-8")
    about = text.splitlines()[1].removeprefix("# ")
    return Template(path.stem, about, text)
