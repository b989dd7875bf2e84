"""Servers that are set up otherwise: the page gets in, and so does its kernel."""

from __future__ import annotations

from pathlib import Path

from .browser_pool import BrowserPool
from .certificates import self_signed
from .conftest import People, in_the_room
from .servers import Jupyter

FOUND = "from jupyter_videoroom.widget.pages import find_page; print(find_page('algebra'))"


def test_https_with_a_certificate_of_its_own_and_neither_token_nor_password(
    people: People, pool: BrowserPool, tmp_path: Path
) -> None:
    certificate = self_signed(tmp_path)
    everywhere = "--ServerApp.ip=0.0.0.0"
    with Jupyter(tmp_path, "lab", everywhere, token="", certificate=certificate) as server:
        ana = in_the_room(people("Ana", server))
        bo = in_the_room(people("Bo", server))
        ana.joins()
        bo.joins()
        ana.sees(bo)
        ana.notebook.executes("await room.connect()")
        assert ana.notebook.value("room.kernel.id")
        page = ana.notebook.executes(FOUND).strip()
        assert page.startswith("https://")
        assert page.endswith(f":{server.port}/u/x/videoroom/room/algebra")
        pool.forget_server(server)


def test_sockets_at_a_host_of_their_own(visitors: People, tmp_path: Path) -> None:
    server = Jupyter(tmp_path)
    server.options += (f"--ServerApp.websocket_url=ws://localhost:{server.port}",)
    with server:
        ana, fay = visitors("Ana", server), visitors("Fay", server)
        sockets: list[str] = []
        ana.page.on("websocket", lambda socket: sockets.append(socket.url))
        for person in (ana, fay):
            person.enters()
        ana.finds(fay, "available")
        fay.finds(ana, "available")
        assert sockets == [f"ws://localhost:{server.port}/u/x/videoroom/api/socket"]
