"""Folders that are either complete or not there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corridor.errors import InputError

MANIFEST = "manifest.json"
"""The file by which a folder is known to be Corridor's own, so that it may be replaced."""

HASH = 12
"""Letters of a hash by which tables say with which dataset they were made."""


def check_replaceable(target: Path) -> None:
    """Refuse a target that is somebody else's.

    Parameters
    ----------
    target
        The folder to be written. It may be missing, empty, or an earlier result (it holds a manifest).

    Raises
    ------
    InputError
        If it is a file, or a folder with other things in it.
    """
    if target.is_dir():
        if any(target.iterdir()) and not (target / MANIFEST).is_file():
            raise InputError(f"{target} holds files that are not a result of Corridor; name another folder")
    elif target.exists():
        raise InputError(f"{target} is a file; name a folder")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a folder to write into and put it in the target's place once the block has succeeded.

    The folder lies beside the target, so that the last step is a rename on one file system; after a failure the
    target is as it was.

    Parameters
    ----------
    target
        The folder to be written or replaced.

    Yields
    ------
    Path
        An empty folder.
    """
    target = target.absolute()
    check_replaceable(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh = scratch / "new"
        fresh.mkdir()
        yield fresh
        _take_place(fresh, target, scratch / "old")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _take_place(fresh: Path, target: Path, aside: Path) -> None:
    """Put the new folder in the old one's place; the old one comes back if that fails."""
    if target.exists():
        target.rename(aside)
    try:
        fresh.rename(target)
    except BaseException:
        if aside.exists():
            aside.rename(target)
        raise
