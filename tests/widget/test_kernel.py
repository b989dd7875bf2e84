"""A real kernel, whose page is played by comm messages: what it hears while a cell runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from .rows import facts, row

ROOT = Path(__file__).parents[2]
Page = Callable[[dict[str, Any]], None]


class Kernel:
    """Runs cells, and lets a page answer what they send."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self._client = client
        self._way: dict[str, str] = {}
        self.runs("from jupyter_videoroom import VideoRoom; room = VideoRoom('algebra')")
        self._comm = self.runs("print(room.comm.comm_id)").strip()
        self.tells(facts("available", [row("Bo")]))

    def runs(self, cell: str, page: Page = lambda asked: None) -> str:
        """What a cell prints, with its error if it raises."""
        self.last = id = self._client.execute(cell)
        self.states: list[str] = []
        printed = ""
        while True:
            message = self._client.get_iopub_msg(timeout=20)
            content = message["content"]
            if message["msg_type"] == "status":
                self.states.append(content["execution_state"])
            if message["msg_type"] == "comm_msg" and content["data"]["method"] == "custom":
                page(content["data"]["content"])
            if message["parent_header"].get("msg_id") != id:
                continue
            printed += str(content.get("text", "")) + str(content.get("evalue", ""))
            if content.get("execution_state") == "idle":
                return printed

    def late_output(self, page: Page = lambda asked: None) -> tuple[str, str]:
        """What is printed between cells: for which cell, and what."""
        while (message := self._client.get_iopub_msg(timeout=20))["msg_type"] != "stream":
            if message["msg_type"] == "comm_msg" and message["content"]["data"]["method"] == "custom":
                page(message["content"]["data"]["content"])
        return message["parent_header"]["msg_id"], message["content"]["text"]

    def goes_by_a_subshell(self) -> None:
        """From now on the page does, as JupyterLab's."""
        self._client.control_channel.send(self._client.session.msg("create_subshell_request", {}))
        reply = self._client.get_control_msg(timeout=20)
        self._way = {"subshell_id": reply["content"]["subshell_id"]}

    def accepts(self, asked: dict[str, Any]) -> None:
        self.tells(facts("in-call", [row("Bo")]))
        self.tells({"tell": "outcome", "id": asked["id"], "outcome": "accepted", "word": ""})

    def tells(self, content: dict[str, Any]) -> None:
        self.page_sends(method="custom", content=content)

    def page_sends(self, **data: Any) -> None:
        message = self._client.session.msg("comm_msg", {"comm_id": self._comm, "data": data})
        message["header"] |= self._way
        self._client.shell_channel.send(message)


# ipykernel leaves sockets and an event loop to the process's end.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with started() as kernel:
        yield kernel


@contextmanager
def started(*folders: Path) -> Iterator[Kernel]:
    """A kernel that looks for packages in these folders first."""
    manager = KernelManager()
    path = os.pathsep.join(map(str, [*folders, ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]))
    manager.start_kernel(env={**os.environ, "PYTHONPATH": path})
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    try:
        yield Kernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    "cell",
    [
        "print(room.call('Bo').result(15).outcome, room.state)",
        "print((await room.call('Bo')).outcome, room.state)",
        "import asyncio\nawait asyncio.sleep(0)\nprint(room.call('Bo').result(15).outcome, room.state)",
    ],
    ids=["result", "await", "result after an await"],
)
def test_a_running_cell_gets_an_outcome_and_the_state_that_goes_with_it(kernel: Kernel, cell: str) -> None:
    assert kernel.runs(cell, kernel.accepts) == "accepted in-call\n"


def test_a_kernel_that_hears_its_page_is_busy_all_the_same(kernel: Kernel) -> None:
    kernel.runs("room.call('Bo').result(15); print('still here')", kernel.accepts)
    assert kernel.states[0] == "busy"
    # After each message that was taken in between.
    assert all(after == "busy" for before, after in pairwise(kernel.states) if before == "idle")


def test_the_next_cell_gets_it_too(kernel: Kernel) -> None:
    kernel.runs("call = room.call('Bo')", kernel.accepts)
    assert kernel.runs("print(call.result(15).outcome)") == "accepted\n"


def test_a_page_that_is_silent_ends_the_wait_in_time(kernel: Kernel) -> None:
    assert "no outcome yet" in kernel.runs("room.call('Bo').result(0.2)")


def test_what_is_not_for_a_room_goes_its_usual_way(kernel: Kernel) -> None:
    kernel.runs("import ipywidgets; other = ipywidgets.IntSlider(1); call = room.call('Bo')")
    others_comm = kernel.runs("print(other.comm.comm_id)").strip()

    def moves_the_slider(asked: dict[str, Any]) -> None:
        rooms_comm, kernel._comm = kernel._comm, others_comm
        kernel.page_sends(method="update", state={"value": 5}, buffer_paths=[])
        kernel._comm = rooms_comm
        kernel.accepts(asked)

    cell = "room.call('Bo').result(15); print(other.value)"
    assert kernel.runs(cell, moves_the_slider) == "1\n"
    assert kernel.runs("print(other.value)") == "5\n"


