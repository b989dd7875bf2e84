"""Everything an operator can set, as traits: `c.VideoRooms.mesh_limit = 4` in jupyter_server_config.py."""

from __future__ import annotations

from pathlib import Path

from traitlets import Enum, Float, Integer, List, Unicode
from traitlets.config import Configurable

from .clock import Clock
from .core.rules import Rules
from .ice import Ice
from .protocol.messages import Grants
from .tokens import Tokens, load_key

ROLES = {
    "host": Grants(moderate=True),
    "member": Grants(),
    "guest": Grants(publish=False, data=False),
}


class VideoRooms(Configurable):
    """The rooms of one server."""

    default_role = Enum(
        list(ROLES),
        "member",
        config=True,
        help="What people may do: 'member' (talk and be seen), 'host' (moderate too) or 'guest' (watch and listen).",
    )
    mesh_limit = Integer(6, min=2, config=True, help="People in one call, at the most. Each sends to all the others.")
    ring_seconds = Float(30.0, min=1, config=True, help="Seconds that a call rings before it is a missed call.")
    session_seconds = Float(
        600.0,
        min=60,
        config=True,
        help="Seconds that a session token lives. A page that was cut off for longer enters the room afresh.",
    )
    secret_key = Unicode(
        "",
        config=True,
        help="The key that signs tickets and tokens, at least 32 characters. "
        "Empty: a random one is made at the first start and kept in the data directory, with mode 0600.",
    )
    stun_urls = List(
        Unicode(), [], config=True, help="STUN servers, such as 'stun:stun.example.org:3478'. Empty: none is asked."
    )
    turn_urls = List(
        Unicode(),
        [],
        config=True,
        help="TURN servers, such as 'turn:turn.example.org:3478?transport=udp'. Empty: no relay.",
    )
    turn_username = Unicode("", config=True, help="The user name for all, where turn_secret is empty.")
    turn_credential = Unicode("", config=True, help="The password for all, where turn_secret is empty.")
    turn_secret = Unicode(
        "",
        config=True,
        help="The secret shared with the TURN server (coturn: static-auth-secret). "
        "Every participant then gets credentials of its own. Empty: turn_username and turn_credential.",
    )
    turn_seconds = Float(
        300.0, min=60, config=True, help="Seconds that credentials minted from turn_secret can be used."
    )

    @property
    def grants(self) -> Grants:
        """What everybody may do who is let in."""
        return ROLES[self.default_role]

    def rules(self) -> Rules:
        """The core's numbers. Credentials are renewed when a fifth of their life is left."""
        return Rules(
            mesh_limit=self.mesh_limit,
            ring=self.ring_seconds,
            refresh=0.8 * min(self.session_seconds, self.turn_seconds),
        )

    def ice(self) -> Ice:
        """The servers that help media through."""
        return Ice(
            stun_urls=self.stun_urls,
            turn_urls=self.turn_urls,
            turn_username=self.turn_username,
            turn_credential=self.turn_credential,
            turn_secret=self.turn_secret,
            turn_seconds=self.turn_seconds,
        )

    def tokens(self, data_dir: Path, clock: Clock) -> Tokens:
        """The signer, with the operator's key or the one in the data directory."""
        key = self.secret_key.encode() or load_key(data_dir / "videoroom" / "signing.key")
        return Tokens(key, clock, seconds=self.session_seconds)
