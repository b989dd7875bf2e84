"""The room where it is not at home: behind a policy, in front ends that no Jupyter server has made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from jupyter_videoroom.widget.room import LOADER

from .browser_pool import BrowserPool
from .conftest import People, in_the_room
from .servers import Jupyter

# What front ends with widgets and no Jupyter server do with the loader.
RENDER = """
async ([source, address]) => {
  const { default: widget } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const hearers = [];
  const model = {
    on: (_event, hear) => hearers.push(hear),
    send: ({ tell }) => tell === "nowhere" && hearers.forEach((hear) => hear({ do: "link", address })),
  };
  widget.initialize({ model });
  widget.render({ model, el: document.body });
}
"""
LINK = "https://hub.example/videoroom/room/a"
VS_CODE = """<!doctype html><body class="vscode-body vscode-dark" data-vscode-theme-kind="vscode-dark">
<script>globalThis.acquireVsCodeApi = () => ({ postMessage() {} });</script>"""
COLAB = """<!doctype html><body data-parent-origin="https://colab.research.google.com">
<script>globalThis.google = { colab: { kernel: {}, output: {} } };</script>"""
EXPORT = (
    """<!doctype html><body class="jp-Notebook" data-jp-theme-light="true" data-jp-theme-name="JupyterLab Light">"""
)


@pytest.fixture
def context(pool: BrowserPool) -> Iterator[BrowserContext]:
    context = pool.browser("Ana").context()
    yield context
    context.close()


def test_behind_a_policy_that_forbids_devices(people: People, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As a proxy or an embedding page may have it: the person is not even asked."""
    policy = {"headers": {"Permissions-Policy": "camera=(), microphone=(), display-capture=()"}}
    with Jupyter(tmp_path_factory.mktemp("strict"), "lab", f"--ServerApp.tornado_settings={policy}") as strict:
        ana = in_the_room(people("Ana", strict))
        ana.joins()
        ana.is_told("The embedding page or the server blocks the camera or microphone.", "allow=")
        expect(ana.room.get_by_role("timer", name="Length of the call")).to_be_visible()
        ana.button("Share screen").click()
        ana.is_told("blocks sharing the screen")


@pytest.mark.parametrize(
    ("where", "html"),
    [
        ("https://ana.vscode-cdn.net/webview", VS_CODE),
        ("https://ana-colab.googleusercontent.com/outputframe.html", COLAB),
        ("https://site.example/lesson.html", EXPORT),
    ],
    ids=["VS Code", "Colab", "export"],
)
def test_elsewhere_the_widget_says_why_not_and_links_to_the_page(
    context: BrowserContext, where: str, html: str
) -> None:
    elsewhere = context.new_page()
    elsewhere.route(where, lambda route: route.fulfill(content_type="text/html", body=html))
    elsewhere.goto(where)
    elsewhere.evaluate(RENDER, [LOADER.read_text(), LINK])
    expect(elsewhere.get_by_role("status")).to_contain_text("not served by a Jupyter server")
    expect(elsewhere.get_by_role("link", name="open the room in a tab")).to_have_attribute("href", LINK)


@pytest.mark.parametrize("page", ["javascript:alert(1)", "", None])
def test_what_is_no_address_is_not_linked(context: BrowserContext, page: str | None) -> None:
    elsewhere = context.new_page()
    elsewhere.evaluate(RENDER, [LOADER.read_text(), page])
    expect(elsewhere.locator("body")).to_contain_text("Instead: open the notebook in JupyterLab or Notebook 7.")
    expect(elsewhere.get_by_role("link")).to_have_count(0)
