"""`python -m jupyter_videoroom.hub`, which JupyterHub starts."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys

from .place import Misplaced, read_place

QUERY = re.compile(r"\?\S*=\S*")


def main() -> int:
    """Serve until the process is told to stop; 1 if that cannot be."""
    _start_log()
    try:
        asyncio.run(_serve())
    except Misplaced as why:
        print(why, file=sys.stderr)
        return 1
    return 0


class WithoutQueries(logging.Formatter):
    """Tornado writes whole addresses, and there are tokens and sign-ins of the Hub in some."""

    def format(self, record: logging.LogRecord) -> str:
        return QUERY.sub("?...", super().format(record))


def _start_log() -> None:
    lines = logging.StreamHandler()
    lines.setFormatter(WithoutQueries("[%(levelname).1s %(asctime)s videoroom] %(message)s"))
    # Of libraries warnings only: at INFO JupyterHub's tells of each cookie that it sets, with the browser's session.
    logging.basicConfig(handlers=[lines], level=logging.WARNING)
    logging.getLogger("jupyter_videoroom").setLevel(logging.INFO)


async def _serve() -> None:
    from .service import Service  # noqa: PLC0415 - it needs jupyterhub, and what is missing there is told first

    await Service(read_place(os.environ)).run()


if __name__ == "__main__":
    sys.exit(main())