def test_what_a_callback_prints_belongs_to_the_cell_that_registered_it(kernel: Kernel) -> None:
    kernel.runs("room.on('joined', lambda event: print(event.person['name'], 'came'))")
    registered = kernel.last
    kernel.runs("'another cell'")
    kernel.tells(facts("available", [row("Bo"), row("Cy")]))
    cell, printed = kernel.late_output()
    assert (cell, printed.strip()) == (registered, "Cy came")


def test_a_kernel_whose_parts_have_other_names_says_so_and_hears_between_cells() -> None:
    with started() as kernel:
        kernel.runs(CHANGED)
        said = kernel.runs("comm_pump.listen_for(room); room.call('Bo').result(0.2)")
        assert "has no _renamed_since in ipykernel.kernelbase:Kernel any more: a running cell cannot hear" in said
        assert "In this kernel a running cell cannot hear the page" in said
        kernel.runs("call = room.call('Bo')", kernel.accepts)
        assert kernel.runs("print(call.result(15).outcome)") == "accepted\n"


CHANGED = """
from jupyter_videoroom.kernel.private import HEARING, Feature
from jupyter_videoroom.widget import comm_pump
comm_pump.HEARING = Feature(HEARING.otherwise, {"ipykernel.kernelbase:Kernel": ("_renamed_since",)})
comm_pump._pump.stream.on_recv(comm_pump._pump._pass_on, copy=False)
comm_pump._pump = None
"""


FORK = """
import asyncio, multiprocessing
call = room.call('Bo')
async def waits():
    await call
uses = {
    'call': lambda: room.call('Bo'),
    'say': lambda: room.say('hello'),
    'hang up': room.hang_up,
    'leave': room.leave,
    'result': lambda: call.result(15),
    'await': lambda: asyncio.run(waits()),
    'connect': lambda: room.connect().result(60),
}
def attempt(use, answers):
    try:
        uses[use]()
    except (RuntimeError, ConnectionError) as error:
        answers.send('forked' in str(error))
context = multiprocessing.get_context('fork')
for use in uses:
    answers, asked = context.Pipe(False)
    process = context.Process(target=attempt, args=(use, asked))
    process.start()
    asked.close()
    print(use, answers.recv())
    process.join()
print(call.result(15).outcome)
"""


def test_a_forked_process_is_told_at_once_that_no_page_hears_it(kernel: Kernel) -> None:
    uses = ("call", "say", "hang up", "leave", "result", "await", "connect")
    assert kernel.runs(FORK, kernel.accepts).splitlines() == [*(f"{use} True" for use in uses), "accepted"]


def test_a_forked_process_takes_nothing_that_is_for_the_kernel(kernel: Kernel) -> None:
    cell = """
import os
from jupyter_videoroom.widget.comm_pump import wait_for_messages
child = os.fork()
if not child:
    os._exit(wait_for_messages(0))
print(os.waitpid(child, 0)[1], wait_for_messages(0))
"""
    assert kernel.runs(cell) == "0 True\n"


ANSWERS = """
import threading, time
computing = False
@room.on('joined')
def answer(event):
    print(threading.current_thread().name, computing, room.say('welcome').result(10).outcome)
"""


@pytest.mark.parametrize("version", ["", "7.0.*"])
def test_callbacks_run_in_the_main_thread_when_the_page_goes_by_a_subshell(version: str, tmp_path: Path) -> None:
    if version:
        # Without what it needs, which is here for the newest ipykernel.
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
        subprocess.run([*pip, "--target", str(tmp_path), f"ipykernel=={version}"], check=True)

    def page(asked: dict[str, Any]) -> None:
        if asked["do"] == "hang-up":
            other.tells(facts("available", [row("Bo"), row("Cy")]))
        elif asked["do"] == "say":
            other.tells({"tell": "outcome", "id": asked["id"], "outcome": "stored", "word": ""})

    with started(tmp_path) as other:
        assert other.runs("import ipykernel; print(ipykernel.__version__)").startswith(version.rstrip("*"))
        other.goes_by_a_subshell()
        other.runs(ANSWERS)
        registered = other.last
        # Somebody joins while it computes.
        other.runs("computing = True; room.hang_up(); time.sleep(1); computing = False", page)
        cell, printed = other.late_output(page)
        assert (cell, printed.strip()) == (registered, "MainThread False stored")
        # A cell that waits hears it too.
        assert other.runs("print(room.say('hello').result(10).outcome)", page) == "stored\n"
