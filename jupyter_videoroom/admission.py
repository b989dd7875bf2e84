"""Who may come in: what tickets and session tokens prove, and which of them are used up."""

from __future__ import annotations

from .clock import Clock
from .protocol.errors import Refusal
from .protocol.messages import Hello
from .stores.memory import MemoryStore
from .stores.port import StoreError, Tickets, in_time
from .tokens import Session, Ticket, Tokens


class Admission:
    """Where the store fails, what is used up is known to this process alone: calls matter more than that."""

    def __init__(self, tokens: Tokens, store: Tickets, clock: Clock) -> None:
        self._tokens = tokens
        self._store = store
        self._clock = clock
        self._fallback: Tickets = MemoryStore()

    async def spend(self, ticket: Ticket) -> None:
        """Refusal("ticket-used") if it was used before."""
        until, now = ticket.expires, self._clock()
        try:
            fresh = await in_time(self._store.spend(ticket.id, until=until, now=now))
        except StoreError:
            fresh = await self._fallback.spend(ticket.id, until=until, now=now)
        if not fresh:
            raise Refusal("ticket-used")

    async def introduction(self, ticket: str, room: str) -> Ticket:
        """Whose kernel it is that shows this ticket in a room, or a Refusal. The ticket is used up."""
        shown = self._tokens.redeem(ticket)
        if shown.kind != "kernel":
            raise Refusal("not-allowed")
        if shown.room != room:
            raise Refusal("wrong-room")
        await self.spend(shown)
        return shown

    def session(self, hello: Hello, ticket: Ticket) -> Session | None:
        """The earlier session that a hello proves. An expired proof is no offence: a laptop slept."""
        if hello.resume is None:
            return None
        try:
            return self._tokens.read_session(hello.resume.token, room=ticket.room, user=ticket.user, kind=ticket.kind)
        except Refusal as refusal:
            if refusal.code == "token-expired":
                return None
            raise

    async def leave(self, participant: str) -> None:
        """Remember that this one has left, for as long as any token of its session can be good."""
        now = self._clock()
        await self._store.spend(participant, until=now + self._tokens.seconds, now=now)

    async def has_left(self, session: Session | None) -> bool:
        """Whether the participant of a session has left. Where the store does not know, it has not."""
        if session is None:
            return False
        try:
            return await in_time(self._store.is_spent(session.participant))
        except StoreError:
            return False
