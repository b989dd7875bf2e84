"""What holds whatever people do: nobody hears of what is not theirs, nothing is told twice, a resume loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jupyter_videoroom.core.chat import Chat
from jupyter_videoroom.core.effects import Admit, Drop, Effect, Send, StoreLine
from jupyter_videoroom.core.kernels import Kernels
from jupyter_videoroom.core.participant import Entry
from jupyter_videoroom.core.room import Room
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import decode_server_frame, encode, frame
from jupyter_videoroom.protocol.delivery import Delivery

from .client import Client

OFFER = wire.Description(kind="offer", sdp="v=0")
USERS = st.integers(0, 3)
ROLES: tuple[wire.Role, ...] = ("host", "member", "guest")
PICK = st.integers(0, 10_000)


class Connection:
    """One participant: the server's numbered stream to it, a socket that may be cut, and what the page believes."""

    def __init__(self, id: str, keep: int) -> None:
        self.delivery = Delivery(keep)
        self.client = Client(id)
        self.connected = True
        self.seen = 0

    def send(self, message: wire.ServerMessage) -> None:
        body = encode(message)
        seq = self.delivery.send(body)
        if self.connected:
            self.arrive(seq, body)

    def arrive(self, seq: int, body: bytes) -> None:
        received = decode_server_frame(frame(body, seq))
        assert received.seq == self.seen + 1
        self.seen = received.seq
        self.client.hears(received.body)


