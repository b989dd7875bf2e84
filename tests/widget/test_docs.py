"""The examples of docs/api.md that need no page are run, one after the other; the others are read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.kernel.face import Room

API = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python( page)?\n(.*?)^```", API, re.MULTILINE | re.DOTALL)


@pytest.fixture
def names() -> Iterator[dict[str, Any]]:
    found: dict[str, Any] = {}
    yield found
    found["room"].close()


def test_the_examples_run(names: dict[str, Any]) -> None:
    runnable = [code for page, code in EXAMPLES if not page]
    assert len(runnable) == 5
    for code in runnable:
        exec(code, names)
    assert names["room"].people.get("Bo") is None


def test_the_examples_that_need_a_page_use_what_there_is() -> None:
    (code,) = [code for page, code in EXAMPLES if page]
    tree = compile(code, "docs/api.md", "exec", flags=ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_room(node.value)}
    assert used == {"call", "say", "hang_up", "leave"}
    assert all(hasattr(VideoRoom, name) for name in used)


@pytest.mark.parametrize(
    "name", [name for name in {**vars(VideoRoom), **vars(Room)} if not name.startswith("_") and name != "close"]
)
def test_every_public_name_is_described(name: str) -> None:
    assert name in API


def _is_room(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "room"
