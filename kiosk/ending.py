"""The end of the process, whatever still runs.

A thread that couldn't be ended in time may be in the middle of a library of its own: loading a model, learning what questions mean.
Were Python to take itself apart around it, that library would end the process with an abort, and whoever watches the kiosk would
count an orderly end as a crash.
"""

from __future__ import annotations

import logging
import os
import sys
import threading

log = logging.getLogger(__name__)


def still_at_work() -> tuple[str, ...]:
    """Names of the threads besides this one."""
    here = threading.current_thread()
    return tuple(thread.name for thread in threading.enumerate() if thread is not here)


def end(code: int) -> int:
    """Returns `code` where nothing is at work any more; else ends the process with it, at once."""
    if names := still_at_work():
        log.info("Ended in the middle of: %s", ", ".join(names))
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(code)
    return code
