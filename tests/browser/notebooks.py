"""Where a room is shown in a browser: a notebook, and what Jupyter can do with it, or the room's own page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
from playwright.sync_api import BrowserContext, Locator, Page, Response, WebSocket

from .servers import Jupyter
from .waiting import TIMEOUT, until

SCRIPT = Path(__file__).with_name("jupyter.js")


class Tab:
    """A page in a browser, with the tests' probes in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.page.set_default_timeout(TIMEOUT * 1000)
        self.console: list[str] = []
        self.page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.console.append(f"page error: {error.message} {error.stack}"))

    def is_ready(self) -> bool:
        """Whether another test can use it."""
        return False

    def probe(self, name: str, *arguments: object) -> Any:
        return self.page.evaluate("([name, args]) => probes[name](...args)", [name, list(arguments)])

    def probe_element(self, name: str, element: Locator, *arguments: object) -> Any:
        return element.evaluate("(element, [name, args]) => probes[name](element, ...args)", [name, list(arguments)])


class RoomPage(Tab):
    """A room's own page, which takes no seconds to open as JupyterLab does."""

    def __init__(self, context: BrowserContext, server: Jupyter, room: str) -> None:
        super().__init__(context.new_page())
        self.page.goto(server.address(f"videoroom/room/{quote(room)}?token={server.token}"))


class Notebook(Tab):
    """One notebook in one page, with its kernel."""

    def __init__(self, context: BrowserContext, server: Jupyter, path: str, *, host: str = "127.0.0.1") -> None:
        self.server = server
        self.secrets: set[str] = set()
        self._path = path
        self._host = host
        context.add_init_script(path=SCRIPT)
        super().__init__(context.new_page())
        self._answers: list[Response] = []
        self.page.on("response", self._note_answer)
        self.page.on("websocket", self._note_socket)
        # A server that is away makes JupyterLab ask in front of everything; a person would dismiss that.
        self.page.add_locator_handler(
            self.page.locator(".jp-Dialog"), lambda dialog: dialog.get_by_role("button").first.click()
        )

    def opens(self, *cells: str) -> None:
        """Writes the file and opens it; nothing runs yet."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, self.server.notebooks / self._path)
        self.visits()

    def visits(self, path: str | None = None) -> None:
        """Opens the file, or another one, as it is."""
        self._path = path or self._path
        self._answers.clear()
        self.page.goto(self.server.notebook_address(self._path, self._host))
        self._is_ready()

    def visits_with_others(self) -> None:
        """Opens the file as it is in the default workspace, which all pages of the server share."""
        self.page.goto(self.server.shared_address(self._path))
        self._is_ready()

    def reloads(self) -> None:
        """Saves and reloads the page, whose widgets come back from the kernel."""
        self.saves()
        self._answers.clear()
        self.page.reload()
        self._is_ready()

    def runs(self, *cells: str) -> None:
        """Puts these cells in the place of all others, and runs them."""
        self._do("write", list(cells))
        self.runs_all()

    def runs_all(self) -> None:
        self._do("run")

    def adds(self, cell: str) -> None:
        """One more cell at the end, and runs it."""
        self._do("add", cell)

    def begins(self, cell: str) -> None:
        """One more cell at the end, which runs while others do something."""
        self._do("begin", cell)

    def begins_at(self, index: int) -> None:
        """Runs the cell at this place, while others do something."""
        self._do("runAt", index)

    def ends_at(self, index: int, within: float = TIMEOUT) -> None:
        """The cell at this place has come to its end."""
        until(lambda: self._do("hasRun", index), bool, f"cell {index} of {self._path} has ended", within)

    def runs_at(self, *indices: int) -> None:
        """Runs the cells at these places, one after the other."""
        for index in indices:
            self.begins_at(index)
            self.ends_at(index)

    def saves(self) -> str:
        """Saves as the disk button does, and returns what the file holds now."""
        self._do("save")
        return (self.server.notebooks / self._path).read_text()

    def closes(self) -> None:
        """Closes the notebook's tab in JupyterLab; the page stays, and so does the kernel."""
        self._do("close")

    def restarts_kernel(self) -> None:
        self._do("restartKernel")

    def cell_count(self) -> int:
        count: int = self._do("cells")
        return count

    def has_cells(self, count: int) -> None:
        until(self.cell_count, lambda seen: seen == count, f"{self._path} has {count} cells")

    def executes(self, code: str) -> str:
        """Runs code in the kernel, without a cell, and returns what it printed."""
        printed: str = self._do("execute", code)
        return printed

    def executes_in_a_console(self, code: str) -> str:
        """The same, in a console of this page on the same kernel."""
        printed: str = self._do("executeInConsole", code)
        return printed

    def opens_another_on_its_kernel(self) -> None:
        """A second notebook in this page, which is meant by everything from now on."""
        self._do("openAnother")

    def value(self, expression: str) -> Any:
        return json.loads(self.executes(f"import json; print(json.dumps({expression}))"))

    def has_printed(self, words: str, within: float = TIMEOUT) -> None:
        """Some output has these words."""
        outputs = self.page.locator(".jp-OutputArea-output")
        until(
            outputs.all_inner_texts,
            lambda texts: any(words in text for text in texts),
            f"{self._path} has printed {words!r}",
            within,
        )

    def tickets(self) -> Sequence[str]:
        """The tickets that the server gave to this page: a browser forgets the answers to what was there before."""
        return [answer.json()["ticket"] for answer in self._answers if answer.ok]

    def is_ready(self) -> bool:
        """Open, with a kernel."""
        ready = "(path) => globalThis.jupyter?.ready(path) ?? false"
        return not self.page.is_closed() and bool(self.page.evaluate(ready, self._path))

    def _do(self, name: str, *arguments: object) -> Any:
        return self.page.evaluate("([name, args]) => jupyter[name](...args)", [name, list(arguments)])

    def _is_ready(self) -> None:
        until(
            self.is_ready,
            bool,
            f"{self._path} is open with a kernel in jupyter {self.server.app}",
            within=60,
        )

    def _note_answer(self, answer: Response) -> None:
        if answer.url.endswith("/ticket"):
            self._answers.append(answer)

    def _note_socket(self, socket: WebSocket) -> None:
        if "/videoroom/" in socket.url:
            socket.on("framereceived", lambda data: self.secrets.update(_secrets_in(data)))


def _secrets_in(frame: str | bytes) -> set[str]:
    """Tokens, tickets and credentials anywhere in a message."""

    def walk(value: object) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(walk, value))
        if not isinstance(value, dict):
            return set()
        own = {v for k, v in value.items() if k in {"token", "ticket", "credential"} and isinstance(v, str)}
        return own.union(*map(walk, value.values()))

    return walk(json.loads(frame))
