"""Addresses as people paste them, and the files of running servers."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from jupyter_videoroom.servers import AddressError, RunningServer, exact_base, parse_address, servers_around

PASTED = {
    # As they are, with and without what is at their ends.
    "http://host/u/x": "http://host/u/x/",
    "http://host/u/x/": "http://host/u/x/",
    " \thttp://localhost:8888/ \u00a0\n": "http://localhost:8888/",
    "HTTPS://Example.org/#top": "https://example.org/",
    # Of pages and files.
    "http://localhost:8888/lab": "http://localhost:8888/",
    "http://localhost:8888/tree/": "http://localhost:8888/",
    "http://localhost:8888/lab/tree/week 1/a.ipynb": "http://localhost:8888/",
    "http://localhost:8888/doc/tree/a.ipynb": "http://localhost:8888/",
    "http://localhost:8888/lab/workspaces/auto-X/tree/a.ipynb?reset": "http://localhost:8888/",
    "http://localhost:8888/u/x/notebooks/a/b.ipynb#Plots": "http://localhost:8888/u/x/",
    "http://localhost:8888/u/x/edit/lab/tree.py": "http://localhost:8888/u/x/",
    "http://localhost:8888/nbclassic/notebooks/a.ipynb": "http://localhost:8888/",
    "http://localhost:8888/login?next=%2Flab": "http://localhost:8888/",
    "https://hub.example/user/ana/videoroom/room/group%201": "https://hub.example/user/ana/",
    # A base URL, a user and a folder may have such names, too.
    "http://localhost:8888/lab/lab/tree/lab/tree/a.ipynb": "http://localhost:8888/lab/",
    "http://localhost:8888/lab/notebooks/a.ipynb": "http://localhost:8888/lab/",
    "http://localhost:8888/lab/tree/lab/lab": "http://localhost:8888/",
    "https://hub.example/user/lab/": "https://hub.example/user/lab/",
    "https://hub.example/user/tree/tree/a": "https://hub.example/user/tree/",
    "https://example.org/lab-3/videoroom/lab": "https://example.org/lab-3/videoroom/",
    "https://example.org/collab": "https://example.org/collab/",
    # Without a scheme: a port is Jupyter's own, a name alone is a web server's.
    "localhost": "http://localhost/",
    "localhost:8888": "http://localhost:8888/",
    "localhost:8888/lab/tree/a.ipynb?token=http://x": "http://localhost:8888/",
    "192.0.2.7:8888": "http://192.0.2.7:8888/",
    "example.org/jupyter": "https://example.org/jupyter/",
    "example.org:443": "https://example.org:443/",
    # What a server listens on, and IPv6.
    "http://0.0.0.0:8888/": "http://127.0.0.1:8888/",
    "http://[::]:8888/": "http://[::1]:8888/",
    "[2001:db8::7]:8888/tree": "http://[2001:db8::7]:8888/",
    # Of other alphabets.
    "https://münchen.example/user/jürgen/lab": "https://xn--mnchen-3ya.example/user/j%C3%BCrgen/",
    # A whole line of "jupyter server list".
    "http://localhost:8888/u/?token=t :: /home/ana/a b": "http://localhost:8888/u/",
}
NONE = [
    "",
    "  ",
    "my server",
    "/lab/tree/a.ipynb",
    "http://",
    "http:/localhost:8888",
    "http://localhost:lab/",
    "http://localhost:99999/",
    "http://[::1/",
    "http://a..b/",
    "ftp://localhost/",
    "file:///home/ana/a.ipynb",
    "http+unix://%2Ftmp%2Fsocket/",
]


@pytest.mark.parametrize(("pasted", "base"), PASTED.items())
def test_any_address_that_people_paste_will_do(pasted: str, base: str) -> None:
    assert parse_address(pasted).base == base


@pytest.mark.parametrize("pasted", ["localhost:8888/?token=s3cret", "http://h/u/lab/tree/a.ipynb?reset&token=s3cret#x"])
def test_its_token_is_taken_and_shown_nowhere(pasted: str) -> None:
    address = parse_address(pasted)
    assert address.token == "s3cret"
    assert "s3cret" not in f"{address}{address.base}"


@pytest.mark.parametrize("pasted", NONE)
def test_what_is_no_address_says_what_to_paste(pasted: str) -> None:
    with pytest.raises(AddressError, match=r"Paste the address.*such as http://localhost:8888/"):
        parse_address(pasted)


def test_an_address_with_a_password_is_refused_without_showing_it() -> None:
    with pytest.raises(AddressError, match="Leave the user name and the password out") as caught:
        parse_address("https://ana:s3cret@example.org/lab?token=s3cret")
    assert "s3cret" not in str(caught.value)


def test_a_base_that_is_known_is_kept_as_it_is() -> None:
    assert exact_base("http://localhost:8888/lab/") == "http://localhost:8888/lab/"
    assert exact_base("http://0.0.0.0:8888/user/ana/lab") == "http://127.0.0.1:8888/user/ana/lab/"


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("JPY_PARENT_PID", "4711")
    monkeypatch.delenv("JUPYTER_SERVER_URL", raising=False)
    return tmp_path


def runs(runtime: Path, pid: int, **about: object) -> None:
    (runtime / f"jpserver-{pid}.json").write_text(json.dumps({"pid": pid, "token": "t", **about}))


@pytest.mark.parametrize(
    ("listens", "url", "bases"),
    [
        ("localhost", "http://localhost:8888/", ["http://localhost:8888/"]),
        ("127.0.0.1", "http://127.0.0.1:8888/lab/", ["http://127.0.0.1:8888/lab/"]),
        ("0.0.0.0", "http://far:8888/u/x/", ["http://127.0.0.1:8888/u/x/", "http://far:8888/u/x/"]),
        ("::", "https://far:8888/", ["https://[::1]:8888/", "https://far:8888/"]),
        ("", "http://far/", ["http://127.0.0.1/", "http://far/"]),
        # On the loopback there may be somebody else's server of that port.
        ("192.0.2.7", "http://192.0.2.7:8888/", ["http://192.0.2.7:8888/"]),
    ],
)
def test_what_listens_everywhere_is_found_though_its_name_resolves_to_nothing(
    runtime: Path, listens: str, url: str, bases: list[str]
) -> None:
    runs(runtime, 4711, hostname=listens, url=url)
    assert [server.bases for server in servers_around()] == [bases]


def test_people_are_sent_where_browsers_give_the_camera() -> None:
    far = "http://far:8888/"
    assert RunningServer(far, "", "", "http://127.0.0.1:8888/").page_base == "http://127.0.0.1:8888/"
    assert RunningServer(far, "", "").page_base == far
    # The certificate is for the name.
    assert RunningServer("https://far:8888/", "", "", "https://127.0.0.1:8888/").page_base == "https://far:8888/"


def test_a_terminal_s_server_is_known_by_its_address(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_SERVER_URL", "http://localhost:8889/lab/")
    runs(runtime, 1, url="http://localhost:8888/", token="another")
    runs(runtime, 2, url="http://localhost:8889/lab/", token="of one that was killed")
    runs(runtime, 3, url="http://localhost:8889/lab/", token="its own")
    os.utime(runtime / "jpserver-2.json", (1000, 1000))
    assert [server.token for server in servers_around()] == ["its own", "of one that was killed"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"url": null}', '{"url": "http+unix://%2Ftmp%2Fsocket/"}'])
def test_files_that_say_nothing(runtime: Path, content: str) -> None:
    (runtime / "jpserver-4711.json").write_text(content)
    assert list(servers_around()) == []
