"""Hearing the page while a cell runs.

ipykernel keeps comm messages until the cell has ended; 7.4 lets them through while a cell awaits, earlier ones do not.
What comes for a room is therefore taken off the shell channel as soon as it is read: when the kernel's loop runs, and
when `wait_for_messages` reads it while a cell waits. All other messages go their usual way, in their order.

JupyterLab sends comm messages by way of a subshell, from 4.4 on. Its thread would take them in beside what a cell
computes, and a callback that asks for a `result` would keep it from hearing that. ipykernel 7.4 brings them back to the
thread of the comm; for 7.0 to 7.3 this is done here, so that callbacks run in the main thread with every version.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

from ..kernel.private import HEARING, HEARING_OF_THREADS

# Seconds between two looks at whether what is waited for is done.
GLANCE = 0.05

_rooms: WeakValueDictionary[str, Any] = WeakValueDictionary()


class CommPump:
    """What reads a kernel's shell channel in its main thread."""

    def __init__(self, kernel: Any) -> None:
        self.kernel = kernel
        self.stream = _shell_stream(kernel)
        self._pass_on: Callable[[list[Any]], Any] = self.stream._recv_callback
        # A room is made in a cell, which is the one that runs now.
        self._cell: Any = kernel.get_parent("shell")
        kernel.shell.events.register("pre_run_cell", self._begin_cell)
        kernel.shell.events.register("post_run_cell", self._end_cell)
        self.stream.on_recv(self._receive, copy=False)
        if thread := _reading_thread(kernel):
            thread.io_loop.add_callback(SubshellBypass, kernel, thread)

    def wait(self, seconds: float) -> None:
        """Read what comes; in a cell."""
        self.stream.socket.poll(timeout=int(seconds * 1000) + 1)
        # The number is zmq.POLLIN: what waits to be sent is none of our business.
        self.stream.flush(1)

    def _receive(self, frames: list[Any]) -> Any:
        message = self._message(frames)
        if message is None:
            return self._pass_on(frames)
        self.kernel.comm_manager.comm_msg(self.stream, [], message)
        self._confirm(message)
        return None

    def _message(self, frames: list[Any]) -> Any:
        session = self.kernel.session
        parts = _for_a_room(session, frames)
        try:
            return parts and session.deserialize(parts, content=True, copy=False)
        except (ValueError, KeyError, IndexError, TypeError):
            return None

    def _confirm(self, message: Any) -> None:
        # A widget in the page sends no more changes of traits until it is told that the last ones were taken in.
        self.kernel._publish_status("idle", "shell", parent=message)
        # The server takes the last word for the kernel's state, and idle kernels may be culled.
        if self._cell:
            self.kernel._publish_status("busy", "shell", parent=self._cell)

    def _begin_cell(self, info: Any) -> None:
        self._cell = self.kernel.get_parent("shell")

    def _end_cell(self, result: Any) -> None:
        self._cell = None


class SubshellBypass:
    """In the thread that reads the shell channel, where messages part: to the main thread, or to a subshell."""

    def __init__(self, kernel: Any, thread: Any) -> None:
        self._session = kernel.session
        self._main = thread.manager.get_shell_channel_to_subshell_socket(None)
        self._pass_on: Callable[[list[Any]], Any] = kernel.shell_stream._recv_callback
        kernel.shell_stream.on_recv(self._receive, copy=False)

    def _receive(self, frames: list[Any]) -> Any:
        if _for_a_room(self._session, frames, by_a_subshell=True) is None:
            return self._pass_on(frames)
        self._main.send_multipart(frames, copy=False)
        return None


def _for_a_room(session: Any, frames: list[Any], by_a_subshell: bool = False) -> Any:
    """The parts of a message of the page for a room; None if it is another. Read here is only what is needed for that:
    what is read twice as a whole would count as replayed.
    """
    try:
        _, parts = session.feed_identities(frames, copy=False)
        header = session.unpack(parts[1].bytes)
        if header["msg_type"] != "comm_msg" or (by_a_subshell and not header.get("subshell_id")):
            return None
        return parts if session.unpack(parts[4].bytes)["comm_id"] in _rooms else None
    except (ValueError, KeyError, IndexError, TypeError):
        return None


_pump: CommPump | None = None


def listen_for(room: Any) -> None:
    """Hear the page of this room, a widget, also while a cell runs, if the kernel is one that is known."""
    global _pump  # noqa: PLW0603 - there is one kernel in a process
    if room.comm is None:
        return
    _rooms[room.comm.comm_id] = room
    kernel = _kernel()
    if kernel is None or (_pump and _pump.kernel is kernel):
        return
    try:
        _pump = CommPump(kernel) if _is_known(kernel) else None
    except AttributeError:
        _pump = None


def wait_for_messages(seconds: float) -> bool:
    """Read the shell channel for that long at the most. False where others do it: in other threads, outside of kernels.

    So too in a process that was forked from a kernel: what it read would be missing there.

    Raises RuntimeError in a kernel that is unknown, where it would be in vain to wait.
    """
    kernel = _kernel()
    if threading.current_thread() is not threading.main_thread() or kernel is None or kernel.session.pid != os.getpid():
        return False
    if _pump is None:
        raise RuntimeError("In this kernel a running cell cannot hear the page: await it, or ask in the next cell.")
    _pump.wait(seconds)
    return True


def hear(done: Callable[[], bool], timeout: float | None) -> None:
    """Hear the pages until it is done, or the time is over."""
    until = time.monotonic() + (float("inf") if timeout is None else timeout)
    while not done() and time.monotonic() < until and wait_for_messages(GLANCE):
        pass


def running_client() -> str:
    """The client of the kernel that has sent the cell which runs now, or ran last; "" outside of kernels.

    Also "" in kernels that tell it otherwise than ipykernel does: xeus-python and Pyodide have a `kernel` of their own.
    """
    try:
        return str(_kernel().get_parent("shell")["header"]["session"])
    except (AttributeError, TypeError, LookupError):
        return ""


def _kernel() -> Any:
    """The kernel whose process this is; None in a plain Python."""
    try:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415
    except ImportError:
        return None
    return getattr(get_ipython(), "kernel", None)


def _is_known(kernel: Any) -> bool:
    """Whether it is an ipykernel that has all that is needed here."""
    known = getattr(sys.modules.get("ipykernel.kernelbase"), "Kernel", ())
    return (
        isinstance(kernel, known)
        and HEARING.available
        and (_reading_thread(kernel) is None or HEARING_OF_THREADS.available)
    )


def _shell_stream(kernel: Any) -> Any:
    thread = _reading_thread(kernel)
    return thread.manager.get_shell_channel_to_subshell_pair(None).to_stream if thread else kernel.shell_stream


def _reading_thread(kernel: Any) -> Any:
    """In ipykernel 7 another thread reads the socket, and passes on what is for the main thread."""
    return getattr(kernel, "shell_channel_thread", None)
