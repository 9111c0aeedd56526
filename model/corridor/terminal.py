"""What a person sees while long work runs; silent unless somebody looks at standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def _silent(_stage: str) -> None:
    """Tell nothing."""


@contextmanager
def stages(title: str) -> Iterator[Callable[[str], None]]:
    """Give a function that tells what is being done; silent unless a person looks at standard error."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console

    with Console(stderr=True).status(title) as status:
        yield lambda stage: status.update(f"{title}: {stage}")


@contextmanager
def counted(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that shows how many of how many points are done; None unless a person looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(title, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
