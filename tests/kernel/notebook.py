"""A notebook's kernel on the real server, without a page: cells go in over Jupyter's own socket."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from ..browser.servers import Jupyter


class Notebook:
    """`await Notebook.opens(server)`; `await runs(code)` gives what the cell printed; `heard`: all it said."""

    def __init__(self, server: Jupyter, kernel: str, socket: WebSocketClientConnection) -> None:
        self._server = server
        self._kernel = kernel
        self._socket = socket
        self.heard: list[dict[str, Any]] = []

    @classmethod
    async def opens(cls, server: Jupyter, kind: str = "python3") -> Notebook:
        kernel = (await ask(server, "POST", "api/kernels", {"name": kind}))["id"]
        return cls(server, kernel, await connected(server, kernel))

    async def runs(self, code: str) -> str:
        """A cell, to its end; an AssertionError with the traceback if it fails."""
        printed, failed = await self.attempts(code)
        assert not failed, failed
        return printed

    async def attempts(self, code: str) -> tuple[str, str]:
        """A cell, to its end: what it printed, and the tracebacks that were shown in it."""
        message = execute_request(code)
        failed = ""
        await self._socket.write_message(json.dumps(message))
        printed = ""
        while True:
            heard = await self._hears(message["header"]["msg_id"])
            if heard["msg_type"] == "stream":
                printed += heard["content"]["text"]
            if heard["msg_type"] == "error":
                failed += "\n".join(heard["content"]["traceback"])
            if heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle":
                return printed, failed

    async def restarts(self) -> None:
        """As the button does."""
        await ask(self._server, "POST", f"api/kernels/{self._kernel}/restart")

    async def interrupts(self) -> None:
        """As the other button does."""
        await ask(self._server, "POST", f"api/kernels/{self._kernel}/interrupt")

    async def closes_after_a_crash(self) -> None:
        """Jupyter starts another kernel in place of the dead one; meanwhile it refuses to end it."""
        while not starts_again(await self._reads()):
            pass
        while True:
            try:
                return await self.closes()
            except HTTPClientError:
                await asyncio.sleep(0.2)

    async def closes(self) -> None:
        await ask(self._server, "DELETE", f"api/kernels/{self._kernel}")
        self._socket.close()
        while await self._socket.read_message() is not None:
            pass

    async def _hears(self, about: str) -> dict[str, Any]:
        while True:
            message = await self._reads()
            if message["parent_header"].get("msg_id") == about:
                return message

    async def _reads(self) -> dict[str, Any]:
        data = await self._socket.read_message()
        assert data is not None, "the kernel's socket closed"
        message: dict[str, Any] = json.loads(data)
        self.heard.append(message)
        return message


def starts_again(message: dict[str, Any]) -> bool:
    return bool(message["msg_type"] == "status" and message["content"]["execution_state"] == "restarting")


async def ask(server: Jupyter, method: str, path: str, content: object = None) -> Any:
    client = AsyncHTTPClient(force_instance=True)
    headers = sign_in(server)
    body = json.dumps(content or {}) if method == "POST" else None
    request = HTTPRequest(server.address(path), method, headers, body, request_timeout=60, ssl_options=server.trust)
    try:
        reply = await client.fetch(request)
        return json.loads(reply.body) if reply.body else None
    finally:
        client.close()


async def connected(server: Jupyter, kernel: str) -> WebSocketClientConnection:
    return await opened(server, f"api/kernels/{kernel}/channels")


async def opened(server: Jupyter, path: str) -> WebSocketClientConnection:
    """A WebSocket of Jupyter's own."""
    url = server.address(path).replace("http", "ws", 1)
    return await websocket_connect(HTTPRequest(url, headers=sign_in(server), ssl_options=server.trust))


def sign_in(server: Jupyter) -> dict[str, str]:
    """Where there is no token, a request must only not be forged."""
    own = {"Cookie": "_xsrf=ab", "X-XSRFToken": "ab"}
    return {"Authorization": f"token {server.token}"} if server.token else own


def execute_request(code: str) -> dict[str, Any]:
    header = {"msg_id": secrets.token_hex(8), "msg_type": "execute_request", "session": "test", "username": "test"}
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    return {
        "header": {**header, "version": "5.3", "date": "2020-01-01T00:00:00Z"},
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
        "buffers": [],
    }
