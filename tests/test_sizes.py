"""How long functions and files may be. For TypeScript, Biome has the rule for functions (js/biome.json)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAX_FUNCTION, MAX_FILE = 45, 400
FOLDERS = ("jupyter_videoroom", "js/src", "js/test", "tests", "tools", "benchmarks")
ENDINGS = {".py", ".ts", ".tsx", ".js", ".mjs", ".css"}


def is_written_by_hand(file: Path) -> bool:
    """Neither generated, nor a table of words, nor installed in a hidden folder."""
    folders = file.relative_to(ROOT).parts
    return not (".gen." in file.name or {"static", "lang"} & set(folders) or any(part[0] == "." for part in folders))


FILES = sorted(
    file
    for folder in FOLDERS
    for file in (ROOT / folder).rglob("*")
    if file.suffix in ENDINGS and is_written_by_hand(file)
)


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """The name of each function, and how many lines it has."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_too_long() -> None:
    lines = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in FILES}
    assert not {name: count for name, count in lines.items() if count > MAX_FILE}


def test_no_function_is_too_long() -> None:
    found = [(file, *function) for file in FILES if file.suffix == ".py" for function in functions(file)]
    assert not [f"{file}, {name}: {lines} lines" for file, name, lines in found if lines > MAX_FUNCTION]


def test_lines_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "two.py"
    file.write_text("def one(): ...\n\nasync def two():\n    one()\n    one()\n")
    assert list(functions(file)) == [("one", 1), ("two", 3)]
    assert len(FILES) > 400
