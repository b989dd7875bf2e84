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
        self._tokens: dict[str, dict[str, None]] = {}
        self._lately: set[str] = set()

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
        self._remember(member.name, self._auth.get_token(handler))
        return member

    async def lost(self, names: Iterable[str]) -> list[str]:
        """Which of these the Hub knows no more, or lets in no more. Nobody, while it does not answer."""
        present = set(names)
        self._forget_others(present)
        try:
            gone = [name for name in sorted(present) if not await self._is_known(name)]
        except HTTPError:
            return []
        if gone:
            # It may have answers for their tokens that it gave before.
            self._auth.cache.clear()
        return gone

    async def _is_known(self, name: str) -> bool:
        tokens = self._tokens.get(name, {})
        for token in reversed(list(tokens)):
            model = await self._auth.user_for_token(token, use_cache=False, sync=False)
            if model and self._member(model):
                return True
            tokens.pop(token, None)
        return False

    def _member(self, model: dict[str, Any]) -> Member | None:
        """Users only: a service acts for nobody. Whoever has a token is known; access is another matter."""
        if model.get("kind") != "user" or not self._auth.check_scopes(self._auth.access_scopes, model):
            return None
        return Member(model["name"], frozenset(model.get("groups") or ()))

    def _remember(self, name: str, token: str) -> None:
        tokens = self._tokens.setdefault(name, {})
        tokens.pop(token, None)
        tokens[token] = None
        if len(tokens) > MANY_TOKENS:
            del tokens[next(iter(tokens))]
        self._lately.add(name)

    def _forget_others(self, present: set[str]) -> None:
        """Who is not here, and has not asked for a ticket since the last time."""
        keep = present | self._lately
        self._tokens = {name: tokens for name, tokens in self._tokens.items() if name in keep}
        self._lately = set()
