"""The REST answers, for any handler that has authenticated and authorized its request."""

from __future__ import annotations

from typing import Any

from tornado import web

from ..core.facts import Refused
from ..host import Host
from ..protocol.codec import decode_ticket_request, encode
from ..protocol.errors import Refusal
from ..protocol.messages import (
    PROTOCOL_VERSION,
    ErrorReply,
    Grants,
    HealthReply,
    Person,
    RoomReply,
    TicketReply,
)

BAD_REQUEST, TOO_MANY_REQUESTS = 400, 429


class RestMixin(web.RequestHandler):
    """Mixed into a handler that knows the host."""

    @property
    def host(self) -> Host:
        """The rooms."""
        raise NotImplementedError

    def answer(self, record: Any, status: int = 200) -> None:
        """A record as JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(encode(record))

    def answer_ticket(self, *, user: str, account: str, room: str, grants: Grants, socket: str) -> None:
        """A ticket, and the URL of the socket that takes it; or a refusal in words."""
        try:
            kind = decode_ticket_request(self.request.body).kind
            address = self.request.remote_ip or ""
            ticket = self.host.ticket(user=user, account=account, room=room, kind=kind, grants=grants, address=address)
        except Refusal as refusal:
            self._refuse(refusal)
        else:
            # The answer is a secret: no cache may keep it.
            self.set_header("Cache-Control", "no-store")
            self.answer(TicketReply(url=socket, ticket=ticket, version=PROTOCOL_VERSION))

    def answer_people(self, room: str) -> None:
        """Who is in a room; an empty list where nobody is."""
        try:
            people = self.host.people(room)
        except Refusal as refusal:
            self._refuse(refusal)
        else:
            rows = [Person(id=p.id, user=p.user, name=p.name, kind=p.kind, state=p.state) for p in people]
            self.answer(RoomReply(room=room, people=rows))

    def answer_health(self) -> None:
        """That the rooms are up, and how many."""
        rooms = self.host.rooms
        participants = sum(len(live.core.people) for live in rooms.values())
        self.answer(HealthReply(status="ok", version=PROTOCOL_VERSION, rooms=len(rooms), participants=participants))

    def _refuse(self, refusal: Refusal) -> None:
        self.host.tell("", Refused("", refusal.code))
        status = TOO_MANY_REQUESTS if refusal.code == "too-fast" else BAD_REQUEST
        self.answer(ErrorReply(code=refusal.code, message=refusal.words.message, fix=refusal.words.fix), status)
