"""Where a kernel looks for its server, and in which order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import jupyter_videoroom
from jupyter_videoroom.kernel.access import find_servers, socket_url
from jupyter_videoroom.kernel.requests import Server, TicketRefused, moved
from jupyter_videoroom.servers import CERTIFICATE

VARIABLES = (
    *("JUPYTER_VIDEOROOM_URL", "JUPYTER_VIDEOROOM_TOKEN", CERTIFICATE),
    *("JUPYTERHUB_SERVICE_URL", "JPY_PARENT_PID", "JUPYTER_SERVER_URL", "JUPYTER_TOKEN"),
)


@pytest.fixture(autouse=True)
def _no_servers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))


def found(url: str = "", token: str = "") -> list[tuple[str, str]]:
    return [(server.url, server.token) for server in find_servers(url, token)]


PASTED = "http://host/u/x/lab/workspaces/a/tree/b.ipynb?token=pasted"


def test_any_address_of_the_server_will_do_and_so_will_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_VIDEOROOM_TOKEN", "of the environment")
    assert found(PASTED) == [("http://host/u/x/", "pasted")]
    assert found(PASTED, "given") == [("http://host/u/x/", "given")]
    assert found("http://host/u/x/tree") == [("http://host/u/x/", "of the environment")]
    monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", PASTED)
    assert found() == [("http://host/u/x/", "pasted")]


def test_what_is_no_address_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="Paste the address"):
        jupyter_videoroom.connect("algebra", url="my server")
    monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", "my server")
    with pytest.raises(TicketRefused, match=r"JUPYTER_VIDEOROOM_URL: 'my server'.*Paste the address"):
        found()


def test_what_is_named_is_not_second_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", "http://mine/")
    monkeypatch.setenv("JUPYTER_VIDEOROOM_TOKEN", "m")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_URL", "http://hub/user/ana/")
    assert found() == [("http://mine/", "m")]
    assert found("http://given/") == [("http://given/", "m")]


def test_a_hubs_server_is_known_by_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:8888/user/ana/")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ana/")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "h")
    assert found() == [("http://127.0.0.1:8888/user/ana/", "h")]


def test_the_server_that_started_the_kernel_left_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JPY_PARENT_PID", "4711")
    (tmp_path / "jpserver-4711.json").write_text(json.dumps({"url": "http://localhost:8888/", "token": "f"}))
    (tmp_path / f"jpserver-{os.getppid()}.json").write_text("half a fi")
    assert found() == [("http://localhost:8888/", "f")]


def test_a_token_does_not_show_in_what_is_printed() -> None:
    assert "secret" not in repr(next(find_servers("http://host/", "secret")))


def test_a_terminal_knows_its_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUPYTER_SERVER_URL", "http://localhost:8889/u/x/")
    monkeypatch.setenv("JUPYTER_TOKEN", "e")
    assert found() == [("http://localhost:8889/u/x/", "e")]
    (tmp_path / "jpserver-1.json").write_text(json.dumps({"url": "http://localhost:8889/u/x/", "token": "f"}))
    assert found() == [("http://localhost:8889/u/x/", "f")]


def test_a_server_with_a_certificate_is_known_by_it_before_anybody_vouches_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JPY_PARENT_PID", "4711")
    monkeypatch.setenv(CERTIFICATE, "/certificate.pem")
    about = {"url": "https://far:8888/", "hostname": "0.0.0.0", "token": "f"}
    (tmp_path / "jpserver-4711.json").write_text(json.dumps(about))
    near, far = "https://127.0.0.1:8888/", "https://far:8888/"
    assert [(server.url, server.certificate) for server in find_servers("", "")] == [
        (near, "/certificate.pem"),
        (far, "/certificate.pem"),
        (far, ""),
    ]
    assert [server.certificate for server in find_servers("https://other/", "")] == [""]


BASE, TICKET = "http://h:8888/u/x/", "videoroom/api/rooms/a%20b/ticket"


@pytest.mark.parametrize(
    ("location", "base"),
    [
        (f"https://h/u/x/{TICKET}", "https://h/u/x/"),
        (f"https://h:8443/u/x/{TICKET}?a=b", "https://h:8443/u/x/"),
        (f"/jupyter/{TICKET}", "http://h:8888/jupyter/"),
    ],
)
def test_a_server_that_moved_is_followed(location: str, base: str) -> None:
    assert moved(BASE, TICKET, location) == base


@pytest.mark.parametrize(
    ("location", "why"),
    [
        (f"https://other.example/u/x/{TICKET}", "it leads to https://other.example, where no token is sent unasked"),
        (f"https://ana:s3cret@h/u/x/{TICKET}", "no token"),
        (f"http://h:9999/u/x/{TICKET}", "no token"),
        (f"//h.example:8888/{TICKET}", "no token"),
        ("/u/x/login?next=%2Fu%2Fx", "wants a sign-in"),
        ("https://sign-in.example/", "wants a sign-in"),
        ("", "again and again"),
    ],
)
def test_a_token_is_sent_to_no_other_host(location: str, why: str) -> None:
    with pytest.raises(TicketRefused, match=why) as caught:
        moved(BASE, TICKET, location)
    assert "s3cret" not in str(caught.value)


def test_from_https_there_is_no_way_back() -> None:
    with pytest.raises(TicketRefused, match="no token"):
        moved("https://h/", TICKET, f"http://h/{TICKET}")


@pytest.mark.parametrize("told", ["/u/x/videoroom/api/socket", "wss://sockets.example/u/x/videoroom/api/socket"])
def test_the_socket_is_where_the_server_says_unless_it_is_beside_us(told: str) -> None:
    beside = Server("http://127.0.0.1:8888/u/x/", "", "a file", beside=True)
    assert socket_url(beside, told) == "ws://127.0.0.1:8888/u/x/videoroom/api/socket"
    far = Server("https://https.example/u/x/", "", "the url given")
    assert socket_url(far, told) == (told if "//" in told else f"wss://https.example{told}")
