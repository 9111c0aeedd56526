"""Let a person stop a solve: HiGHS runs beside the thread that hears Ctrl-C.

While HiGHS runs in the main thread, Python hears of no signal until it is back. So it runs in another thread, and is
asked to stop when Ctrl-C comes.
"""

from __future__ import annotations

import threading
from typing import Any

#: Seconds that HiGHS gets to stop: presolve and some interior methods do not ask whether they should.
PATIENCE = 3.0


def run(solver: Any) -> Any:
    """Run HiGHS and return its status.

    Raises
    ------
    KeyboardInterrupt
        As soon as HiGHS has stopped, or has not stopped in time; what it held is of no use any more.
    """
    if threading.current_thread() is not threading.main_thread():
        return solver.run()
    stop = threading.Event()
    statuses: list[Any] = []

    def ask(event: Any) -> None:
        if stop.is_set():
            event.interrupt()

    for callback in (solver.cbSimplexInterrupt, solver.cbIpmInterrupt, solver.cbMipInterrupt):
        callback.subscribe(ask)
    worker = threading.Thread(target=lambda: statuses.append(solver.run()), daemon=True)
    worker.start()
    try:
        worker.join()
    except KeyboardInterrupt:
        stop.set()
        worker.join(PATIENCE)
        raise
    finally:
        if not worker.is_alive():
            for callback in (solver.cbSimplexInterrupt, solver.cbIpmInterrupt, solver.cbMipInterrupt):
                callback.unsubscribe(ask)
    return statuses[0]
