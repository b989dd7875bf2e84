"""`python -m jupyter_videoroom.hub`, which JupyterHub starts."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

from .place import Misplaced, read_place


def main() -> int:
    """Serve until the process is told to stop; 1 if that cannot be."""
    logging.basicConfig(format="[%(levelname).1s %(asctime)s videoroom] %(message)s", level=logging.INFO)
    logging.getLogger("tornado.access").setLevel(logging.WARNING)
    try:
        asyncio.run(_serve())
    except Misplaced as why:
        print(why, file=sys.stderr)
        return 1
    return 0


async def _serve() -> None:
    from .service import Service  # noqa: PLC0415 - it needs jupyterhub, and what is missing there is told first

    await Service(read_place(os.environ)).run()


if __name__ == "__main__":
    sys.exit(main())
