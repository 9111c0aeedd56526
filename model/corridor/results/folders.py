"""Folders of results: known by their manifest, and either complete or not there."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from corridor import folders

MANIFEST = "manifest.json"
"""The file by which a folder is known to be Corridor's own, so that it may be replaced."""

BRANCHES = "branches"
"""Folder that holds the results of branches of the future, each in a folder of its own."""

HASH = 12
"""Letters of a hash by which tables say with which dataset they were made."""

_WHAT = "a result of Corridor"


def branch_folder(folder: Path, branch: str) -> Path:
    """Return the folder of a branch in that of a run."""
    return folder / BRANCHES / branch


def check_replaceable(target: Path) -> None:
    """Refuse a target that is neither missing nor empty nor an earlier result.

    Raises
    ------
    InputError
        As :func:`corridor.folders.check_replaceable`.
    """
    folders.check_replaceable(target, MANIFEST, _WHAT)


def replacing(target: Path) -> AbstractContextManager[Path]:
    """Give a folder to write into that takes the target's place; see :func:`corridor.folders.replacing`."""
    return folders.replacing(target, MANIFEST, _WHAT)
