"""A page, as far as the room's rules go: it believes what it is told, and protests at what it must not be told."""

from __future__ import annotations

from jupyter_videoroom.protocol import messages as wire


class Client:
    """The state that messages build up; an AssertionError where one breaks a promise of the protocol."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.people: dict[str, wire.Participant] = {}
        self.call: str | None = None
        self.peers: set[str] = set()
        self.ring: str | None = None
        self.announced: set[str] = set()
        self.departed: set[str] = set()

    def hears(self, message: wire.ServerMessage) -> None:
        method = getattr(self, f"_on_{type(message).__name__.lower()}", None)
        if method:
            method(message)

    def state(self) -> tuple[object, ...]:
        """Everything believed, to compare with another."""
        return self.people, self.call, self.peers, self.ring

    def _on_roster(self, message: wire.Roster) -> None:
        self.people = {person.id: person for person in message.people}
        self.announced |= set(self.people)

    def _on_presence(self, message: wire.Presence) -> None:
        for person in message.changed:
            assert person.id not in self.departed, f"{person.id} was announced after it had left"
            self.announced.add(person.id)
            self.people[person.id] = person
        for id in message.left:
            assert id in self.announced, f"{id} left but had never been announced"
            assert id not in self.departed, f"{id} left twice"
            self.departed.add(id)
            del self.people[id]

    def _on_joined(self, message: wire.Joined) -> None:
        self.call = message.call
        self.peers = {peer.participant for peer in message.media.peers}
        assert sorted(message.members) == sorted({*self.peers, self.id})

    def _on_memberjoined(self, message: wire.MemberJoined) -> None:
        assert message.call == self.call, "told of a call that one is not in"
        assert message.participant not in self.peers | {self.id}
        self.peers.add(message.participant)

    def _on_memberleft(self, message: wire.MemberLeft) -> None:
        assert message.call == self.call, "told of a call that one is not in"
        self.peers.remove(message.participant)

    def _on_callleft(self, message: wire.CallLeft) -> None:
        assert message.call == self.call
        self.call, self.peers = None, set()

    def _on_signalled(self, message: wire.Signalled) -> None:
        assert message.sender in self.peers, "a signal from outside the call"

    def _on_reacted(self, message: wire.Reacted) -> None:
        assert message.participant in self.peers | {self.id}, "a reaction from outside the call"

    def _on_ringing(self, message: wire.Ringing) -> None:
        self.ring = message.invite

    def _on_incoming(self, message: wire.Incoming) -> None:
        self.ring = message.invite

    def _on_inviteended(self, message: wire.InviteEnded) -> None:
        # Somebody busy was never ringing: the end is all one hears of that.
        if self.ring == message.invite:
            self.ring = None
