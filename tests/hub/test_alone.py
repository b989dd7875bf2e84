"""The service as it runs, with no Hub that answers: what it bears, and what it writes."""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from jupyterhub.services.auth import HubOAuth

from jupyter_videoroom.hub.members import Members
from jupyter_videoroom.hub.place import CHECK, FOLDER, read_place
from jupyter_videoroom.hub.service import Service

from ..browser.servers import free_port
from .test_install import GIVEN


@asynccontextmanager
async def running(monkeypatch: pytest.MonkeyPatch, folder: Path, port: int) -> AsyncIterator[None]:
    """Until SIGTERM."""
    told = {**GIVEN, "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}", "JUPYTERHUB_CLIENT_ID": "videoroom"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    # Its class has read the environment when it was imported.
    HubOAuth.instance(cache_max_age=20, api_url=f"http://127.0.0.1:{free_port()}")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, limits[1]))
    service = asyncio.ensure_future(Service(read_place({**told, FOLDER: str(folder), CHECK: "0.01"})).run())
    try:
        await asyncio.sleep(0)
        yield
        os.kill(os.getpid(), signal.SIGTERM)
        await service
    finally:
        service.cancel()
        gc.unfreeze()
        HubOAuth.clear_instance()
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


async def answer(port: int, lines: str) -> str:
    """The first line of what is answered to these lines of a request, behind which nothing comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{lines}\nHost: hub.test\n\n".replace("\n", "\r\n").encode())
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line.decode().strip()


async def test_it_bears_what_strangers_send_and_a_hub_that_is_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port = free_port()
    async with running(monkeypatch, tmp_path, port):
        ticket = "/jh/services/videoroom/api/rooms/algebra/ticket"
        # The answer comes before the body, which never does.
        assert "400" in await answer(port, f"POST {ticket} HTTP/1.1\nContent-Length: 50000000")
        assert "503" in await answer(port, f"POST {ticket} HTTP/1.1\nAuthorization: token t\nContent-Length: 0")
        back = "/jh/services/videoroom/oauth_callback?code=c&state=s"
        assert "503" in await answer(port, f"GET {back} HTTP/1.1\nAuthorization: token t")
        assert "200" in await answer(port, "GET /jh/services/videoroom/api/health HTTP/1.1")
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert soft == hard


async def test_a_round_of_checks_that_fails_is_not_the_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[None] = []
    again = asyncio.Event()

    async def check(self: Members, names: set[str]) -> dict[str, object]:
        rounds.append(None)
        if len(rounds) > 1:
            again.set()
            return {}
        raise KeyError("unexpected")

    monkeypatch.setattr(Members, "check", check)
    async with running(monkeypatch, tmp_path, free_port()):
        await asyncio.wait_for(again.wait(), 20)
    assert "could not be checked" in caplog.text
