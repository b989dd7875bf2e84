"""Tickets and session tokens: what a server signs, and takes back as proof."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from jwt.types import Options

from .clock import Clock
from .files import lock, open_private
from .protocol.codec import from_plain, to_plain
from .protocol.errors import Refusal
from .protocol.messages import Grants, Kind

ALGORITHM = "HS256"
ISSUER = "jupyter-videoroom"
TICKET_SECONDS = 30.0
MIN_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Ticket:
    """Lets one user into one room, once. `account` is the name that Jupyter knows the user by."""

    id: str
    user: str
    account: str
    room: str
    kind: Kind
    grants: Grants
    expires: float


@dataclass(frozen=True, slots=True)
class Stay:
    """Proves that a participant was here, and in which call: the server's memory in the page's hands.

    `began`: when that call began; None where there is none, or the token is of a version that did not say.
    `current`: whether the token is of this life of the server. No times are compared for that: clocks are set.
    """

    participant: str
    user: str
    room: str
    call: str | None
    began: float | None
    current: bool


class Tokens:
    """Signs and verifies with one key, for one deployment alone. `seconds` is the life of a session token."""

    def __init__(self, key: bytes, clock: Clock, *, deployment: str, seconds: float = 600.0) -> None:
        if len(key) < MIN_KEY_BYTES:
            raise ValueError(f"a signing key has at least {MIN_KEY_BYTES} bytes, this one has {len(key)}")
        self._key = key
        self._clock = clock
        self._issuer = f"{ISSUER}:{deployment}"
        self._life = secrets.token_hex(8)
        self.seconds = seconds

    def ticket(self, *, user: str, account: str, room: str, kind: Kind, grants: Grants) -> str:
        """A one-time ticket that lives 30 seconds."""
        claims = {"sub": user, "name": account, "room": room, "kind": kind, "grants": to_plain(grants)}
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
            grants=from_plain(claims["grants"], Grants),
            expires=claims["exp"],
        )

    def session(
        self, *, participant: str, user: str, kind: Kind, room: str, call: str | None, began: float | None
    ) -> str:
        """A token for as long as one stays; it is replaced before it expires. What one may do, tickets say."""
        whereabouts = {"participant": participant, "room": room, "call": call, "began": began}
        return self._sign("session", {"sub": user, "kind": kind, "life": self._life, **whereabouts}, self.seconds)

    def stay(self, token: str, *, room: str, user: str | None = None, kind: Kind | None = None) -> Stay:
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
        return Stay(
            participant=claims["participant"],
            user=claims["sub"],
            room=claims["room"],
            call=claims["call"],
            began=claims.get("began"),
            current=claims.get("life") == self._life,
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
