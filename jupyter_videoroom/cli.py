"""`jupyter videoroom open NAME`: a room's page from a terminal."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from jupyter_server.serverapp import list_running_servers

from .protocol.errors import Refusal
from .protocol.names import check_room_name
from .servers import AddressError, parse_address, read_server, room_page, runtime_directory, told_base

SERVER_HELP = "any address of the server's pages; default: the server of this terminal, else the one started last"


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
    """The address of a room's page on this server, or else on the one around or started last. Raises Failure."""
    try:
        name = check_room_name(name)
    except Refusal as refusal:
        raise Failure(f"{name!r} is not a name for a room. {refusal.words.fix}") from None
    return room_page(_named_server(server) if server is not None else _own_server(), name)


def _named_server(pasted: str) -> str:
    try:
        return parse_address(pasted).base
    except AddressError as error:
        raise Failure(str(error)) from None


def _own_server() -> str:
    """The server whose terminal this is, else the one that was started last."""
    files = [runtime_directory() / f"jpserver-{server['pid']}.json" for server in list_running_servers()]
    # A server that listens on a Unix socket has no address for a browser.
    servers = [(_started(file), server) for file in files for server in read_server(file)]
    if not servers:
        raise Failure("No Jupyter server of yours is running here. Start one, for example with: jupyter lab")
    here = told_base("JUPYTER_SERVER_URL")
    _, server = max(servers, key=lambda found: (found[1].base == here, found[0]))
    return server.page_base


def _started(file: Path) -> float:
    """When a server wrote the file that it was found by."""
    return file.stat().st_mtime if file.exists() else 0.0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jupyter videoroom", description="Video rooms of a Jupyter server.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    opens = commands.add_parser("open", help="print the address of a room's page, and open it in a browser")
    opens.add_argument("name", metavar="NAME", help="the room")
    opens.add_argument("--server", metavar="URL", help=SERVER_HELP)
    opens.add_argument("--no-browser", dest="browser", action="store_false", help="only print the address")
    return parser


if __name__ == "__main__":
    sys.exit(main())
