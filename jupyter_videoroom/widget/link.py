"""What this kernel and the pages that have a room open say to each other: one link for all widgets of that room."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..forks import check_process
from ..kernel.events import ChatMessage, read_message
from ..kernel.loop import loop_thread
from ..kernel.pending import ENDINGS, Operation, Outcome
from ..kernel.tables import Log, Participants
from .comm_pump import hear, running_client
from .openpages import OpenPage, OpenPages

if TYPE_CHECKING:
    from ..kernel import KernelRoom, Pending

# One for each room that has a widget.
_links: dict[str, Link] = {}


@dataclass(eq=False)
class WidgetEnd:
    """One widget's end of the link."""

    # The client of the kernel whose cell has made it.
    maker: str
    # To all pages of the kernel.
    send: Callable[[dict[str, object]], None]
    # What the page that it speaks for sees now.
    follow: Callable[[OpenPage], None]
    # Somebody has written, as that page hears it.
    said: Callable[[ChatMessage], None]
    # The pages that have a view of it.
    viewers: set[str] = field(default_factory=set)


class Link:
    """A request goes to one page, and its outcome is what that page says. The kernel is in the room once."""

    def __init__(self, room: str) -> None:
        self.pages = OpenPages(room)
        self.joined: Pending[KernelRoom] | None = None
        self._room = room
        self._pid = os.getpid()
        # In the order in which they were made. Of what one client has made, the newest speaks for its page.
        self._widgets: list[WidgetEnd] = []
        self._tickets = PageTickets(self._ask_for_a_ticket)
        # The client whose cell let the kernel join: the kernel is its page's user's.
        self._host = ""
        # What is under way, with the id of the page that was asked.
        self._operations: dict[str, tuple[str, Operation]] = {}
        # The widget by whose comm a page was heard last, by page: that comm reaches the page for certain.
        self._routes: dict[str, WidgetEnd] = {}
        # The page whose news callbacks are being told.
        self._telling: OpenPage | None = None

    # --- what cells and callbacks ask

    def meant(self) -> OpenPage:
        """The page that a request is for: see `OpenPages.meant_by`. For a callback it is the page whose news it is."""
        return self._telling or self.pages.meant_by(running_client())

    def seen(self, maker: str) -> OpenPage | None:
        """The page whose facts are read: that of the running cell, else the one for which the widget speaks."""
        return self._telling or self.pages.of(running_client()) or self.pages.spoken_for_by(maker)

    def ask(self, page: OpenPage, do: str, **details: object) -> None:
        """Have one page do something. RuntimeError in a forked process, whose messages ipykernel drops."""
        check_process(self._pid)
        route = self._routes.get(page.id) or self._widgets[-1]
        route.send({"do": do, "page": page.id, **details})

    def begin(self, page: OpenPage, what: str, do: str, **details: object) -> Operation:
        """Have one page do something that has an outcome."""
        operation, id = Operation(what, hear), secrets.token_hex(8)
        self._operations[id] = page.id, operation
        self.ask(page, do, id=id, **details)
        return operation

    def connect(self) -> Pending[KernelRoom]:
        """The kernel in the room; it joins anew if it is not there, or no longer."""
        from ..kernel.room import join  # noqa: PLC0415

        if self.joined is None or has_ended(self.joined):
            self._host = running_client()
            # Who waits for it in a cell hears the page meanwhile.
            self.joined = join(self._room, ask_page=self._tickets.ask, meanwhile=hear)
        return self.joined

    def _ask_for_a_ticket(self, id: str) -> None:
        self.ask(self.pages.meant_by(self._host), "ticket", id=id)

    # --- what pages tell

    def hear(self, widget: WidgetEnd, client: str, content: Any) -> None:
        """A message of a page, by the comm of one widget, from one client of the kernel."""
        match content:
            case {"tell": "here", "page": str(id)}:
                self.pages.introduce(id, client)
            case {"tell": "facts", "page": str(id), "state": str(state), "people": list(people)}:
                self.pages.introduce(id, client)
                self.pages.view(widget.maker, widget.viewers)
                self._routes[id] = widget
                self._hear_facts(OpenPage(id, state, Participants(people), heard=time.monotonic()), content)
            case {"tell": "message", "page": str(id), "line": dict(line)}:
                self._hear_line(widget, id, line)
            case {"tell": "outcome", "id": str(id), "outcome": str(outcome), "word": str(word)} if outcome in ENDINGS:
                self._settle(id, Outcome(outcome, word))
            case {"tell": "ticket", "id": str(id)}:
                self._tickets.answered(id, content)
            case {"tell": "closed", "page": str(id)}:
                self._close_page(id)

    def _hear_facts(self, page: OpenPage, content: dict[str, Any]) -> None:
        before = self.pages.get(page.id) or OpenPage(page.id)
        log = Log(content["log"]) if isinstance(content.get("log"), list) else before.log
        self.pages.hear(replace(page, log=log, address=str(content.get("address") or before.address)))
        if page.participant and not before.participant and self.joined:
            loop_thread().run(introduce(self.joined, self._tickets))
        self._tell_facts()

    def _hear_line(self, widget: WidgetEnd, id: str, line: dict[str, Any]) -> None:
        # A page that shows two widgets tells both.
        if self._routes.setdefault(id, widget) is widget:
            message = read_message(line)
            self._tell(lambda widget, page: widget.said(message) if page.id == id else None)

    def _tell_facts(self) -> None:
        self._tell(lambda widget, page: widget.follow(page))

    def _tell(self, tell: Callable[[WidgetEnd, OpenPage], None]) -> None:
        # A callback that waits for an outcome hears other news meanwhile, and goes on with its own.
        before = self._telling
        for widget in filter(self.speaks, tuple(self._widgets)):
            self._telling = self.pages.spoken_for_by(widget.maker)
            try:
                if self._telling:
                    tell(widget, self._telling)
            finally:
                self._telling = before

    def _close_page(self, id: str) -> None:
        self.pages.close(id)
        self._routes.pop(id, None)
        for key in [key for key, (page, _) in self._operations.items() if page == id]:
            self._settle(key, Outcome("refused", "The page that was asked was closed."))
        self._tell_facts()

    def _settle(self, id: str, outcome: Outcome) -> None:
        _, operation = self._operations.pop(id, (None, None))
        if operation:
            operation.settle(outcome)

    # --- widgets come and go

    def add(self, widget: WidgetEnd) -> None:
        """The newest widget takes the place of those that the same client has made, and that no page shows."""
        self._widgets = [*_without_unseen(self._widgets, widget.maker), widget]

    def speaks(self, widget: WidgetEnd) -> bool:
        """Whether no newer one has taken its place."""
        return widget is next((other for other in self._widgets[::-1] if other.maker == widget.maker), None)

    def remove(self, widget: WidgetEnd) -> None:
        """With the last one the kernel leaves, and nothing is waited for any more."""
        self._routes = {page: route for page, route in self._routes.items() if route is not widget}
        if widget not in self._widgets:
            return
        at = self._widgets.index(widget)
        self._widgets = [*_without_unseen(self._widgets[:at], widget.maker), *self._widgets[at + 1 :]]
        if self._widgets:
            return
        _links.pop(self._room, None)
        for id in tuple(self._operations):
            self._settle(id, Outcome("refused", "The widget was closed."))
        if self.joined and not self.joined.cancel() and not has_ended(self.joined):
            self.joined.result().close()


