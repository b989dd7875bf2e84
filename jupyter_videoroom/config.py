"""Everything an operator can set, as traits: `c.VideoRooms.mesh_limit = 4` in jupyter_server_config.py."""

from __future__ import annotations

from traitlets import Dict, Enum, Float, Integer, List, Unicode
from traitlets.config import Configurable

from .core.limits import Limit
from .core.rules import Rules
from .ice import Ice

# As many at once as in a minute in the long run. By user, but for the last four.
PER_MINUTE = {
    "asks": 60,
    "chat": 60,
    "invites": 20,
    "joins": 60,
    "names": 20,
    "switches": 300,
    "objects": 60,
    "object-bytes": 16 * 1024 * 1024,
    "reactions": 120,
    "reports": 60,
    "tickets": 120,
    "questions": 10,
    "rings": 30,
    "address-tickets": 1_200,
    "room-chat": 1_200,
}

# Bytes that everybody in a room is sent of how one user's participants change: ten changes of a person a second, or one
# of a kernel with all the tracks that it may have, and twenty of these at once.
PRESENCE = Limit(4_096, 65_536)


class VideoRooms(Configurable):
    """The rooms of one server."""

    default_role = Enum(
        ["member", "guest"],
        "member",
        config=True,
        help="What people may do: 'member' (talk and be seen) or 'guest' (watch, listen and read).",
    )
    mesh_limit = Integer(6, min=2, config=True, help="People in one call, at the most. Each sends to all the others.")
    uplink_kbps = Integer(
        2_500,
        min=200,
        config=True,
        help="Kilobits per second that a page sends to all others of its call together. Pictures shrink to fit.",
    )
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
    deployment = Unicode(
        "",
        config=True,
        help="Servers of the same name, key and data directory are one: they take each other's tickets and tokens, and "
        "keep one chat. Empty: this server alone, known again after a restart by its root directory and base URL.",
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

    store = Enum(
        ["sqlite", "memory"],
        "sqlite",
        config=True,
        help="Where chat and missed calls are kept: 'sqlite', a file in the data directory that outlasts the server, "
        "or 'memory'.",
    )
    chat_keep = Integer(2_000, min=1, config=True, help="Chat messages that are kept of each room; older ones go.")
    chat_history = Integer(200, min=0, config=True, help="Chat messages that somebody who comes late is shown.")
    max_object_bytes = Integer(
        2 * 1024 * 1024, min=1024, config=True, help="Bytes of a picture or text that room.show() shows to everybody."
    )
    room_object_bytes = Integer(
        16 * 1024 * 1024,
        min=1024,
        config=True,
        help="Bytes of all that is shown in one room, at the most. The oldest goes first.",
    )
    all_object_bytes = Integer(
        256 * 1024 * 1024, min=1024, config=True, help="The same for all rooms together, in use or not."
    )
    keep_rooms = Integer(
        1_000,
        min=1,
        config=True,
        help="Rooms of which chat, missed calls and shown outputs are kept. Those go first in which nobody has been "
        "for the longest time; none in which somebody is.",
    )
    keep_days = Float(
        365.0,
        min=0,
        config=True,
        help="Days for which chat, missed calls and shown outputs of a room are kept after somebody was there.",
    )
    rooms = Integer(1_000, min=1, config=True, help="Rooms with somebody in them at the same time, at the most.")
    room_people = Integer(500, min=2, config=True, help="Participants in one room, at the most.")
    user_tabs = Integer(20, min=1, config=True, help="Participants (tabs) of one user in one room, at the most.")
    user_participants = Integer(
        100, min=1, config=True, help="Participants (tabs and kernels) of one user in all rooms together, at the most."
    )
    per_minute = Dict(
        value_trait=Float(min=0),
        key_trait=Enum(list(PER_MINUTE)),
        config=True,
        help="How often in a minute, and as often at once: "
        + ", ".join(f"{what} {count}" for what, count in PER_MINUTE.items())
        + ". These are the defaults; name only what is to differ; below 1 is never. "
        "'questions' counts by the user whom kernels ask, 'rings' by the user who is called, "
        "'address-tickets' by the address from which "
        "tickets are asked, 'room-chat' by room, all others by user. "
        "'object-bytes' counts bytes, and lets at least one object through.",
    )
    messages_per_second = Float(
        100.0,
        min=10,
        config=True,
        help="Messages that a socket may send in the long run; five times as many at once. Who sends more is read more "
        "slowly, and nobody else notices.",
    )
    bytes_per_second = Float(
        256 * 1024.0, min=1024, config=True, help="The same for bytes, of which eight times as many may come at once."
    )
    max_unread_bytes = Integer(
        4 * 1024 * 1024,
        min=2 * 1024 * 1024,
        config=True,
        help="Bytes that may wait for somebody who reads too slowly. Then the socket is cut; the page reconnects.",
    )

    def rules(self) -> Rules:
        """The core's numbers. Credentials are renewed when a fifth of their life is left."""
        return Rules(
            mesh_limit=self.mesh_limit,
            uplink=self.uplink_kbps * 1000,
            rooms=self.rooms,
            room_people=self.room_people,
            user_tabs=self.user_tabs,
            user_participants=self.user_participants,
            history=self.chat_history,
            max_object=self.max_object_bytes,
            max_unread=self.max_unread_bytes,
            limits=self._limits(),
            ring=self.ring_seconds,
            refresh=0.8 * min(self.session_seconds, self.turn_seconds),
        )

    def _limits(self) -> dict[str, Limit]:
        per_minute = {**PER_MINUTE, **self.per_minute}
        per_minute["object-bytes"] = max(per_minute["object-bytes"], self.max_object_bytes)
        return {
            **{what: Limit(count / 60, count) for what, count in per_minute.items()},
            "messages": Limit(self.messages_per_second, 5 * self.messages_per_second),
            "bytes": Limit(self.bytes_per_second, 8 * self.bytes_per_second),
            "presence": PRESENCE,
        }

    def ice(self) -> Ice:
        return Ice(
            stun_urls=self.stun_urls,
            turn_urls=self.turn_urls,
            turn_username=self.turn_username,
            turn_credential=self.turn_credential,
            turn_secret=self.turn_secret,
            turn_seconds=self.turn_seconds,
        )