class RoomsMachine(RuleBasedStateMachine):
    """Two rooms, the same users in both, and everything that may happen to them, in any order."""

    def __init__(self) -> None:
        super().__init__()
        ids = count(1)
        self.ids: Callable[[], str] = lambda: f"id{next(ids)}"
        self.now = 0.0
        self.rooms = [Room(name, self.ids, Rules(mesh_limit=4)) for name in ("algebra", "botany")]
        self.connections: list[dict[str, Connection]] = [{}, {}]

    @initialize()
    def some_are_here(self) -> None:
        for where in (0, 1):
            for user in (0, 1, 2):
                self.enters(where, user, kernel=False)

    @rule(where=st.integers(0, 1), user=USERS, kernel=st.booleans())
    def enters(self, where: int, user: int, kernel: bool) -> None:
        id = self.ids()
        # A buffer of a few messages, so that some resumes find it too short.
        self.connections[where][id] = Connection(id, keep=8)
        kind: wire.Kind = "kernel" if kernel else "browser"
        entry = Entry(id=id, user=f"u{user}", account=f"u{user}", name="", kind=kind)
        self._perform(where, self.rooms[where].enter(entry, self.now))

    @rule(where=st.integers(0, 1), who=PICK)
    def joins(self, where: int, who: int) -> None:
        self.says(where, who, 0, what=0, user=0)

    @rule(where=st.integers(0, 1), who=PICK, user=USERS)
    def rings(self, where: int, who: int, user: int) -> None:
        self.says(where, who, 0, what=2, user=user)

    @rule(where=st.integers(0, 1), who=PICK)
    def answers(self, where: int, who: int) -> None:
        self.says(where, who, 0, what=3, user=0)

    @rule(where=st.integers(0, 1), who=PICK, to=PICK)
    def signals(self, where: int, who: int, to: int) -> None:
        self.says(where, who, to, what=6, user=0)

    @rule(where=st.integers(0, 1), who=PICK, to=PICK, what=st.integers(0, 18), user=USERS)
    def says(self, where: int, who: int, to: int, what: int, user: int) -> None:
        connection = self._pick(where, who)
        if not connection:
            return
        # Names from the other room are tried as well: they must not be reached.
        others = sorted({**self.connections[0], **self.connections[1]})
        message = self._message(what, others[to % len(others)], user, connection.client.ring or "id1")
        self._perform(where, self.rooms[where].receive(connection.client.id, message, self.now))

    @rule(where=st.integers(0, 1), who=PICK)
    def socket_is_cut(self, where: int, who: int) -> None:
        connection = self._pick(where, who)
        if connection and connection.connected:
            connection.connected = False
            self._perform(where, self.rooms[where].detach(connection.client.id, self.now))

    @rule(where=st.integers(0, 1), who=PICK)
    def comes_back(self, where: int, who: int) -> None:
        connection = self._pick(where, who)
        if not connection or connection.connected:
            return
        room = self.rooms[where]
        missed = connection.delivery.since(connection.seen)
        come_back = room.resync if missed is None else room.resume
        effects = come_back(connection.client.id, self.rooms[where].people[connection.client.id].role, self.now)
        connection.connected = True
        for seq, body in missed or []:
            connection.arrive(seq, body)
        self._perform(where, effects)

    @rule(where=st.integers(0, 1), who=PICK, user=USERS)
    def is_introduced(self, where: int, who: int, user: int) -> None:
        kernels = [person.id for person in self.rooms[where].people if person.kind == "kernel"]
        if kernels:
            id = kernels[who % len(kernels)]
            effects = self.rooms[where].part(Kernels).introduced(id, f"u{user}", f"u{user}", "member", self.now)
            self._perform(where, effects)

    @rule(where=st.integers(0, 1), who=PICK, role=st.sampled_from(ROLES))
    def is_given_a_role(self, where: int, who: int, role: wire.Role) -> None:
        connection = self._pick(where, who)
        if connection:
            self._perform(where, self.rooms[where].set_role(connection.client.id, role, self.now))

    @rule(where=st.integers(0, 1), who=PICK)
    def acknowledges(self, where: int, who: int) -> None:
        connection = self._pick(where, who)
        if connection and connection.connected:
            connection.delivery.acknowledge(connection.seen)

    @rule(seconds=st.sampled_from([0.01, 0.06, 1.0, 6.0, 31.0]))
    def time_passes(self, seconds: float) -> None:
        end = self.now + seconds
        for where, room in enumerate(self.rooms):
            now = self.now
            while room.deadline <= end:
                now = max(now, room.deadline)
                self._perform(where, room.advance(now))
                for id in [
                    id
                    for id, connection in self.connections[where].items()
                    if connection.connected and id in room.people
                ]:
                    self._perform(where, room.receive(id, wire.Pong(), now))
        self.now = end

    @rule()
    def everybody_agrees_after_a_tick(self) -> None:
        self.time_passes(0.06)
        for where, room in enumerate(self.rooms):
            truth = {person.id: person.public() for person in room.people}
            for id, connection in self.connections[where].items():
                if connection.connected:
                    assert connection.client.people == truth
                    assert connection.client.call == truth[id].call
                    members = {person.id for person in room.people if person.call and person.call == truth[id].call}
                    assert connection.client.peers == members - {id}
                    assert connection.client.ring == room.people[id].invite

    @invariant()
    def nobody_is_alone_in_a_private_call(self) -> None:
        for room in self.rooms:
            people = [person for person in room.people if person.kind == "browser"]
            calls = [person.call for person in people if person.call not in (None, wire.MAIN_CALL)]
            assert all(calls.count(call) == 2 for call in calls)

    @invariant()
    def kernels_share_a_call_with_whom_they_may_see(self) -> None:
        for room in self.rooms:
            for person in room.people:
                assert all(room.people[kernel].call == person.call for kernel in person.shares)

    @invariant()
    def a_kernel_in_a_private_call_has_its_owner_there(self) -> None:
        for room in self.rooms:
            for kernel in room.people:
                if kernel.kind == "kernel" and kernel.call not in (None, wire.MAIN_CALL):
                    assert kernel.call in [person.call for person in room.people if person.kind == "browser"]

    @invariant()
    def nobody_shows_what_their_role_does_not_grant(self) -> None:
        for room in self.rooms:
            for person in room.people:
                assert person.grants.publish or not person.tracks
                assert person.grants.data or person.hand is None

    @invariant()
    def a_call_is_never_over_full(self) -> None:
        for room in self.rooms:
            assert sum(person.call == wire.MAIN_CALL for person in room.people) <= 4

    def _message(self, what: int, to: str, user: int, invite: str) -> wire.ClientMessage:
        return (
            wire.Join(call=wire.MAIN_CALL),
            wire.HangUp(),
            wire.Invite(to=f"u{user}"),
            wire.Accept(invite=invite),
            wire.Decline(invite=invite),
            wire.Cancel(invite=invite),
            wire.Signal(to=to, connection="c", payload=OFFER),
            wire.SetAway(away=True),
            wire.Rename(name=to),
            wire.Join(call=invite),
            wire.Leave(),
            wire.Say(key=to, text="Hello", to=None),
            wire.Say(key=to, text="For you", to=f"u{user}"),
            wire.SetHand(raised=True),
            wire.React(reaction="clap"),
            wire.Ask(to=to),
            wire.Consent(kernel=to, allowed=True),
            wire.Consent(kernel=to, allowed=False),
            wire.SetTracks(tracks=[wire.Track(stream="s", name="sim", kind="video")]),
        )[what]

    def _pick(self, where: int, who: int) -> Connection | None:
        connections = list(self.connections[where].values())
        return connections[who % len(connections)] if connections else None

    def _perform(self, where: int, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(to=to, message=message):
                    self._deliver(where, to, message)
                case Admit(participant=id, resumed=False):
                    self._start_afresh(self.connections[where][id])
                case Drop(participant=id):
                    del self.connections[where][id]
                case StoreLine(line=line):
                    self._perform(where, self.rooms[where].part(Chat).stored(line))

    def _deliver(self, where: int, to: tuple[str, ...], message: wire.ServerMessage) -> None:
        assert len(set(to)) == len(to), "told twice"
        for id in to:
            assert id in self.connections[where], "a message to somebody of another room, or to nobody"
            if isinstance(message, wire.Said) and message.line.to:
                reader = self.rooms[where].people[id].user
                assert reader in (message.line.user, message.line.to), "read what was for somebody else"
            if not isinstance(message, wire.Ping):
                self.connections[where][id].send(message)

    def _start_afresh(self, connection: Connection) -> None:
        connection.delivery.restart()
        connection.seen = connection.delivery.sent
        departed = connection.client.departed
        connection.client = Client(connection.client.id)
        connection.client.departed = departed


TestRooms = RoomsMachine.TestCase
TestRooms.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
