"""The REST answers, for any handler that has authenticated and authorized its request."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from tornado import web

from ..core.effects import Refused
from ..protocol import messages as wire
from ..protocol.codec import decode_ticket_request, encode
from ..protocol.errors import Refusal
from ..rooms import Rooms

BAD_REQUEST = 400
STATUS = {
    "too-fast": 429,
    "no-such-object": 404,
    "object-too-large": 413,
    "not-allowed": 403,
    "not-inside": 403,
    "signed-out": 403,
    "no-access": 403,
    "not-your-room": 403,
    "hub-down": 503,
    "service-down": 503,
    "server-trouble": 503,
    "store-locked": 503,
}

TOKEN_HEADER = "X-Videoroom-Token"  # noqa: S105 - its name, not its value
TITLE_HEADER = "X-Videoroom-Title"


class ErrorsInWords(web.RequestHandler):
    """A Refusal that a method raises is its answer, in words."""

    def refused(self, code: str) -> None:
        """For those who count."""

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """Any other error is told as ever."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if not isinstance(error, Refusal):
            super().send_error(status_code, **kwargs)
            return
        self.refused(error.code)
        self.answer(
            wire.ErrorReply(code=error.code, message=error.words.message, fix=error.words.fix),
            STATUS.get(error.code, BAD_REQUEST),
        )

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """A Refusal is no fault of the server."""
        if not isinstance(value, Refusal):
            super().log_exception(typ, value, tb)

    def answer(self, record: Any, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(encode(record))


class RestMixin(ErrorsInWords):
    """Mixed into a handler that knows the rooms."""

    @property
    def rooms(self) -> Rooms:
        """The rooms of this process."""
        raise NotImplementedError

    def refused(self, code: str) -> None:
        """Observers hear of it."""
        self.rooms.observers.report("", Refused("", code))

    def wanted_kind(self) -> wire.Kind:
        """Whom a ticket is asked for."""
        return decode_ticket_request(self.request.body).kind

    def answer_ticket(self, *, user: str, account: str, room: str, kind: wire.Kind, socket: str) -> None:
        """A ticket, and the URL of the socket that takes it."""
        address = self.request.remote_ip or ""
        ticket = self.rooms.ticket(user=user, account=account, room=room, kind=kind, address=address)
        # The answer is a secret: no cache may keep it.
        self.set_header("Cache-Control", "no-store")
        self.answer(wire.TicketReply(url=socket, ticket=ticket, version=wire.PROTOCOL_VERSION))

    async def answer_show(self, room: str) -> None:
        """Show the request's body to all of a room; who asks is in its token, and the root has let the request in."""
        headers = self.request.headers
        stored = await self.rooms.show(
            self._token(),
            room=room,
            type=headers.get("Content-Type", "").partition(";")[0],
            title=unquote(headers.get(TITLE_HEADER, "")),
            body=self.request.body,
        )
        self.answer(stored)

    async def answer_object(self, room: str, id: int, user: str) -> None:
        """The bytes of what is shown, for those who are in the room. Opened by itself, it can run and load nothing.

        A picture in a page brings no headers along, so its user will do.
        """
        object, body = await self.rooms.shown(room, id, user=user, token=self._token())
        self.set_header("Content-Type", object.type)
        self.set_header("Content-Disposition", "attachment")
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "private, max-age=86400, immutable")
        self.finish(body)

    def answer_people(self, room: str, user: str) -> None:
        """Who is in a room, for those who are in it."""
        people = self.rooms.people(room, user=user, token=self._token())
        rows = [wire.PersonRow(id=p.id, user=p.user, name=p.name, kind=p.kind, state=p.state) for p in people]
        self.answer(wire.RoomReply(room=room, people=rows))

    def answer_health(self) -> None:
        """That the rooms are up, and how many."""
        numbers = self.rooms.numbers()
        participants = numbers.participants.total()
        self.answer(
            wire.HealthReply(status="ok", version=wire.PROTOCOL_VERSION, rooms=numbers.rooms, participants=participants)
        )

    def _token(self) -> str:
        return self.request.headers.get(TOKEN_HEADER, "")
