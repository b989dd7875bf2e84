"""Who is in a room, and who has yet to hear of which change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..protocol.codec import changed, encode
from ..protocol.messages import Grants, Kind, Media, Participant, Presence, Role, Roster, State, Track
from ..protocol.names import clean_line, clean_name
from .effects import Effects, Issue, Send
from .limits import Limits
from .rules import Rules

# A UUID, as Jupyter makes one up for whoever signs in with a token.
RANDOM = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def account_label(user: str, account: str) -> str:
    """What a user is called whatever name they choose: the user name, or where that is random, Jupyter's and its start.

    Who signs in with a token is "Anonymous Io" to Jupyter, as perhaps somebody else is.
    """
    return clean_name(f"{account} {user[:4]}" if RANDOM.fullmatch(user) else user, account)


@dataclass(slots=True)
class Person:
    """One participant. `heard`: when it last gave a sign of life; `issued`: when it last got credentials.

    `named`: whether it chose its name itself.
    """

    id: str
    user: str
    account: str
    name: str
    named: bool
    kind: Kind
    grants: Grants
    entered: float
    heard: float
    issued: float
    attached: bool = True
    silent: bool = False
    away: bool = False
    media: Media = field(default_factory=Media)
    hand: float | None = None
    asked: dict[str, bool | None] = field(default_factory=dict)
    """The kernels that have asked to see and hear this one, and the answers so far."""
    refused: set[str] = field(default_factory=set)
    """The users whose kernels may not."""
    tracks: list[Track] = field(default_factory=list)
    recording: bool = False
    call: str | None = None
    invite: str | None = None

    @property
    def shares(self) -> list[str]:
        """The kernels that may see and hear this one."""
        return [kernel for kernel, allowed in self.asked.items() if allowed]

    @property
    def role(self) -> Role:
        """What others call this one's part in the room."""
        return "member" if self.grants.publish else "guest"

    @property
    def listening(self) -> bool:
        """Whether a message reaches it now."""
        return self.attached and not self.silent

    def rename(self, wanted: str) -> None:
        """The name it chooses; if that is none, Jupyter's name for its user."""
        default = f"kernel of {self.account}" if self.kind == "kernel" else self.account
        self.named = bool(clean_line(wanted))
        self.name = clean_name(wanted if self.named else default, self.account)

    @property
    def state(self) -> State:
        """The one word that others see."""
        if not self.listening:
            return "reconnecting"
        if self.call:
            return "in-call"
        if self.invite:
            return "ringing"
        return "away" if self.away else "available"

    def public(self) -> Participant:
        """What everyone in the room may know."""
        told = Participant(
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
        return told if self.grants.publish else changed(told, role=self.role, listens=True)


class People:
    """The participants of a room. Changes are gathered, and told once a tick; newcomers get the whole list then.

    A user whose changes come to more bytes than everybody is to be sent of one user is told of later, as they are then.
    """

    def __init__(self, rules: Rules, limits: Limits) -> None:
        self._rules = rules
        self._limits = limits
        self._by_id: dict[str, Person] = {}
        self._changed: dict[str, None] = {}
        self._left: list[str] = []
        self._newcomers: set[str] = set()
        self._told: dict[str, Participant] = {}
        self._flushed = float("-inf")
        self.due: float | None = None

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Person:
        return self._by_id[id]

    def get(self, id: str) -> Person | None:
        """Somebody who may have left."""
        return self._by_id.get(id)

    def of_user(self, user: str) -> list[Person]:
        """All participants of one user."""
        return [person for person in self if person.user == user]

    def pages_of(self, user: str) -> list[Person]:
        """Those of them at which somebody sits: calls are for people."""
        return [person for person in self.of_user(user) if person.kind == "browser"]

    def add(self, person: Person, now: float) -> None:
        """Somebody is here from now on."""
        self._by_id[person.id] = person
        self.changed(person, now)
        self.brief(person, now)

    def brief(self, person: Person, now: float) -> None:
        """Send the whole list to this one at the next tick, in place of the changes."""
        self._newcomers.add(person.id)
        self._wake(now)

    def changed(self, person: Person, now: float) -> None:
        """Tell the others at the next tick."""
        self._changed[person.id] = None
        self._wake(now)

    def remove(self, person: Person, now: float) -> None:
        """Somebody is gone. Who came and went within one tick is never spoken of."""
        del self._by_id[person.id]
        self._changed.pop(person.id, None)
        self._newcomers.discard(person.id)
        if self._told.pop(person.id, None):
            self._left.append(person.id)
            self._wake(now)

    def flush(self, now: float) -> Effects:
        """The tick: one message for those who know the list, one for those who do not."""
        if self.due is None or now < self.due:
            return
        changed, left = self._news(now), self._left
        informed = tuple(id for id in self._by_id if id not in self._newcomers)
        newcomers = tuple(self._newcomers)
        self._left, self._newcomers = [], set()
        self._flushed, self.due = now, None
        if self._changed:
            self._wake(now)
        if informed and (changed or left):
            yield Send(informed, Presence(changed=changed, left=left))
        if newcomers:
            yield Send(newcomers, Roster(people=list(self._told.values())))

    def issue(self, person: Person, now: float) -> Effects:
        """New credentials for one."""
        person.issued = now
        yield Issue(person.id)

    def _news(self, now: float) -> list[Participant]:
        """Those that look otherwise than was told last. What has to wait stays among the changes."""
        news, changed, self._changed = [], self._changed, {}
        for id in changed:
            person = self._by_id[id]
            public = person.public()
            if public == self._told.get(id):
                continue
            # That somebody is there is told at once.
            if id in self._told and self._limits.wait("presence", person.user, now, 0) > 0:
                self._changed[id] = None
                continue
            self._limits.charge("presence", person.user, now, len(encode(public)))
            self._told[id] = public
            news.append(public)
        return news

    def _wake(self, now: float) -> None:
        if self.due is None:
            self.due = max(now, self._flushed + self._rules.tick)
