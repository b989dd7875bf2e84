"""The examples of docs/kernel.md, run as the cells of one notebook, one after the other; Bo is there to be seen."""

from __future__ import annotations

import ast
import asyncio
import re
from pathlib import Path
from textwrap import indent

import numpy as np
from PIL import Image

from ..browser.servers import Jupyter
from .browser_peer import BrowserPeer
from .film import make_film
from .notebook import Notebook
from .programs import until
from .stamps import StampedVideo, Tone

DOCS = (Path(__file__).parents[2] / "docs" / "kernel.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
ROOM, ADDRESS = '"algebra"', '"http://localhost:8888/"'

# What the examples take for granted.
GIVEN = """
import os

import matplotlib.pyplot as plt
import numpy as np

array = np.zeros((48, 64, 3), np.uint8)
figure, _ = plt.subplots()
os.chdir({folder!r})
"""
LOOPED = "A loop has come to its end once."


class Telling(ast.NodeTransformer):
    """Loops say when they have come to their end once."""

    def __init__(self) -> None:
        self.loops = 0

    def visit_For(self, loop: ast.For) -> ast.For:
        self._tells(loop)
        return loop

    def visit_AsyncFor(self, loop: ast.AsyncFor) -> ast.AsyncFor:
        self._tells(loop)
        return loop

    def _tells(self, loop: ast.For | ast.AsyncFor) -> None:
        self.loops += 1
        self.generic_visit(loop)
        loop.body += ast.parse(f"print({LOOPED!r})").body


def telling(code: str) -> tuple[str, int]:
    """Code whose loops tell, and how many they are. Where there are any, an interrupt ends it well."""
    tree = compile(code, "docs/kernel.md", "exec", flags=ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    told = Telling()
    code = ast.unparse(ast.fix_missing_locations(told.visit(tree)))
    if told.loops:
        ending = "except (KeyboardInterrupt, asyncio.CancelledError):\n    pass"
        code = f"import asyncio\ntry:\n{indent(code, '    ')}\n{ending}"
    return code, told.loops


def make_files(folder: Path) -> None:
    """What the examples publish. What they record is theirs."""
    code = "\n".join(EXAMPLES)
    for name in set(re.findall(r'(?<!record\()"([\w-]+\.\w+)"', code)):
        match Path(name).suffix:
            case ".mp4" | ".webm":
                make_film(folder / name, seconds=2)
            case ".png" | ".jpg":
                Image.fromarray(np.zeros((48, 64, 3), np.uint8)).save(folder / name)


async def runs(notebook: Notebook, code: str) -> None:
    """A cell. One that reads on and on is interrupted once something was read."""
    before = len(notebook.heard)
    code, loops = telling(code)
    cell = asyncio.ensure_future(notebook.runs(code))
    if loops:
        await until(lambda: cell.done() or LOOPED in said(notebook, before))
        await notebook.interrupts()
        assert LOOPED in await cell
    await cell


def said(notebook: Notebook, since: int, stream: str = "stdout") -> str:
    contents = (message["content"] for message in notebook.heard[since:] if message["msg_type"] == "stream")
    return "".join(content["text"] for content in contents if content["name"] == stream)


async def test_the_examples_run(server: Jupyter, name: str, tmp_path: Path) -> None:
    assert len(EXAMPLES) > 5
    make_files(tmp_path)
    bo = await BrowserPeer(server, name, "Bo").enters()
    await bo.sends(camera=StampedVideo(), microphone=Tone())
    notebook = await Notebook.opens(server)
    await notebook.runs(GIVEN.format(folder=str(tmp_path)))
    # The page of somebody else has another room, address and token.
    here = {ROOM: repr(name), ADDRESS: repr(server.address("")), '"…"': repr(server.token)}
    for example in EXAMPLES:
        code = example
        for theirs, ours in here.items():
            code = code.replace(theirs, ours)
        await runs(notebook, code)
    assert said(notebook, 0, "stderr") == ""
    await notebook.closes()
