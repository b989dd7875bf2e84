"""Who somebody is on the Hub, and whether that is still so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jupyterhub.services.auth import HubOAuth
from tornado.web import HTTPError, RequestHandler

from ..protocol.errors import Refusal

# Seconds for which the Hub's word counts. With those between two checks, less than a minute.
TRUST_SECONDS = 20
# Of the places by which a user comes in: tabs share those of their server.
MANY_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A user of the Hub who may use the rooms."""

    name: str
    groups: frozenset[str]


class Members:
    """Asks the Hub, with the user's own token: the service needs no scope for that.

    The tokens of those who come are remembered, in memory only. One that the Hub still knows, and that still gives
    access, is what keeps its user here.
    """

    def __init__(self) -> None:
        self._auth = HubOAuth.instance(cache_max_age=TRUST_SECONDS)
        self._known: dict[str, Member] = {}
        self._tokens: dict[str, dict[str, None]] = {}
        self._lately: set[str] = set()
        # What was said of them when they last asked for a ticket is not what it was before.
        self._news: set[str] = set()

    async def of(self, handler: RequestHandler) -> Member | None:
        """Whose request this is; None if nobody's. Refusal("no-access") or ("hub-down")."""
        try:
            model = await self._auth.get_user(handler, sync=False)
        except HTTPError:
            raise Refusal("hub-down") from None
        if model is None:
            return None
        member = self._member(model)
        if member is None:
            raise Refusal("no-access")
        self._remember(member, self._auth.get_token(handler))
        return member

    def groups(self, name: str) -> frozenset[str]:
        """The groups of somebody who has come in, as the Hub has told them last."""
        return self._known[name].groups if name in self._known else frozenset()

    async def check(self, names: Iterable[str]) -> dict[str, Member | None]:
        """For whom of these something has changed. None for those whom the Hub does not know, or let in, any more.

        Nothing has, while the Hub does not answer.
        """
        present = set(names)
        self._forget_others(present)
        changed: dict[str, Member | None] = {}
        try:
            for name in sorted(present):
                now = await self._ask_again(name)
                if now is None or self._know(now):
                    changed[name] = now
        except HTTPError:
            return {}
        self._news -= changed.keys()
        if changed:
            # What the Hub has said before about their tokens.
            self._auth.cache.clear()
        return changed

    def _know(self, member: Member) -> bool:
        """Whether that is news, of which nobody has been told yet."""
        if self._known.setdefault(member.name, member) != member:
            self._news.add(member.name)
        self._known[member.name] = member
        return member.name in self._news

    async def _ask_again(self, name: str) -> Member | None:
        tokens = self._tokens.get(name, {})
        for token in reversed(list(tokens)):
            model = await self._auth.user_for_token(token, use_cache=False, sync=False)
            if model and (member := self._member(model)):
                return member
            tokens.pop(token, None)
        return None

    def _member(self, model: dict[str, Any]) -> Member | None:
        """Users only: a service acts for nobody. Whoever has a token is known; access is another matter."""
        if model.get("kind") != "user" or not self._auth.check_scopes(self._auth.access_scopes, model):
            return None
        return Member(model["name"], frozenset(model.get("groups") or ()))

    def _remember(self, member: Member, token: str) -> None:
        self._know(member)
        tokens = self._tokens.setdefault(member.name, {})
        tokens.pop(token, None)
        tokens[token] = None
        if len(tokens) > MANY_TOKENS:
            del tokens[next(iter(tokens))]
        self._lately.add(member.name)

    def _forget_others(self, present: set[str]) -> None:
        """Who is not here, and has not asked for a ticket since the last time."""
        keep = present | self._lately
        self._tokens = {name: tokens for name, tokens in self._tokens.items() if name in keep}
        self._known = {name: member for name, member in self._known.items() if name in keep}
        self._news &= keep
        self._lately = set()
