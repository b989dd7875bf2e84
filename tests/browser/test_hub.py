"""A class on JupyterHub: everybody has a server of their own, and they are in one room."""

from __future__ import annotations

import typing
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from ..hub.hub import Hub
from .browser_pool import BrowserPool
from .conftest import People
from .kernels import kernels_in_the_list
from .media import LOOKS
from .notebooks import Notebook, Tab
from .people import Person
from .servers import App, Jupyter
from .waiting import until

# They are known by their names on the Hub.
LOOKS |= {"ana": LOOKS["Ana"], "bo": LOOKS["Bo"]}


class OwnServer:
    """What a notebook has to know of its user's server."""

    app: App = "lab"

    def __init__(self, hub: Hub, user: str) -> None:
        self._hub = hub
        self._user = user
        self.port = hub.port
        self.notebooks = hub.folder / "home" / user

    def notebook_address(self, path: str, host: str = "127.0.0.1") -> str:
        return self._hub.address(f"user/{self._user}/lab/workspaces/{self._user}/tree/{path}?reset")


def signs_in(page: Page, hub: Hub, user: str) -> None:
    page.goto(hub.address("hub/login?next=%2Fjh%2Fhub%2Fhome"))
    page.locator("#username_input").fill(user)
    page.locator("#password_input").fill("any")
    page.locator("#login_submit").click()
    page.wait_for_url("**/hub/home")


@pytest.fixture
def pupils(pool: BrowserPool, hub: Hub, people: People, room: str) -> list[Person]:
    """Ana and Bo, each in the room from a notebook on a server of their own."""

    def pupil(name: str) -> Person:
        hub.start_server(name)
        browser = pool.browser(name.title())
        context = browser.context()
        signs_in(context.new_page(), hub, name)
        notebook = Notebook(context, cast_jupyter(OwnServer(hub, name)), f"{name}.ipynb")
        notebook.opens("")
        person = pool.adds(Person(name, browser, notebook, room))
        person.opens_the_room()
        person.button("Enter room").click()
        person.finds(person, "available")
        return person

    return [pupil("ana"), pupil("bo")]


def cast_jupyter(server: OwnServer) -> Jupyter:
    """It has as much of one as a notebook uses."""
    return typing.cast("Jupyter", server)


def cast_notebook(tab: Tab) -> Notebook:
    """Nobody runs cells there."""
    return typing.cast("Notebook", tab)


def test_two_servers_of_a_hub_share_a_room_that_survives_its_service(hub: Hub, pupils: list[Person], room: str) -> None:
    ana, bo = pupils
    ana.finds(bo, "available")
    ana.calls(bo)
    bo.is_rung_by(ana)
    bo.accepts()
    ana.sees(bo)
    bo.sees(ana)
    bo.hears(ana)
    ana.says("before")
    bo.reads_in_chat("before")

    seen = bo.frames_of(ana)
    hub.kill_service()
    until(hub.has_service, lambda there: not there, "the service is gone")
    until(lambda: bo.frames_of(ana), lambda frames: frames > seen + 20, "pictures go on without the service")
    told = hub.ticket("ana", room, path="user/ana/")
    assert (told.status, told.json["code"]) == (503, "service-down")
    ana.says("meanwhile")
    hub.service_is_back()
    bo.reads_in_chat("before")
    bo.reads_in_chat("meanwhile")
    bo.finds(ana, "in a call")
    bo.sees(ana)
    bo.hears(ana)

    ana.notebook.executes("room.connect().result(20)")
    until(lambda: kernels_in_the_list(bo), lambda seen: seen == ["kernel of ana"], "ana's kernel is there as hers")
    assert ana.trait("page") == hub.address(f"services/videoroom/room/{quote(room)}")


def test_the_page_of_a_room_is_the_hub_s_and_its_address_fits_everybody(
    pool: BrowserPool, hub: Hub, people: People, room: str
) -> None:
    """Nobody's own server is needed, and signing in leads back to the room."""
    tab = Tab(pool.browser("Ana").context().new_page())
    signs_in(tab.page, hub, "dora")
    tab.page.goto(hub.address(f"services/videoroom/room/{quote(room)}"))
    dora = pool.adds(Person("ana", pool.browser("Ana"), cast_notebook(tab), room))
    dora.button("Enter room").click()
    expect(dora.room.get_by_role("listitem").filter(has_text="dora")).to_be_visible()
    dora.says("to myself")
    dora.reads_in_chat("to myself")
