"""What travels before the room appears: the loader through the kernel's comm, and the bundle from the server."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent / "jupyter_videoroom"
GOALS = {"loader": 3_000, "bundle_gzip": 60_000}


def measure() -> dict[str, Any]:
    """Sizes in bytes."""
    loader = (PACKAGE / "widget" / "loader.js").read_bytes()
    files = sorted((PACKAGE / "static" / "videoroom").rglob("*.js"))
    bundle = b"".join(file.read_bytes() for file in files)
    return {
        "unit": "bytes",
        "loader": len(loader),
        "bundle": len(bundle),
        "bundle_gzip": sum(len(gzip.compress(file.read_bytes(), 9)) for file in files),
        "goal": GOALS,
    }


def table(result: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"loader         {result['loader']:8,} bytes   (goal <= {GOALS['loader']:,})",
            f"bundle         {result['bundle']:8,} bytes",
            f"bundle, gzip   {result['bundle_gzip']:8,} bytes   (goal <= {GOALS['bundle_gzip']:,})",
        ]
    )
