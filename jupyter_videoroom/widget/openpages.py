"""The browser pages that have a room open, and which of them is meant.

A kernel may have several. JupyterLab's default workspace opens the notebooks of everybody in every page of a server,
and their pages then share kernels; one notebook may be open on two screens; one page may run two notebooks and a
console on one kernel. A page is known by the name that it gives itself when it is loaded. The kernel's messages name
the client that sent them (`session` in the header), of which a page has one for each notebook and console.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from ..kernel.tables import Log, Participants

# A page tells a change within 0.25 s, and the server within 0.05 s: what others say of it after this is newer.
SETTLED = 2.0


@dataclass(frozen=True)
class OpenPage:
    """What one page has told: its state, whom it sees, and the address that the room's own page has for it."""

    id: str
    state: str = "outside"
    people: Participants = field(default_factory=Participants)
    log: Log = field(default_factory=Log)
    address: str = ""
    # On the clock of `time.monotonic`.
    heard: float = 0.0

    @property
    def inside(self) -> bool:
        """Whether somebody has entered the room in it."""
        return self.state != "outside"

    @property
    def participant(self) -> str | None:
        """The id of its own participant, once it is known."""
        return next((row["id"] for row in self.people if row["you"]), None)

    def __str__(self) -> str:
        names = [row["name"] for row in self.people if row["you"]]
        return f"{names[0] if names else 'somebody'} ({self.state})"


class OpenPages:
    """All pages that show one room, in the order in which they were first heard of."""

    def __init__(self, room: str) -> None:
        self._room = room
        self._pages: dict[str, OpenPage] = {}
        self._clients: dict[str, str] = {}
        self._viewers: dict[str, Collection[str]] = {}

    def get(self, id: str) -> OpenPage | None:
        return self._pages.get(id)

    def introduce(self, id: str, client: str) -> None:
        """Messages of this client of the kernel come from that page."""
        self._clients[client] = id

    def view(self, maker: str, viewers: Collection[str]) -> None:
        """What this client has made is seen in these pages.

        The second notebook of a page leaves all comms to the first one, so that its client tells nothing itself.
        """
        self._viewers[maker] = viewers

    def hear(self, page: OpenPage) -> None:
        """What a page tells takes the place of what it told before."""
        self._pages[page.id] = page
        self._drop_those_that_left(page)

    def close(self, id: str) -> None:
        self._pages.pop(id, None)
        self._clients = {client: page for client, page in self._clients.items() if page != id}

    def of(self, client: str) -> OpenPage | None:
        """The page of this client, if it shows the room."""
        viewers = [id for id in self._viewers.get(client, ()) if id in self._pages]
        by_view = viewers[0] if len(viewers) == 1 else ""
        return self._pages.get(self._clients.get(client, by_view))

    def meant_by(self, client: str) -> OpenPage:
        """The one page that does what a cell of this client asks; RuntimeError says why there is none.

        It is the page in which the cell runs. A client that shows no room, such as a console, means the only page that
        somebody has entered the room in. Nobody acts by another person's page because their own is still outside.
        """
        own, inside = self.of(client), self.inside()
        if own is not None and not own.inside:
            raise RuntimeError(f"{self._nobody_here}{f'; elsewhere it is {_and(inside)}' if inside else ''}.")
        if own is not None:
            return own
        if not inside:
            raise RuntimeError(f"{self._nobody_here}.")
        if len(inside) > 1:
            raise RuntimeError(
                f"{self._room!r} is open in {len(inside)} pages: {_and(inside)}. "
                "Run this in the notebook that shows the room, in the page that is meant."
            )
        return inside[0]

    def spoken_for_by(self, client: str) -> OpenPage | None:
        """The page whose facts a widget tells that was made by this client: its own, else one in the room."""
        own, inside = self.of(client), self.inside()
        if own is not None and (own.inside or not inside):
            return own
        return next(iter([*inside, *self._all]), None)

    def inside(self) -> list[OpenPage]:
        """Those in which somebody has entered the room."""
        return [page for page in self._all if page.inside]

    @property
    def _all(self) -> tuple[OpenPage, ...]:
        # A copy: the kernel's thread asks for tickets while the main thread hears pages.
        return tuple(self._pages.values())

    @property
    def _nobody_here(self) -> str:
        return f'Nobody has entered the room here yet: press "Enter room" in {self._room!r} first'

    def _drop_those_that_left(self, news: OpenPage) -> None:
        """A page that was closed may not have said so; the server tells the others that its participant has left."""
        if news.participant is None:
            return
        present = {row["id"] for row in news.people}
        for page in self._all:
            if page.participant not in {None, *present} and page.heard < news.heard - SETTLED:
                self.close(page.id)


def _and(pages: list[OpenPage]) -> str:
    return ", ".join(map(str, pages))
