"""Servers that are set up otherwise, and what stands in a kernel's way to them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from jupyter_videoroom.kernel import NoServer, requests
from jupyter_videoroom.kernel.access import Access
from jupyter_videoroom.protocol.messages import PROTOCOL_VERSION

from ..browser.certificates import self_signed
from ..browser.servers import Jupyter, free_port
from . import programs
from .notebook import Notebook, ask, opened

# Runs anywhere: gets in by what it finds around it, shows something, and says so.
SCRIPT = """
import sys
import jupyter_videoroom
from jupyter_videoroom.kernel import RoomError
try:
    room = jupyter_videoroom.connect("algebra", url=sys.argv[1] if sys.argv[1:] else "").result(60)
    room.show("a text").result(20)
    print("in as", room.id)
    room.close().result(20)
except (RoomError, ValueError) as error:
    print("out:", error)
print("end of", "script")
"""


async def runs(server: Jupyter, *arguments: str, **environment: str) -> str:
    """What the script says as a plain Python that knows what it is told, and nothing else."""
    unknown = {"JUPYTER_VIDEOROOM_URL": "", "JUPYTER_VIDEOROOM_TOKEN": ""}
    process = await programs.start(server, "-c", SCRIPT, *arguments, **{**unknown, **environment})
    said, _ = await process.communicate()
    return said.decode()


async def types_in_a_terminal(server: Jupyter, command: str) -> str:
    """What it says up to the end of the script."""
    name = (await ask(server, "POST", "api/terminals"))["name"]
    socket = await opened(server, f"terminals/websocket/{name}")
    await socket.write_message(json.dumps(["stdin", f"{command}\r"]))
    said = ""
    while "end of script" not in said:
        data = await socket.read_message()
        assert data is not None, said
        kind, *content = json.loads(data)
        said += content[0] if kind == "stdout" else ""
    socket.close()
    while await socket.read_message() is not None:
        pass
    return said


@asynccontextmanager
async def web_server(handler: type[RequestHandler], **arguments: object) -> AsyncIterator[str]:
    """Somebody else's: every path of it does the same."""
    server = HTTPServer(Application([(".*", handler, arguments)]))
    port = free_port()
    server.listen(port, "127.0.0.1")
    try:
        yield f"http://127.0.0.1:{port}/u/x/"
    finally:
        server.stop()
        await server.close_all_connections()


class Moves(RequestHandler):
    """To another address, whatever is asked."""

    def initialize(self, to: str) -> None:
        self.to = to

    def prepare(self) -> None:
        self.redirect(self.to + self.request.uri, permanent=True)


class AsksToSignIn(RequestHandler):
    """As portals do, with a page that is no error."""

    def prepare(self) -> None:
        self.finish("<html><form>Password</form></html>")


class LeadsToSignIn(RequestHandler):
    """As JupyterHub does."""

    def prepare(self) -> None:
        self.redirect("/hub/login?next=%2Fu%2Fx")


async def test_where_there_is_neither_token_nor_password_and_its_host_does_not_resolve(tmp_path: Path) -> None:
    with Jupyter(tmp_path, "lab", "--ServerApp.ip=0.0.0.0", token="") as server:
        about = json.loads(server.file.read_text())
        server.file.write_text(json.dumps({**about, "url": f"http://nowhere.invalid:{server.port}/u/x/"}))
        notebook = await Notebook.opens(server)
        assert "in as" in await notebook.runs(SCRIPT.replace("sys.argv", "[]"))
        await notebook.closes()
        assert "in as" in await runs(server, server.address("lab/tree/a.ipynb"))


async def test_a_certificate_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path)
    with Jupyter(tmp_path, "lab", "--ServerApp.ip=0.0.0.0", certificate=certificate) as server:
        # Kernels and terminals trust it, whatever name it is for.
        notebook = await Notebook.opens(server)
        assert "in as" in await notebook.runs(SCRIPT.replace("sys.argv", "[]"))
        await notebook.closes()
        file = tmp_path / "script.py"
        file.write_text(SCRIPT)
        assert "in as" in await types_in_a_terminal(server, f"{sys.executable} {file}")

        # Others are told whose it is.
        pasted = server.address(f"lab?token={server.token}")
        told = await is_refused(pasted)
        assert "its certificate is not trusted" in told
        assert "SSL_CERT_FILE" in told
        assert server.token not in told
        assert "if it speaks https only, write https://" in await is_refused(pasted.replace("https", "http"))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        assert "its certificate is for another address" in await is_refused(pasted.replace("127.0.0.1", "localhost"))

        # By way of http, as a server in front of it does.
        async with web_server(Moves, to=f"https://127.0.0.1:{server.port}") as plain:
            assert "in as" in await runs(server, f"{plain}?token={server.token}")


async def test_a_script_in_jupyter_s_terminal(server: Jupyter, tmp_path: Path) -> None:
    file = tmp_path / "script.py"
    file.write_text(SCRIPT)
    assert "in as" in await types_in_a_terminal(server, f"{sys.executable} {file}")


async def is_refused(url: str) -> str:
    """Why there is no ticket for this address."""
    with pytest.raises(NoServer) as caught:
        await Access("algebra", url).socket_ticket()
    return str(caught.value)


def are_here(monkeypatch: pytest.MonkeyPatch, folder: Path, first: str, second: str, token: str) -> None:
    """Two servers left their files; the first one is the likelier one."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    for pid, url in ((1, first), (os.getppid(), second)):
        (folder / f"jpserver-{pid}.json").write_text(json.dumps({"url": url, "token": token, "hostname": "127.0.0.1"}))


@pytest.mark.parametrize("handler", [AsksToSignIn, LeadsToSignIn])
async def test_a_login_page_keeps_no_other_server_from_being_tried(
    server: Jupyter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, handler: type[RequestHandler]
) -> None:
    async with web_server(handler) as portal:
        are_here(monkeypatch, tmp_path, portal, server.address(""), server.token)
        assert (await Access("algebra").socket_ticket()).ticket
        are_here(monkeypatch, tmp_path, portal, f"http://127.0.0.1:{free_port()}/", server.token)
        with pytest.raises(NoServer) as caught:
            await Access("algebra").socket_ticket()
    assert f"{portal} (file jpserver-1.json): it wants a sign-in first" in str(caught.value)
    assert "it did not answer" in str(caught.value)
    assert server.token not in str(caught.value)


async def test_nor_does_one_that_answers_late(server: Jupyter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(requests, "SECONDS", 3.0)
    over = asyncio.Event()

    class Late(RequestHandler):
        async def prepare(self) -> None:
            await over.wait()

    async with web_server(Late) as late:
        are_here(monkeypatch, tmp_path, late, server.address(""), server.token)
        assert (await Access("algebra").socket_ticket()).ticket
        over.set()


async def test_a_page_s_ticket_takes_the_first_address_that_answers(
    server: Jupyter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = server.address("")
    ticket = {"url": "/u/x/videoroom/api/socket", "ticket": "t", "version": PROTOCOL_VERSION}

    async def ask_page() -> object:
        return {"reply": ticket, "base": here}

    async with web_server(AsksToSignIn) as portal:
        are_here(monkeypatch, tmp_path, portal, f"http://127.0.0.1:{free_port()}/", "")
        given = await Access("algebra", ask_page=ask_page).socket_ticket()
    assert given.url == f"{here.replace('http', 'ws')}videoroom/api/socket"
