"""People's code in threads of ours: what it prints, and what it raises, belongs to the cell that it came from."""

from __future__ import annotations

import contextvars
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeAlias

Tell: TypeAlias = Callable[[BaseException], None]


def spawn(target: Callable[[], None], name: str) -> None:
    """Run it in a daemon thread, for the cell that runs now: ipykernel 7 keeps that in the context. Before, what is
    shown goes to the newest cell.
    """
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(target,), name=f"videoroom {name}", daemon=True).start()


def show(error: BaseException) -> None:
    """Show an error with its traceback, as a cell does, or by `sys.excepthook` outside IPython."""
    details = (type(error), error, error.__traceback__)
    if shell := _shell():
        shell.showtraceback(details)
    else:
        sys.excepthook(*details)


def line(error: BaseException) -> str:
    """An error in one line, as a notice says it."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


def _shell() -> Any:
    ipython: Any = sys.modules.get("IPython")
    return ipython and ipython.get_ipython()
