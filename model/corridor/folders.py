"""Folders that are either complete or not there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corridor.errors import InputError


def check_replaceable(target: Path, mark: str, what: str) -> None:
    """Refuse a target that is somebody else's.

    Parameters
    ----------
    target
        The folder to be written. It may be missing, empty, or of the same kind (it holds the mark).
    mark
        Name of the file by which a folder of the kind is known, so that it may be replaced.
    what
        The kind in words, e.g. ``a result of Corridor``.

    Raises
    ------
    InputError
        If it is a file, or a folder with other things in it.
    """
    if target.is_dir():
        if any(target.iterdir()) and not (target / mark).is_file():
            raise InputError(f"{target} holds files that are not {what}; name another folder")
    elif target.exists():
        raise InputError(f"{target} is a file; name a folder")


@contextmanager
def replacing(target: Path, mark: str, what: str) -> Iterator[Path]:
    """Give a folder to write into and put it in the target's place once the block has succeeded.

    The folder lies beside the target, so that the last step is a rename on one file system; after a failure the
    target is as it was.

    Parameters
    ----------
    target, mark, what
        The folder to be written or replaced, as in :func:`check_replaceable`.

    Yields
    ------
    Path
        An empty folder.
    """
    target = target.absolute()
    check_replaceable(target, mark, what)
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
