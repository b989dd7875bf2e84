"""`jupyter videoroom open NAME`: a room's page from a terminal."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.serverapp import list_running_servers

from .protocol.codec import check_room_name
from .protocol.errors import Refusal


class Failure(Exception):
    """What stops the command, and what to do about it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 1 if it could not be done."""
    options = _parser().parse_args(arguments)
    try:
        page = find_page(options.name, options.server)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    print(page)
    if options.browser and not webbrowser.open(page):
        print("No browser could be opened here: open the address above yourself.", file=sys.stderr)
    return 0


def find_page(name: str, server: str | None = None) -> str:
    """The address of a room's page on this server, or on the one that was started last. Raises Failure."""
    try:
        name = check_room_name(name)
    except Refusal as refusal:
        raise Failure(f"{name!r} is not a name for a room. {refusal.words.fix}") from None
    base = (server or _newest_server()).split("?")[0].rstrip("/")
    return f"{base}/videoroom/room/{quote(name, safe='')}"


def _newest_server() -> str:
    # A server that listens on a Unix socket has no address for a browser.
    servers = [server for server in list_running_servers() if server["url"].startswith(("http://", "https://"))]
    if not servers:
        raise Failure("No Jupyter server of yours is running here. Start one, for example with: jupyter lab")
    return str(max(servers, key=_started)["url"])


def _started(server: dict[str, Any]) -> float:
    """When it wrote the file that it was found by."""
    file = Path(jupyter_runtime_dir()) / f"jpserver-{server['pid']}.json"
    return file.stat().st_mtime if file.exists() else 0.0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jupyter videoroom", description="Video rooms of a Jupyter server.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    opens = commands.add_parser("open", help="print the address of a room's page, and open it in a browser")
    opens.add_argument("name", metavar="NAME", help="the room")
    opens.add_argument("--server", metavar="URL", help="the server's address; default: the one started last")
    opens.add_argument("--no-browser", dest="browser", action="store_false", help="only print the address")
    return parser


if __name__ == "__main__":
    sys.exit(main())
