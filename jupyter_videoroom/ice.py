"""Which STUN and TURN servers a participant may use. None unless the operator names some."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from .protocol.messages import IceServer


@dataclass(frozen=True, slots=True)
class Ice:
    """The operator's servers. With `turn_secret`, TURN credentials are minted and live `turn_seconds`."""

    stun_urls: Sequence[str] = ()
    turn_urls: Sequence[str] = ()
    turn_username: str = ""
    turn_credential: str = ""
    turn_secret: str = ""
    turn_seconds: float = 300.0

    def servers(self, participant: str, now: float) -> list[IceServer]:
        servers = [IceServer(urls=list(self.stun_urls))] if self.stun_urls else []
        if self.turn_urls:
            username, credential = self._turn_login(participant, now)
            servers.append(IceServer(urls=list(self.turn_urls), username=username, credential=credential))
        return servers

    def _turn_login(self, participant: str, now: float) -> tuple[str, str]:
        if not self.turn_secret:
            return self.turn_username, self.turn_credential
        # "A REST API For Access To TURN Services" (draft-uberti-behave-turn-rest-00), section 2.2: coturn's
        # use-auth-secret. SHA-1 is what it prescribes.
        username = f"{int(now + self.turn_seconds)}:{participant}"
        digest = hmac.new(self.turn_secret.encode(), username.encode(), hashlib.sha1).digest()
        return username, base64.b64encode(digest).decode()