def link_to(room: str) -> Link:
    """The link of that room, made for its first widget."""
    return _links.setdefault(room, Link(room))


def _without_unseen(widgets: list[WidgetEnd], maker: str) -> list[WidgetEnd]:
    """All but what that client has made and no page shows."""
    return [widget for widget in widgets if widget.maker != maker or widget.viewers]


# The page asks its server, which takes moments; a page that was closed never answers.
PATIENCE = 3.0


class PageTickets:
    """Tickets that a page asks for: they make the kernel its user's, where a token alone says nobody's name.

    `send(id)` asks one page, or raises RuntimeError that says why there is none.
    """

    def __init__(self, send: Callable[[str], None]) -> None:
        self._send = send
        self._asked: dict[str, Future[Any]] = {}

    async def ask(self) -> object:
        """The page's answer: a ticket, or why there is none; None if the page does not answer."""
        id, answer = secrets.token_hex(8), Future[Any]()
        self._asked[id] = answer
        try:
            self._send(id)
            return await asyncio.wait_for(asyncio.wrap_future(answer), PATIENCE)
        except RuntimeError as error:
            return {"error": {"what": str(error), "why": "", "fix": ""}}
        except asyncio.TimeoutError:
            return None
        finally:
            self._asked.pop(id, None)

    def answered(self, id: str, content: object) -> None:
        answer = self._asked.pop(id, None)
        if answer and answer.set_running_or_notify_cancel():
            answer.set_result(content)


def has_ended(joined: Pending[KernelRoom]) -> bool:
    """Whether it could not join, or has left."""
    return joined.done() and (joined.failed() or joined.result().closed)


async def introduce(joined: Pending[KernelRoom], tickets: PageTickets) -> None:
    """Somebody has entered the room in a page: the kernel may be theirs, once it is in the room itself."""
    # Who has asked for it to join is told why it could not.
    with suppress(Exception, asyncio.CancelledError):
        (await joined).introduce(tickets.ask)
