"""What a live room needs of the world: one frozen record, which all rooms of a process share."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any, Protocol, TypeAlias

from .admission import Admission
from .clock import Clock
from .core.effects import Fact
from .core.limits import Limits
from .core.rules import Rules
from .engines.port import Engine
from .ice import Ice
from .protocol.messages import Role
from .stores.port import StoreError, Stores
from .tokens import Tokens

log = logging.getLogger(__name__)

RoleFor: TypeAlias = Callable[[str, str], "Role | Awaitable[Role]"]
"""The role of this user in this room, as the composition root knows it."""


class Observer(Protocol):
    """Hears of what happens in the rooms, to count or to record it. It must be quick, and must not fail."""

    def __call__(self, room: str, fact: Fact, /) -> None: ...


class Observers:
    def __init__(self) -> None:
        self._observers: list[Observer] = []

    def add(self, *observers: Observer) -> None:
        """These hear of all that happens from now on."""
        self._observers += observers

    def report(self, room: str, fact: Fact) -> None:
        """Something has happened. An observer that fails keeps it from no other."""
        for observer in self._observers:
            try:
                observer(room, fact)
            except Exception:
                log.exception("%r failed at %s", observer, type(fact).__name__)


class Background:
    """Work for the store that nobody waits for. A store that fails says so in the log by itself."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        async def tried() -> None:
            with suppress(StoreError):
                await work

        task = asyncio.ensure_future(tried())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)


class Roles:
    """Whose role is which, as the composition root knows it. `changes`: how often it has said that it knows better."""

    def __init__(self, role_for: RoleFor) -> None:
        self._role_for = role_for
        self.changes = 0

    async def of(self, user: str, room: str) -> Role:
        """The role that this user has in this room now; asked again where roles have changed meanwhile."""
        while True:
            changes, role = self.changes, self._role_for(user, room)
            if isawaitable(role):
                role = await role
            if changes == self.changes:
                return role


@dataclass(slots=True)
class Counts:
    """What has happened since the start of the process."""

    relayed: int = 0
    """Signals that were passed on."""


@dataclass(frozen=True, slots=True)
class Services:
    """All of it lasts as long as the process."""

    tokens: Tokens
    stores: Stores
    admission: Admission
    ice: Ice
    make_engine: Callable[[str], Engine]
    rules: Rules
    limits: Limits
    clock: Clock
    check_user: Callable[[str], None]
    """A Refusal if this user is in as many places as one may be, in all rooms together."""
    roles: Roles
    observers: Observers = field(default_factory=Observers)
    background: Background = field(default_factory=Background)
    counts: Counts = field(default_factory=Counts)


def new_id() -> str:
    """An id that nobody guesses: 96 random bits."""
    return secrets.token_urlsafe(12)
