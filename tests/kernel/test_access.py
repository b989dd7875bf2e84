"""Where a kernel looks for its server, and in which order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from jupyter_videoroom.kernel import access
from jupyter_videoroom.kernel.access import find_servers


@pytest.fixture(autouse=True)
def _no_servers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("JUPYTER_VIDEOROOM_URL", "JUPYTER_VIDEOROOM_TOKEN", "JUPYTERHUB_SERVICE_URL", "JPY_PARENT_PID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(access, "runtime_directory", lambda: tmp_path)


def found(url: str = "", token: str = "") -> list[tuple[str, str]]:
    return [(server.url, server.token) for server in find_servers(url, token)]


@pytest.mark.parametrize(
    "url", ["http://host/u/x", "http://host/u/x/", "http://host/u/x/lab?token=t", "http://host/u/x/tree"]
)
def test_any_address_of_the_server_will_do(url: str) -> None:
    assert found(url, "t") == [("http://host/u/x/", "t")]


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
