"""The imports are the architecture: this reads them, and fails on an arrow that docs/architecture.md does not draw."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "jupyter_videoroom"

# What puts the rooms together may import this, beside the identity of its own world.
ROOT = {
    *("protocol", "build", "clock", "config", "deployment", "lasting"),
    *("observers", "rooms", "servers", "stores", "tokens", "web"),
}

# Which parts of the package, and which libraries outside the standard one, each part may import.
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "protocol": (set(), {"msgspec"}),
    "core": ({"protocol", "engines"}, set()),
    "engines": ({"protocol"}, set()),
    "clock": (set(), set()),
    "files": (set(), set()),
    "forks": (set(), set()),
    "servers": (set(), {"jupyter_core"}),
    "deployment": ({"files"}, set()),
    "tokens": ({"protocol", "clock", "files"}, {"jwt"}),
    "ice": ({"protocol"}, set()),
    "config": ({"core", "ice"}, {"traitlets"}),
    "stores": ({"protocol", "files"}, set()),
    "admission": ({"protocol", "clock", "stores", "tokens"}, set()),
    "services": ({"protocol", "core", "admission", "clock", "engines", "ice", "stores", "tokens"}, set()),
    "seat": ({"protocol"}, set()),
    "records": ({"protocol", "core", "seat", "services", "stores"}, set()),
    "live": ({"protocol", "core", "records", "seat", "services", "stores", "tokens"}, set()),
    "rooms": (
        {"protocol", "core", "admission", "clock", "engines", "ice", "live", "seat", "services", "stores", "tokens"},
        set(),
    ),
    "lasting": ({"config", "deployment", "stores", "tokens"}, set()),
    "build": ({"core", "clock", "config", "rooms", "seat", "services", "stores", "tokens"}, set()),
    "observers": ({"protocol", "core", "rooms"}, {"prometheus_client"}),
    "web": ({"protocol", "core", "live", "rooms", "seat", "tokens"}, {"tornado"}),
    "server": (ROOT | {"core"}, {"jupyter_server", "tornado", "traitlets"}),
    "hub": (ROOT, {"jupyterhub", "tornado", "traitlets"}),
    "kernel": ({"protocol", "forks", "servers"}, {"IPython", "av", "numpy", "tornado"}),
    "kernel/mesh": ({"protocol"}, {"aiortc", "av", "numpy", "pylibsrtp"}),
    "widget": ({"protocol", "forks", "kernel", "servers"}, {"IPython", "anywidget", "traitlets"}),
    "cli": ({"protocol", "servers"}, {"jupyter_server"}),
    "__init__": ({"widget", "server", "kernel"}, set()),
}
SANS_IO = {"asyncio", "logging", "os", "random", "secrets", "socket", "threading", "time", "datetime"}


def part_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rules_of(file: Path) -> tuple[set[str], set[str]]:
    """Of the smallest part that the file is in: media's transport is the only one that may know aiortc."""
    folder = file.parent.relative_to(PACKAGE).as_posix()
    return ALLOWED.get(folder) or ALLOWED[part_of(file)]


def imports(file: Path) -> list[tuple[str, bool]]:
    """Each imported part or library of a file, and whether it is one of ours."""
    found: list[tuple[str, bool]] = []
    depth = len(file.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found += [(name.name.split(".")[0], False) for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append(((node.module or "").split(".")[0], False))
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            found += [((node.module or name.name).split(".")[0], True) for name in node.names]
    return found


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda f: str(f.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(file: Path) -> None:
    import sys

    parts, libraries = rules_of(file)
    for name, ours in imports(file):
        if ours:
            assert name in parts | {part_of(file)}, f"{file.name} may not import {name}"
        elif name not in sys.stdlib_module_names:
            assert name in libraries, f"{file.name} may not import {name}"


@pytest.mark.parametrize("file", sorted((PACKAGE / "core").glob("*.py")), ids=lambda f: f.name)
def test_the_core_has_no_input_or_output(file: Path) -> None:
    assert not SANS_IO & {name for name, _ in imports(file)}


# Where names are used that other packages do not promise to keep; and such names of the standard library.
PRIVATE = {"kernel/mesh/private.py", "kernel/sources/figures.py", "widget/comm_pump.py"}
OF_PYTHON = {"_asdict", "_register_atexit"}


def test_what_other_packages_do_not_promise_is_used_in_few_modules() -> None:
    trees = {
        str(file.relative_to(PACKAGE)): list(ast.walk(ast.parse(file.read_text()))) for file in PACKAGE.rglob("*.py")
    }
    nodes = [node for tree in trees.values() for node in tree]
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    own |= {node.attr for node in nodes if isinstance(node, ast.Attribute) and is_of_self(node)}
    used = {
        (file, node.attr)
        for file, tree in trees.items()
        for node in tree
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__")
    }
    strange = {(file, name) for file, name in used if name not in own | OF_PYTHON}
    assert {file for file, _ in strange} == PRIVATE, strange


def is_of_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")


def test_a_server_needs_no_widgets_and_a_kernel_no_server() -> None:
    import subprocess
    import sys

    script = (
        "import sys, jupyter_videoroom; from jupyter_videoroom import VideoRoom; "
        "assert 'jupyter_server' not in sys.modules, 'widget imports the server'"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    script = (
        "import sys, jupyter_videoroom; jupyter_videoroom._jupyter_server_extension_points(); "
        "assert 'anywidget' not in sys.modules, 'server imports the widget'"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_test_reads_what_it_should() -> None:
    assert ("protocol", True) in imports(PACKAGE / "core" / "room.py")
    assert ("msgspec", False) in imports(PACKAGE / "protocol" / "codec.py")
