"""Errors of people's code that runs in other threads, shown in the cell that it came from."""

from __future__ import annotations

import contextvars
import sys
from collections.abc import Callable
from typing import Any, TypeAlias

Tell: TypeAlias = Callable[[BaseException], None]


def teller() -> Tell:
    """A function that shows an error as the cell would that calls this now: as IPython does, or by `sys.excepthook`.

    ipykernel 7 keeps the cell that output belongs to in the context; before, it goes to the newest cell.
    """
    context = contextvars.copy_context()

    def tell(error: BaseException) -> None:
        context.copy().run(_show, error)

    return tell


def line(error: BaseException) -> str:
    """An error in one line, as a notice says it."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


def _show(error: BaseException) -> None:
    details = (type(error), error, error.__traceback__)
    if shell := _shell():
        shell.showtraceback(details)
    else:
        sys.excepthook(*details)


def _shell() -> Any:
    ipython: Any = sys.modules.get("IPython")
    return ipython and ipython.get_ipython()
