"""`jupyter videoroom open`, with the servers' own files and no server."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from jupyter_videoroom import cli


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where servers say that they run: nobody's yet."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("JUPYTER_SERVER_URL", raising=False)
    return tmp_path


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser was asked to show."""
    addresses: list[str] = []

    def remember(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", remember)
    return addresses


def runs(folder: Path, url: str, pid: int, started: float, hostname: str = "localhost") -> None:
    file = folder / f"jpserver-{pid}.json"
    file.write_text(json.dumps({"url": url, "pid": pid, "token": "secret", "hostname": hostname}))
    os.utime(file, (started, started))


def test_the_page_on_the_newest_server_is_printed_and_opened(
    runtime: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    runs(runtime, "http://localhost:8888/", os.getppid(), started=1000)
    runs(runtime, "http://localhost:8889/u/x/", os.getpid(), started=2000)
    assert cli.main(["open", "algebra 1"]) == 0
    page = "http://localhost:8889/u/x/videoroom/room/algebra%201"
    assert capsys.readouterr().out == f"{page}\n"
    assert opened == [page]


def test_a_server_can_be_named_and_its_token_goes_nowhere(
    opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["open", "algebra", "--server", "https://hub.example/user/ana?token=secret", "--no-browser"]) == 0
    assert capsys.readouterr().out == "https://hub.example/user/ana/videoroom/room/algebra\n"
    assert opened == []


@pytest.mark.parametrize(
    ("name", "words"), [("algebra", "Start one, for example with: jupyter lab"), ("a/b", "1 to 64 letters")]
)
def test_what_cannot_be_done_is_said_with_a_fix(
    name: str, words: str, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["open", name]) == 1
    assert words in capsys.readouterr().err
    assert opened == []


def test_servers_that_have_ended_or_have_no_address_do_not_count(runtime: Path) -> None:
    runs(runtime, "http+unix://socket", os.getpid(), started=1000)
    with pytest.raises(cli.Failure, match="is running"):
        cli.find_page("algebra")


@pytest.mark.parametrize(
    "pasted", ["localhost:8888/lab/tree/a.ipynb?token=secret", " http://localhost:8888/videoroom/room/other "]
)
def test_any_address_of_the_server_will_do(pasted: str) -> None:
    assert cli.find_page("algebra", pasted) == "http://localhost:8888/videoroom/room/algebra"


@pytest.mark.parametrize("pasted", ["", "my server", "ftp://localhost/"])
def test_what_is_no_address_is_said_with_a_fix(
    pasted: str, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["open", "algebra", "--server", pasted]) == 1
    assert "Paste the address that the browser shows" in capsys.readouterr().err
    assert opened == []


def test_in_jupyter_s_terminal_it_is_the_terminal_s_server(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs(runtime, "http://localhost:8888/lab/", os.getppid(), started=1000)
    runs(runtime, "http://localhost:8889/", os.getpid(), started=2000)
    monkeypatch.setenv("JUPYTER_SERVER_URL", "http://localhost:8888/lab/")
    assert cli.find_page("algebra") == "http://localhost:8888/lab/videoroom/room/algebra"


def test_a_server_that_listens_everywhere_is_opened_where_browsers_give_the_camera(runtime: Path) -> None:
    runs(runtime, "http://nowhere.invalid:8888/", os.getpid(), started=1000, hostname="0.0.0.0")
    assert cli.find_page("algebra") == "http://127.0.0.1:8888/videoroom/room/algebra"
