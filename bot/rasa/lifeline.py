"""Ends the dialogue engine when the assistant that started it is gone, so that no orphan keeps its port and its database.

Refuses to watch over an engine that nobody says to have started: by hand, without the variable, it lives on its own.
"""

import os
import signal
import threading
import time

PARENT = "DIALOGUE_PARENT"
"""The variable with the process id of the assistant (bot/dialogue/process.py sets it)."""
LOOK_SECONDS = 0.5
GRACE_SECONDS = 5.0


def watch() -> None:
    """Watches from now on, in a thread of its own."""
    parent = os.environ.get(PARENT, "")
    if parent.isdigit():
        threading.Thread(target=_end_with, args=(int(parent),), name="lifeline", daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:  # a process whose parent has died gets another one
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)  # whatever still holds it up
