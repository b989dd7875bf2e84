"""Tickets and session tokens: what a server signs, and takes back as proof."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jwt

from .clock import Clock
from .files import lock, open_private
from .protocol.errors import Refusal
from .protocol.messages import Kind

if TYPE_CHECKING:
    from jwt.types import Options

ALGORITHM = "HS256"
ISSUER = "jupyter-videoroom"
TICKET_SECONDS = 30.0
MIN_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Ticket:
    """Lets one user into one room, once. `account` is the name that the server knows the user by."""

    id: str
    user: str
    account: str
    room: str
    kind: Kind
    expires: float


@dataclass(frozen=True, slots=True)
class Session:
    """Proves that a participant was here, and in which call: what a page remembers for a room that is opened anew.

    `began`: when that call began; None where there is none, or the token is of a version that did not say.
    `life`: in which life of the room. No times are compared for that: clocks are set.
    """

    participant: str
    user: str
    room: str
    call: str | None
    began: float | None
    life: str | None


class Tokens:
    """Signs and verifies with one key, for one deployment alone. `seconds`: how long a session token is good."""

    def __init__(self, key: bytes, clock: Clock, *, deployment: str, seconds: float = 600.0) -> None:
        if len(key) < MIN_KEY_BYTES:
            raise ValueError(f"a signing key has at least {MIN_KEY_BYTES} bytes, this one has {len(key)}")
        self._key = key
        self._clock = clock
        self._issuer = f"{ISSUER}:{deployment}"
        self.seconds = seconds

    def ticket(self, *, user: str, account: str, room: str, kind: Kind) -> str:
        """A one-time ticket that lives 30 seconds."""
        claims = {"sub": user, "name": account, "room": room, "kind": kind}
        return self._sign("ticket", {**claims, "jti": secrets.token_urlsafe(16)}, TICKET_SECONDS)

    def redeem(self, ticket: str) -> Ticket:
        """What a ticket says, or a Refusal. Whether it was used before is the store's to know."""
        claims = self._verify("ticket", ticket)
        return Ticket(
            id=claims["jti"],
            user=claims["sub"],
            account=claims["name"],
            room=claims["room"],
            kind=claims["kind"],
            expires=claims["exp"],
        )

    def session(
        self, *, participant: str, user: str, kind: Kind, room: str, life: str, call: str | None, began: float | None
    ) -> str:
        """A token of a session; it is replaced before it expires."""
        place = {"participant": participant, "room": room, "life": life, "call": call, "began": began}
        return self._sign("session", {"sub": user, "kind": kind, **place}, self.seconds)

    def read_session(self, token: str, *, room: str, user: str | None = None, kind: Kind | None = None) -> Session:
        """What a session token says, or a Refusal if it is somebody else's, another kind's or another room's.

        Without a `user` the token alone must do: whom Jupyter knows by a bare API token is new at each request.
        """
        claims = self._verify("session", token)
        if user is not None and claims["sub"] != user:
            raise Refusal("wrong-user")
        if kind is not None and claims.get("kind", kind) != kind:
            raise Refusal("wrong-kind")
        if claims["room"] != room:
            raise Refusal("wrong-room")
        return Session(
            participant=claims["participant"],
            user=claims["sub"],
            room=claims["room"],
            call=claims["call"],
            began=claims.get("began"),
            life=claims.get("life"),
        )

    def _sign(self, purpose: str, claims: dict[str, Any], seconds: float) -> str:
        now = self._clock()
        claims = {**claims, "iss": self._issuer, "aud": purpose, "iat": now, "exp": now + seconds}
        return jwt.encode(claims, self._key, ALGORITHM)

    def _verify(self, purpose: str, token: str) -> dict[str, Any]:
        kind = "ticket" if purpose == "ticket" else "token"
        # PyJWT would compare the times with the machine's clock; ours is the one given.
        options: Options = {"verify_exp": False, "verify_iat": False, "require": ["aud", "exp", "iat", "sub", "room"]}
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._key, [ALGORITHM], audience=purpose, issuer=self._issuer, options=options
            )
        except jwt.InvalidAudienceError:
            raise Refusal("wrong-audience") from None
        except jwt.InvalidTokenError:
            raise Refusal(f"{kind}-forged") from None
        if claims["exp"] < self._clock():
            raise Refusal(f"{kind}-expired")
        return claims


def new_key() -> bytes:
    """One that nobody guesses."""
    return secrets.token_bytes(MIN_KEY_BYTES)


def load_key(path: Path) -> bytes:
    """The key in this file; made at the first start, readable by its owner alone, or an OSError."""
    with open_private(path) as file:
        # Nobody reads half of what another server is writing.
        lock(file, wait=True)
        key = file.read()
        if len(key) < MIN_KEY_BYTES:
            key = new_key()
            file.seek(0)
            file.write(key)
            os.fsync(file.fileno())
    return key
