"""Who somebody is on the Hub, and whether that is still so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from jupyterhub.services.auth import HubOAuth
from tornado.web import RequestHandler

from ..clock import Clock
from ..protocol.errors import Refusal
from ..tokens import TICKET_SECONDS
from ..web.bearer import token_of

log = logging.getLogger(__name__)

T = TypeVar("T")

# Seconds for which the Hub's word is believed when somebody comes in. Those between two checks come on top: who has
# lost access can come in for so long, and is out at the next check.
TRUST_SECONDS = 20
# Of the places by which a user comes in: tabs share those of their server.
MANY_TOKENS = 8
# Of users who are asked about together, and the seconds that each answer may take.
AT_ONCE = 10
ANSWER_SECONDS = 5.0
# A ticket is as good as its user's groups, which are known for longer than it lives.
KEEP_SECONDS = 2 * TICKET_SECONDS


@dataclass(frozen=True, slots=True)
class Member:
    """A user of the Hub who may use the rooms."""

    name: str
    groups: frozenset[str]


class Members:
    """Asks the Hub, with the user's own token: the service needs no scope for that.

    The tokens with which people have got their tickets are remembered, in memory only. One that the Hub still knows,
    and that still gives access, is what keeps its user here.
    """

    def __init__(self, auth: HubOAuth, clock: Clock) -> None:
        self._auth = auth
        self._clock = clock
        self._known: dict[str, Member] = {}
        self._tokens: dict[str, dict[str, None]] = {}
        self._came: dict[str, float] = {}
        self._news = False

    async def of(self, handler: RequestHandler) -> Member | None:
        """Whose request this is; None if nobody's. Refusal("no-access") or ("hub-down")."""
        model = await _answer(self._auth.get_user(handler, sync=False))
        if model is None:
            return None
        member = self._member(model)
        if member is None:
            raise Refusal("no-access")
        return member

    def expect(self, member: Member, handler: RequestHandler) -> None:
        """Somebody gets a ticket: what identified them is asked about from now on."""
        self._know(member)
        self._came[member.name] = self._clock()
        token = token_of(self._auth, handler)
        tokens = self._tokens.setdefault(member.name, {})
        tokens.pop(token, None)
        tokens[token] = None
        if len(tokens) > MANY_TOKENS:
            del tokens[next(iter(tokens))]

    def known(self, name: str) -> Member | None:
        """Somebody who has come in, as the Hub has told last."""
        return self._known.get(name)

    def groups(self, name: str) -> frozenset[str]:
        """Theirs; none of somebody unknown."""
        return self._known[name].groups if name in self._known else frozenset()

    def take_news(self) -> bool:
        """Whether anybody's groups have changed since this was last asked."""
        news, self._news = self._news, False
        return news

    async def check(self, names: Iterable[str]) -> dict[str, Member | Refusal]:
        """Who these are now, or why they may not stay. Nothing of those about whom the Hub does not answer."""
        present = set(names)
        self._forget_others(present)
        gate = asyncio.Semaphore(AT_ONCE)

        async def ask(name: str) -> Member | Refusal:
            async with gate:
                return await self._ask_again(name)

        answers = zip(present, await asyncio.gather(*map(ask, present)), strict=True)
        found = {name: answer for name, answer in answers if self._is_sure(name, answer)}
        for name, answer in found.items():
            if isinstance(answer, Member):
                self._know(answer)
            else:
                # A ticket that was got before opens nothing any more.
                self._known.pop(name, None)
                self._auth.cache.clear()
        return found

    def _is_sure(self, name: str, answer: Member | Refusal) -> bool:
        """Not if the Hub has not answered, or if they have come back with a new token since it has."""
        return isinstance(answer, Member) or (answer.code != "hub-down" and not self._tokens.get(name))

    def _know(self, member: Member) -> None:
        if self._known.setdefault(member.name, member) != member:
            self._news = True
            # What the Hub has said before about their tokens.
            self._auth.cache.clear()
        self._known[member.name] = member

    async def _ask_again(self, name: str) -> Member | Refusal:
        """By the newest token first. One that comes meanwhile is looked at, too."""
        tokens = self._tokens.setdefault(name, {})
        why = Refusal("sign-in-gone")
        while tokens:
            token = next(reversed(tokens))
            try:
                model = await _answer(self._auth.user_for_token(token, use_cache=False, sync=False))
            except Refusal as refusal:
                return refusal
            if model and (member := self._member(model)):
                return member
            if model:
                why = Refusal("no-access")
            tokens.pop(token, None)
        return why

    def _member(self, model: dict[str, Any]) -> Member | None:
        """Users only: a service acts for nobody. The Hub knows all of them, and only some may use the rooms."""
        if model.get("kind") != "user" or not self._auth.check_scopes(self._auth.access_scopes, model):
            return None
        return Member(model["name"], frozenset(model.get("groups") or ()))

    def _forget_others(self, present: set[str]) -> None:
        """Who is not here, and has no ticket either that is still good."""
        since = self._clock() - KEEP_SECONDS
        self._came = {name: when for name, when in self._came.items() if when > since}
        keep = present | self._came.keys()
        self._tokens = {name: tokens for name, tokens in self._tokens.items() if name in keep}
        self._known = {name: member for name, member in self._known.items() if name in keep}


async def _answer(asked: Awaitable[T]) -> T:
    """What the Hub says; Refusal("hub-down") if that is too late, or nothing that can be read."""
    try:
        return await asyncio.wait_for(asked, ANSWER_SECONDS)
    except Exception as error:
        # JupyterHub's client names some of what can go wrong, and lets its libraries raise the rest.
        log.warning("The Hub does not answer who somebody is (%s)", type(error).__name__)
        raise Refusal("hub-down") from None
