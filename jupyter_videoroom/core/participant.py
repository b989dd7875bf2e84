"""A participant: one connection of one user to a room, and all that the room knows of it."""

from __future__ import annotations

import re

from ..protocol import messages as wire
from ..protocol.codec import changed
from ..protocol.names import clean_line, clean_name

GRANTS: dict[wire.Role, wire.Grants] = {
    "host": wire.Grants(),
    "member": wire.Grants(),
    "guest": wire.Grants(publish=False, data=False),
}

# A UUID, as Jupyter makes one up for somebody who signs in with a token.
RANDOM = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Entry(wire.Record, frozen=True):
    """Somebody who comes, as the server knows them.

    `call`: what they were in before the server restarted; `call_began`: since when there is that call.
    """

    id: str
    user: str
    account: str
    name: str
    kind: wire.Kind = "browser"
    role: wire.Role = "member"
    call: str | None = None
    call_began: float | None = None


class Participant:
    """The state of one participant. It holds a seat; `inside` says whether it sees and hears the room, too.

    `heard`: when it last gave a sign of life; `issued`: when it last got credentials; `named`: whether it chose its
    name itself. `public` is what the others may know.
    """

    def __init__(self, entry: Entry, now: float) -> None:
        self.entry = entry
        self.id = entry.id
        self.kind = entry.kind
        self.user = entry.user
        self.account = clean_name(entry.account, "Somebody")
        self.rename(entry.name)
        self.role = entry.role
        self.entered = self.heard = self.issued = now
        self.inside = False
        self.attached = True
        self.silent = False
        self.away = False
        self.media = wire.Media()
        self.hand: float | None = None
        # The kernels that have asked to see and hear this one, with its answers so far.
        self.asked: dict[str, bool | None] = {}
        # The users whose kernels may not see and hear it.
        self.refused: set[str] = set()
        self.tracks: list[wire.Track] = []
        self.recording = False
        self.call: str | None = None
        self.invite: str | None = None

    @property
    def grants(self) -> wire.Grants:
        """What it may do. Nothing but its role decides that."""
        return GRANTS[self.role]

    @property
    def shares(self) -> list[str]:
        """The kernels that may see and hear this one."""
        return [kernel for kernel, allowed in self.asked.items() if allowed]

    @property
    def state(self) -> wire.State:
        """The one word that others see."""
        if self.silent or not self.attached:
            return "reconnecting"
        if self.call:
            return "in-call"
        if self.invite:
            return "ringing"
        return "away" if self.away else "available"

    def rename(self, wanted: str) -> None:
        """The name it chooses; if that is none, Jupyter's name for its user."""
        default = f"kernel of {self.account}" if self.kind == "kernel" else self.account
        self.named = bool(clean_line(wanted))
        self.name = clean_name(wanted if self.named else default, self.account)

    def public(self) -> wire.Participant:
        """What everyone in the room may know."""
        told = wire.Participant(
            id=self.id,
            user=self.user,
            name=self.name,
            account=account_label(self.user, self.account),
            kind=self.kind,
            state=self.state,
            call=self.call,
            media=self.media,
            entered=self.entered,
            hand=self.hand,
            shares=self.shares,
            tracks=self.tracks,
            recording=self.recording,
        )
        if self.role != "member":
            told = changed(told, role=self.role)
        return told if self.grants.publish else changed(told, listens=True)


def account_label(user: str, account: str) -> str:
    """What a user is called whatever name they choose: the user name, or where that is random, Jupyter's and its start.

    Somebody who signs in with a token is "Anonymous Io" to Jupyter, as perhaps somebody else is.
    """
    return clean_name(f"{account} {user[:4]}" if RANDOM.fullmatch(user) else user, account)
