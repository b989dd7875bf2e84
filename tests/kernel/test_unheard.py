"""What fails and is asked for by nobody is told; once, and by nobody else."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from jupyter_videoroom.kernel import Refused
from jupyter_videoroom.kernel.pending import Pending
from jupyter_videoroom.kernel.trouble import tell_if_unheard

from ..browser.servers import Jupyter
from .notebook import Notebook
from .programs import run
from .published import until

ERROR = Refused("object-too-large", "That is too large.")


class Work:
    """Something under way, and what is told of it."""

    def __init__(self) -> None:
        self.future: Future[Any] = Future()
        self.told: list[BaseException] = []
        self.pending: Pending[Any] | None = tell_if_unheard(Pending(self.future), self.told.append)

    def forget(self) -> None:
        self.pending = None
        gc.collect()


@pytest.fixture
def shell() -> Iterator[Any]:
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.mark.parametrize("order", ["fails first", "fails last"])
def test_what_nobody_holds_is_told(order: str) -> None:
    work = Work()
    steps: list[Callable[[], object]] = [lambda: work.future.set_exception(ERROR), work.forget]
    for step in steps if order == "fails first" else reversed(steps):
        step()
    until(lambda: work.told)
    assert work.told == [ERROR]


def test_who_lets_go_of_it_waits_for_no_lock() -> None:
    # Finalizers run in any thread, whatever it holds: waiting there could be for ever.
    work = Work()
    work.future.set_exception(ERROR)
    locked, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with work.future._condition:
            locked.set()
            leave.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait()
    work.forget()
    assert holder.is_alive()
    leave.set()
    holder.join()
    until(lambda: work.told)
    assert work.told == [ERROR]


def test_what_is_held_is_told_at_the_end_of_its_cell(shell: Any) -> None:
    work = Work()
    work.future.set_exception(ERROR)
    assert work.told == []
    for _ in range(2):
        shell.run_cell("1")
    until(lambda: work.told)
    work.forget()
    assert work.told == [ERROR]


@pytest.mark.parametrize("asks", ["result", "await", "nobody, and it is given up", "nobody, and it does not fail"])
def test_otherwise_nothing_is_told(shell: Any, asks: str) -> None:
    work = Work()
    pending = work.pending
    assert pending
    if asks.startswith("nobody"):
        end: Callable[[], object] = work.future.cancel if "given up" in asks else partial(work.future.set_result, 1)
        end()
    else:
        work.future.set_exception(ERROR)
        with pytest.raises(Refused):
            _ = pending.result(1) if asks == "result" else asyncio.run(awaits(pending))
    shell.run_cell("1")
    del pending
    work.forget()
    assert work.told == []


async def awaits(pending: Pending[Any]) -> Any:
    return await pending


CELLS = ("room.show('x' * 3_000_000); None", "room.show('x' * 3_000_000)", "held = room.show('x' * 3_000_000)")


async def test_a_notebook_shows_it_in_the_cell_that_did_not_wait(server: Jupyter, name: str) -> None:
    notebook = await Notebook.opens(server)
    await notebook.runs(f"import asyncio, jupyter_videoroom; room = await jupyter_videoroom.connect({name!r})")
    for cell in CELLS:
        before = len(notebook.heard)
        await notebook.attempts(cell)
        parent = notebook.heard[-1]["parent_header"]["msg_id"]
        while not (errors := [heard for heard in notebook.heard[before:] if heard["msg_type"] == "error"]):
            await notebook.runs("await asyncio.sleep(0.05)")
        await notebook.runs("await asyncio.sleep(0.2)")
        (error,) = errors
        assert error["parent_header"]["msg_id"] == parent
        assert (error["content"]["ename"], "too large" in error["content"]["evalue"]) == ("Refused", True)
    assert "too large" in (await notebook.attempts("await room.show('x' * 3_000_000)"))[1]
    assert not [heard for heard in notebook.heard if heard["content"].get("name") == "stderr"]
    await notebook.closes()


async def test_a_script_is_told_on_its_standard_error(server: Jupyter, name: str) -> None:
    script = """
import sys, time, jupyter_videoroom
with jupyter_videoroom.connect(sys.argv[1]).result(30) as room:
    room.show("x" * 3_000_000)
    room.show("x").result(10)
    time.sleep(1)
"""
    process = await run(server, script, name)
    _, errors = await process.communicate()
    assert process.returncode == 0
    assert errors.decode().count("Refused: That is too large") == 1, errors.decode()
    assert "never retrieved" not in errors.decode()
