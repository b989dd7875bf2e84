"""A room for tests of the core: people enter, send and receive messages, and the test advances the time."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import Any, TypeVar

from jupyter_videoroom.core.chat import Chat
from jupyter_videoroom.core.effects import (
    Admit,
    Drop,
    Effect,
    Fact,
    Issue,
    Redeem,
    Send,
    SendHistory,
    SendMissed,
    StoreLine,
    StoreMissed,
)
from jupyter_videoroom.core.kernels import Kernels
from jupyter_videoroom.core.limits import Limits
from jupyter_videoroom.core.participant import Entry
from jupyter_videoroom.core.room import Room
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import changed
from jupyter_videoroom.protocol.errors import Refusal

T = TypeVar("T")
START = 1_000_000.0


class RoomHarness:
    """A room with a clock, and all that each participant was sent. A user's first participant has the user's name."""

    def __init__(self, rules: Rules | None = None, limits: Limits | None = None, **differing: Any) -> None:
        ids = count(1)
        self.room = Room("algebra", lambda: f"id{next(ids)}", rules, limits, **differing)
        self.now = START
        self.heard: defaultdict[str, list[wire.ServerMessage]] = defaultdict(list)
        self.other: list[Effect] = []

    def enters(
        self,
        *names: str,
        user: str | None = None,
        kind: wire.Kind = "browser",
        call: str | None = None,
        call_began: float | None = None,
        role: wire.Role = "member",
    ) -> None:
        for name in names:
            entry = Entry(
                id=name,
                user=user or f"u-{name}",
                account=name,
                name=name,
                kind=kind,
                call=call,
                call_began=call_began,
                role=role,
            )
            self._perform(self.room.enter(entry, self.now))
        self.passes(0.1)

    def says(self, name: str, *messages: wire.ClientMessage) -> None:
        for message in messages:
            self._perform(self.room.receive(name, message, self.now))

    def calls(self, caller: str, callee: str) -> str:
        """Ring, and the ring's id."""
        self.says(caller, wire.Invite(to=f"u-{callee}"))
        return self.last(caller, wire.Ringing).invite

    def leaves(self, name: str) -> None:
        self._perform(self.room.leave(name, self.now))

    def is_introduced(self, name: str, user: str) -> None:
        self._perform(self.room.part(Kernels).introduced(name, user, user, "member", self.now))

    def loses_socket(self, name: str) -> None:
        self._perform(self.room.detach(name, self.now))

    def resumes(self, name: str, role: wire.Role = "member") -> None:
        self._perform(self.room.resume(name, role, self.now))

    def resyncs(self, name: str, role: wire.Role = "member") -> None:
        self._perform(self.room.resync(name, role, self.now))

    def becomes(self, name: str, role: wire.Role) -> None:
        self._perform(self.room.set_role(name, role, self.now))

    def passes(self, seconds: float, *, answering: tuple[str, ...] | None = None) -> None:
        """Time goes by; everybody, or those named, answers each ping."""
        end = self.now + seconds
        while self.room.deadline <= end:
            self.now = max(self.now, self.room.deadline)
            effects = self.room.advance(self.now)
            self._perform(effects)
            self._answer(effects, answering)
        self.now = end

    def last(self, name: str, kind: type[T]) -> T:
        """The newest message of a kind that somebody heard."""
        found = [message for message in self.heard[name] if isinstance(message, kind)]
        assert found, f"{name} heard no {kind.__name__}, but {self.heard[name]}"
        return found[-1]

    def hears(self, name: str, *messages: wire.ServerMessage) -> None:
        """Exactly these since the last look, but for pings, credentials and presence."""
        told = [m for m in self.heard.pop(name, []) if not isinstance(m, (wire.Ping, wire.Roster, wire.Presence))]
        assert told == list(messages)

    def forget(self) -> None:
        """From here on, only what is new counts."""
        self.heard.clear()
        self.other.clear()

    def state(self, name: str) -> wire.State:
        return self.room.people[name].state

    def notes(self) -> list[StoreMissed]:
        return [effect for effect in self.other if isinstance(effect, StoreMissed)]

    def facts(self) -> list[Fact]:
        """What observers were told, in order."""
        return [effect for effect in self.other if isinstance(effect, Fact)]

    def kept(self) -> list[wire.ChatLine]:
        """The chat lines that are to be stored."""
        return [effect.line for effect in self.other if isinstance(effect, StoreLine)]

    def stores(self) -> None:
        """All chat lines so far are stored, and told."""
        lines, self.other = self.kept(), [effect for effect in self.other if not isinstance(effect, StoreLine)]
        for id, line in enumerate(lines, 1):
            self._perform(self.room.part(Chat).stored(changed(line, id=id)))

    def is_refused_by_the_store(self) -> None:
        """The newest chat line."""
        keep = next(effect for effect in reversed(self.other) if isinstance(effect, StoreLine))
        self._perform(self.room.part(Chat).not_stored(keep.participant, keep.line, Refusal("not-stored")))

    def issued(self, name: str) -> int:
        return self.other.count(Issue(name))

    def _answer(self, effects: list[Effect], answering: tuple[str, ...] | None) -> None:
        for effect in effects:
            if isinstance(effect, Send) and isinstance(effect.message, wire.Ping):
                for id in effect.to:
                    if id in self.room.people and (answering is None or id in answering):
                        self.says(id, wire.Pong())

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Send):
                for id in effect.to:
                    self.heard[id].append(effect.message)
            elif isinstance(effect, StoreMissed):
                self.other.append(effect)
                for person in self.room.people.pages_of(effect.user):
                    self.heard[person.id].append(effect.missed)
            else:
                assert isinstance(effect, (Admit, Drop, Issue, Redeem, Fact, SendHistory, SendMissed, StoreLine))
                self.other.append(effect)
