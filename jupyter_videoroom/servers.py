"""Jupyter servers by their addresses: as people paste them, and as running servers note them in files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

# What the extension tells the kernels and terminals of its server: the file of the server's certificate.
CERTIFICATE = "JUPYTER_VIDEOROOM_CERTIFICATE"

# What a Hub tells the servers of its users, and they tell their kernels: the base URL below which its service has the
# rooms, and the one below which browsers find their pages.
SERVICE = "JUPYTER_VIDEOROOM_SERVICE"
SERVICE_PAGES = "JUPYTER_VIDEOROOM_SERVICE_PAGES"

HELP = (
    'Paste the address that the browser shows for a page of the server, or one that "jupyter server list" prints, '
    "such as http://localhost:8888/."
)
NO_PASSWORD = "Leave the user name and the password out of it."  # noqa: S105 - words
# A server that listens everywhere is reached on its own machine.
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, and never listened on
EVERYWHERE = {*LOOPBACK, "", "localhost"}
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
HTTPS_PORT = 443
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+(%\w+)?", re.IGNORECASE)
# Where pages of Jupyter begin below the base URL, whose own parts may have such names: on JupyterHub, users have.
PAGE = re.compile(
    r"(?<!/user)/("
    r"(lab|doc)(/workspaces/[^/]+)?(/tree(/.*)?)?"
    r"|(nbclassic/)?(tree|notebooks|edit|view|files|consoles|terminals)(/.*)?"
    r"|videoroom/(room|api)/.*"
    r"|login|logout"
    r")/?$"
)


class AddressError(ValueError):
    """What cannot be the address of a server, and what to paste instead."""

    def __init__(self, pasted: str) -> None:
        # The rest may be a secret.
        address = re.split(r"[?#]", pasted, maxsplit=1)[0]
        shown = re.sub(r"[^/]*@", "", address)
        fix = HELP if shown == address else f"{HELP} {NO_PASSWORD}"
        super().__init__(f"{shown!r} is not the address of a Jupyter server. {fix}")


@dataclass(frozen=True)
class Address:
    """A server's base URL, with the slash at its end, and the token that came with it."""

    base: str
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class RunningServer:
    """A server on this machine, by the file that it keeps while it runs."""

    base: str
    token: str = field(repr=False)
    file: str
    loopback: str = ""
    """The same server's base on this machine, where `base` has this machine's name, which may resolve to nothing."""

    @property
    def secure(self) -> bool:
        return self.base.startswith("https:")

    @property
    def bases(self) -> list[str]:
        """Its addresses for programs on this machine, the surest first."""
        return [self.loopback, self.base] if self.loopback else [self.base]

    @property
    def page_base(self) -> str:
        """Its address for people. Over http, browsers give the camera to the loopback only."""
        return self.base if self.secure else self.bases[0]


def parse_address(pasted: str) -> Address:
    """The server of whatever address of its pages, files or lists people paste; or AddressError."""
    # "jupyter server list" writes the server's folder behind the address.
    text = pasted.partition(" :: ")[0].strip()
    try:
        parts = urlsplit(text if SCHEME.match(text) else f"//{text}")
        scheme = parts.scheme or _likely_scheme(parts)
        if scheme not in ("http", "https"):
            raise AddressError(text)
        path = PAGE.sub("", parts.path)
        token = parse_qs(parts.query).get("token", [""])[0]
        return Address(_base(parts._replace(scheme=scheme, path=path)), token)
    except ValueError:
        raise AddressError(text) from None


def exact_base(url: str) -> str:
    """The base URL that a server itself, or who started it, has told. AddressError if it is for no browser."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            raise AddressError(url)
        return _base(parts)
    except ValueError:
        raise AddressError(url) from None


def room_page(base: str, room: str) -> str:
    return f"{base}videoroom/room/{quote(room, safe='')}"


def servers_around() -> Iterator[RunningServer]:
    """The server that started this kernel, this process, or the terminal that this runs in."""
    for pid in dict.fromkeys((os.environ.get("JPY_PARENT_PID", ""), str(os.getppid()))):
        for kind in ("jpserver", "nbserver"):
            yield from read_server(runtime_directory() / f"{kind}-{pid}.json")
    if base := told_base("JUPYTER_SERVER_URL"):
        files = sorted(runtime_directory().glob("jpserver-*.json"), key=_age)
        yield from (server for file in files for server in read_server(file) if server.base == base)


def told_base(variable: str) -> str:
    """A server's own address, as it stands in the environment of what it has started; "" if it does not."""
    try:
        return exact_base(os.environ.get(variable, ""))
    except AddressError:
        return ""


def read_server(file: Path) -> Iterator[RunningServer]:
    """The server of a file; none where that is not there or says nothing of use."""
    try:
        about = json.loads(file.read_text("utf-8"))
        base = exact_base(about["url"])
        loopback = _on_loopback(urlsplit(base), about.get("hostname", ""))
        yield RunningServer(base, str(about.get("token") or ""), file.name, loopback)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return


def runtime_directory() -> Path:
    from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415

    return Path(jupyter_runtime_dir())


def _base(parts: SplitResult) -> str:
    """ValueError if there is no such host or port, or a password that would be told around with the address."""
    host = parts.hostname or ""
    if not HOST.fullmatch(host) or "@" in parts.netloc or parts.netloc.endswith(":"):
        raise ValueError(host)
    host = LOOPBACK.get(host, host)
    host = f"[{host}]" if ":" in host else host.encode("idna").decode()
    port = "" if parts.port is None else f":{parts.port}"
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
    return f"{parts.scheme}://{host}{port}{path}/"


def _on_loopback(parts: SplitResult, listens: str) -> str:
    """Where a server that listens everywhere is reached without this machine's name; "" for any other."""
    if parts.hostname in THIS_MACHINE or listens not in EVERYWHERE:
        return ""
    host = LOOPBACK.get(listens, "127.0.0.1")
    return _base(parts._replace(netloc=f"{f'[{host}]' if ':' in host else host}:{parts.port or ''}".rstrip(":")))


def _likely_scheme(parts: SplitResult) -> str:
    """Jupyter itself speaks http and has a port; what has none is behind a web server, which speaks https."""
    plain = parts.hostname in THIS_MACHINE or parts.port not in (None, HTTPS_PORT)
    return "http" if plain else "https"


def _age(file: Path) -> float:
    """For sorting, the newest first."""
    try:
        return -file.stat().st_mtime
    except OSError:
        return 0.0
