"""The address of the room's page, from the file of a running server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.widget.pages import RoomPage, find_page

from .rows import tells


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("JPY_PARENT_PID", "4711")
    for name in ("JUPYTERHUB_SERVICE_PREFIX", "JUPYTER_VIDEOROOM_URL", "JUPYTER_SERVER_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def running(runtime: Path, **server: object) -> None:
    (runtime / "jpserver-4711.json").write_text(json.dumps({"pid": 4711, "token": "secret", **server}))


def test_it_is_the_parent_s_server_and_no_token(runtime: Path) -> None:
    running(runtime, url="http://localhost:8888/u/x/")
    assert find_page("group 1.a") == "http://localhost:8888/u/x/videoroom/room/group%201.a"


@pytest.mark.parametrize("url", ["http://localhost:8888/?token=secret", "http://localhost:8888"])
def test_nothing_follows_the_path(runtime: Path, url: str) -> None:
    running(runtime, url=url)
    assert find_page("algebra") == "http://localhost:8888/videoroom/room/algebra"


def test_a_server_that_listens_everywhere_is_shown_where_browsers_give_the_camera(runtime: Path) -> None:
    running(runtime, url="http://nowhere.invalid:8888/lab/", hostname="0.0.0.0")
    assert find_page("algebra") == "http://127.0.0.1:8888/lab/videoroom/room/algebra"
    running(runtime, url="https://far.example:8888/", hostname="0.0.0.0")
    assert find_page("algebra") == "https://far.example:8888/videoroom/room/algebra"


def test_without_a_file_it_is_what_the_environment_names(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_SERVER_URL", "http://localhost:8889/lab/")
    assert find_page("algebra") == "http://localhost:8889/lab/videoroom/room/algebra"
    running(runtime, url="http://localhost:8888/")
    assert find_page("algebra") == "http://localhost:8888/videoroom/room/algebra"
    monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", "far.example/user/ana/lab/tree/a.ipynb?token=secret")
    assert find_page("algebra") == "https://far.example/user/ana/videoroom/room/algebra"
    monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", "my server")
    assert find_page("algebra") == ""


def test_servers_that_people_cannot_reach_by_it(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running(runtime, url="http+unix://%2Ftmp%2Fsocket/")
    assert find_page("algebra") == ""
    running(runtime, url="http://127.0.0.1:8888/user/ana/")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ana/")
    assert find_page("algebra") == ""


@pytest.mark.parametrize("content", ["", "[]", "{", '{"url": null}'])
def test_files_that_say_nothing(runtime: Path, content: str) -> None:
    (runtime / "jpserver-4711.json").write_text(content)
    assert find_page("algebra") == ""


def test_the_room_links_it_but_saves_it_with_no_output(runtime: Path) -> None:
    running(runtime, url="http://localhost:8888/")
    room = VideoRoom("algebra")
    assert room.page == room.open_page().url == "http://localhost:8888/videoroom/room/algebra"
    bundle = room._repr_mimebundle_()[0]
    assert "Open this notebook in JupyterLab" in bundle["text/html"]
    assert "http://" not in str(bundle)
    room.close()


def test_a_page_knows_the_address_better_than_the_server_s_file(runtime: Path) -> None:
    running(runtime, url="http://localhost:8888/")
    room = VideoRoom("algebra")
    tells(room, "outside", [], address="https://lab.example/hub/videoroom/room/algebra")
    assert room.page == room.open_page().url == "https://lab.example/hub/videoroom/room/algebra"
    room.close()


def test_a_kernel_that_knows_no_server_says_so(runtime: Path) -> None:
    room = VideoRoom("algebra")
    assert room.page == ""
    with pytest.raises(RuntimeError, match="does not know its Jupyter server"):
        room.open_page()
    room.close()


def test_a_link_is_escaped() -> None:
    assert '"http://x/&quot;&gt;&lt;script&gt;"' in RoomPage("algebra", 'http://x/"><script>')._repr_html_()
