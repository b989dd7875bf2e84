"""The documentation as a site: it is built without warnings, has all it should, and fetches nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jupyter_videoroom import VideoRoom

ROOT = Path(__file__).parent.parent
# What a browser fetches by itself: links are for people.
FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src"}


class Fetches(HTMLParser):
    """The addresses that a page has a browser fetch."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.addresses += [value for name, value in attributes if value and name == FETCHED.get(tag)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=quiet, check=False, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return folder


def test_pages_and_styles_fetch_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    addresses = {address for page in pages for address in Fetches(page).addresses}
    assert "assets/stylesheets" in "".join(addresses)
    assert not [address for address in addresses if "//" in address]
    styles = "".join(style.read_text("utf-8") for style in site.rglob("*.css"))
    assert not re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", styles)


def test_every_file_of_the_documentation_is_a_page_that_one_can_go_to(site: Path) -> None:
    home = (site / "index.html").read_text("utf-8")
    for file in (ROOT / "docs").glob("*.md"):
        assert f'href="{file.stem}/"' in home, file.name


def test_the_reference_has_all_that_a_room_can_do(site: Path) -> None:
    reference = (site / "reference/index.html").read_text("utf-8")
    own = {name for kind in VideoRoom.__mro__ if "videoroom" in kind.__module__ for name in vars(kind)}
    methods = {name for name in own if not name.startswith("_") and callable(getattr(VideoRoom, name))}
    assert {"call", "publish", "record"} <= methods
    assert not [name for name in methods if f'id="jupyter_videoroom.VideoRoom.{name}"' not in reference]


def test_the_gallery_shows_every_notebook(site: Path) -> None:
    gallery = (site / "gallery/index.html").read_text("utf-8")
    notebooks = list((ROOT / "notebooks").glob("*.ipynb"))
    assert len(re.findall(r'<img [^>]*src="../images/', gallery)) == len(notebooks)
