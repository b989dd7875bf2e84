"""A user's server on a Hub, where the service is down, of another version, or something else altogether."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from jupyter_videoroom.protocol.messages import PROTOCOL_VERSION
from jupyter_videoroom.server.broker import OfTheBroker
from jupyter_videoroom.servers import SERVICE, SERVICE_PAGES

from ..browser.servers import Jupyter
from .visitor import Reply, Visitor


class Answers(BaseHTTPRequestHandler):
    """Whatever is found where the service should be."""

    status, kind, body = 200, "application/json", b""
    asked: ClassVar[list[tuple[str, str | None]]] = []

    def do_POST(self) -> None:
        self.asked.append((self.path, self.headers["Authorization"]))
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def service() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def visitor(service: ThreadingHTTPServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(SERVICE, f"http://127.0.0.1:{service.server_port}/jh/services/")
        environment.setenv(SERVICE_PAGES, "https://videoroom.hub.test/jh/services/")
        environment.setenv("JUPYTERHUB_API_TOKEN", "of the owner")
        with Jupyter(tmp_path_factory.mktemp("broker")) as jupyter:
            yield Visitor(jupyter)


def answers(status: int, kind: str, body: object) -> None:
    Answers.status, Answers.kind = status, kind
    Answers.body = body if isinstance(body, bytes) else json.dumps(body).encode()


def ticket(version: int) -> dict[str, object]:
    return {"url": "/jh/services/videoroom/api/socket", "ticket": "t", "version": version}


def code(reply: Reply) -> str:
    return str(json.loads(reply.json)["code"])


def test_a_ticket_is_the_service_s_word_for_word(visitor: Visitor) -> None:
    answers(200, "application/json", ticket(PROTOCOL_VERSION))
    Answers.asked.clear()
    assert visitor.ticket("algebra ä 1") == ticket(PROTOCOL_VERSION)
    # On a server whose sign-in is not the Hub's, the owner's token is all there is.
    assert Answers.asked == [("/jh/services/videoroom/api/rooms/algebra%20%C3%A4%201/ticket", "token of the owner")]
    # A page of no sign-in is told nothing.
    assert Visitor(visitor.server, sign_in=False).ask_ticket("algebra").status == 403


def test_who_watches_over_the_server_does_not_use_it(visitor: Visitor) -> None:
    before = visitor.ask("GET", "api/status").json["last_activity"]
    assert visitor.ask("GET", "videoroom/api/health").status == 503
    assert visitor.ask("GET", "api/status").json["last_activity"] == before


def test_a_visitor_of_the_hub_s_older_kind_of_server_is_no_owner() -> None:
    auth = SimpleNamespace(cookie_name="of this server")
    handler: Any = SimpleNamespace(
        identity_provider=None, settings={"hub_auth": auth}, get_secure_cookie={auth.cookie_name: b"visitor's"}.get
    )
    assert OfTheBroker.token(handler) == "visitor's"


def test_a_page_of_another_origin_is_told_nothing(visitor: Visitor) -> None:
    answers(200, "application/json", ticket(PROTOCOL_VERSION))
    address = "videoroom/api/rooms/algebra/ticket"
    cookie = {"X-XSRFToken": visitor.cookie("_xsrf"), "Origin": "https://elsewhere.test"}
    assert visitor.ask("POST", address, cookie, b"{}").status == 404


@pytest.mark.parametrize(
    ("status", "kind", "body", "told"),
    [
        (200, "application/json", ticket(PROTOCOL_VERSION + 1), (400, "service-newer")),
        (200, "application/json", ticket(PROTOCOL_VERSION - 1), (400, "service-older")),
        (403, "application/json", {"code": "no-access", "message": "m", "fix": "f"}, (403, "no-access")),
        # The Hub's proxy, where the service does not listen or was never installed.
        (503, "text/html", b"<h1>Service Unavailable</h1>", (503, "service-down")),
        (404, "text/html", b"<h1>Not Found</h1>", (503, "service-down")),
        # A sign-in page of some other web server in front, and its page for everything.
        (302, "text/html", b"", (503, "service-down")),
        (200, "text/html", b"<h1>Welcome</h1>", (503, "service-down")),
    ],
)
def test_what_is_wrong_is_told_in_words(
    visitor: Visitor, status: int, kind: str, body: object, told: tuple[int, str]
) -> None:
    answers(status, kind, body)
    reply = visitor.ask_ticket("algebra")
    assert (reply.status, code(reply)) == told


def test_pages_are_told_where_the_pages_of_rooms_are(visitor: Visitor) -> None:
    page = visitor.ask("GET", "lab").json
    assert '"videoroomPages": "https://videoroom.hub.test/jh/services/"' in page


def test_a_service_that_is_gone_is_told_as_such(visitor: Visitor, service: ThreadingHTTPServer, tmp_path: Path) -> None:
    service.shutdown()
    service.server_close()
    reply = visitor.ask_ticket("algebra")
    assert (reply.status, code(reply)) == (503, "service-down")
    assert "does not answer" in visitor.server.log.read_text()
