"""What travels before the room appears: the loader through the kernel's comm, and the bundle from the server."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent / "jupyter_videoroom"
GOALS = {"loader": 3_400, "bundle_gzip": 52_000}


def measure() -> dict[str, Any]:
    """Sizes in bytes."""
    loader = (PACKAGE / "widget" / "loader.js").read_bytes()
    files = first_screen(PACKAGE / "static" / "videoroom" / "entry.js")
    bundle = sum(file.stat().st_size for file in files)
    return {
        "unit": "bytes",
        "loader": len(loader),
        "bundle": bundle,
        "bundle_gzip": sum(len(gzip.compress(file.read_bytes(), 9)) for file in files),
        "goal": GOALS,
    }


def first_screen(file: Path) -> set[Path]:
    """A file, and all that it imports before it runs; what is imported later stands in parentheses."""
    imported = re.findall(r"""(?:\bfrom|\bimport)\s*"(\.[^"]+)\"""", file.read_text())
    return {file}.union(*(first_screen((file.parent / name).resolve()) for name in imported))


def table(result: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"loader         {result['loader']:8,} bytes   (goal <= {GOALS['loader']:,})",
            f"bundle         {result['bundle']:8,} bytes",
            f"bundle, gzip   {result['bundle_gzip']:8,} bytes   (goal <= {GOALS['bundle_gzip']:,})",
        ]
    )
