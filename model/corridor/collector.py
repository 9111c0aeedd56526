"""Run without the garbage collector where everything that is made stays to the end."""

from __future__ import annotations

import atexit
import functools
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def nothing_thrown_away() -> Iterator[None]:
    """Leave out the collector inside; without this it would look again and again through objects that stay."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def keeping_everything(function: Callable[P, T]) -> Callable[P, T]:
    """Run the last function of a program without the collector.

    It stays off: its first look afterwards would go through everything that was made. The objects are also left out of
    the interpreter's last look at exit.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)
        gc.disable()
        return function(*args, **kwargs)

    return run
