"""A room: everything that may happen in it, and who hears of it. `receive` is the door for messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..protocol import messages as wire
from ..protocol.errors import Refusal
from ..protocol.names import clean_line, clean_name
from . import facts
from .calls import Calls
from .chat import Chat
from .consent import Consents
from .effects import Admit, Drop, Effect, Effects, Send, Tell
from .grants import grants_of
from .invites import Invites
from .kernels import Kernels
from .leases import Leases
from .limits import Limits
from .pace import PACED, excess
from .people import People, Person
from .rules import Rules
from .standing import Standing

MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody at the door, known to the server.

    `call`: what they were in before the server restarted; `call_began`: since when there is that call.
    """

    id: str
    user: str
    account: str
    name: str
    kind: wire.Kind = "browser"
    grants: wire.Grants = wire.Grants()
    call: str | None = None
    call_began: float | None = None


class Room:
    """Sans-IO: `now` comes in (seconds since the epoch, never going back), effects go out, ids come from `new_id`."""

    def __init__(
        self,
        name: str,
        new_id: Callable[[], str],
        rules: Rules | None = None,
        limits: Limits | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.settings = settings or {}
        """What the room was set to in its earlier lives: plain JSON, by the name of the part that reads it."""
        self.rules = rules or Rules()
        # Shared with the other rooms, whose users may be the same.
        self._limits = limits or Limits(self.rules.limits)
        self.people = People(self.rules, self._limits)
        self._consents = Consents(self.people, self._limits)
        self._calls = Calls(self.people, self._consents, self.rules)
        self._invites = Invites(self.people, self._calls, self.rules, self._limits, new_id)
        self._standing = Standing(self.people, self._calls, self._invites)
        self._kernels = Kernels(self.people, self._consents, self._standing)
        self._leases = Leases(self.people, self.rules)
        self._chat = Chat(self.people)

    @property
    def deadline(self) -> float:
        """When `advance` is to be called next, at the latest."""
        due = self._leases.due
        for other in (self.people.due, self._invites.due):
            if other is not None and other < due:
                due = other
        return due

    @property
    def calls(self) -> int:
        """How many calls there are."""
        return len(self._calls)

    def began(self, person: Person) -> float | None:
        """When the call began that somebody is in, if any."""
        return self._calls.began(person)

    # --- coming and going

    def check_enterable(self, user: str) -> None:
        """A Refusal if there is no place for another participant, or for another one of this user."""
        if len(self.people) >= self.rules.room_people:
            raise Refusal("room-full")
        if self._has_all_tabs(user):
            raise Refusal("too-many-tabs")

    def enter(self, entry: Entry, now: float) -> list[Effect]:
        """Somebody new, or somebody from before a restart."""
        return list(self._enter(entry, now))

    def resume(self, id: str, grants: wire.Grants, now: float) -> list[Effect]:
        """A participant's new socket takes over, with what its ticket grants; what it missed can be replayed."""
        person = self._attach(id, now)
        return [Admit(id, resumed=True), *self._standing.grant(person, grants, now)]

    def resync(self, id: str, grants: wire.Grants, now: float) -> list[Effect]:
        """A participant's new socket takes over, but too much was missed: everything is told again."""
        person = self._attach(id, now)
        regranted = list(self._standing.grant(person, grants, now))
        self.people.brief(person, now)
        told = (
            self._calls.describe(person),
            self._invites.describe(person, now),
            *self._consents.questions(person),
        )
        return [
            Admit(id, resumed=False),
            *(Send((id,), message) for message in told if message),
            *regranted,
            *self._chat.recall(person),
        ]

    def set_role(self, id: str, role: wire.Role, now: float) -> list[Effect]:
        """A participant has this role from now on."""
        return list(self._standing.grant(self.people[id], grants_of(role), now))

    def detach(self, id: str, now: float) -> list[Effect]:
        """A participant's socket is gone without a word; it has its lease to come back."""
        person = self.people[id]
        person.attached = False
        self.people.changed(person, now)
        return []

    def leave(self, id: str, now: float, reason: wire.Departure = "left-room") -> list[Effect]:
        """A participant is gone for good."""
        return list(self._leave(self.people[id], reason, now))

    def advance(self, now: float) -> list[Effect]:
        """Time passes: rings end, leases end, presence is told."""
        return [*self._sweep(now), *self._invites.expire(now), *self.people.flush(now)]

    def kept(self, line: wire.ChatLine) -> list[Effect]:
        """A chat line is stored, under the id that it has now."""
        return list(self._chat.told(line))

    def not_kept(self, id: str, line: wire.ChatLine, refusal: Refusal) -> list[Effect]:
        """A chat line of this participant could not be stored."""
        return [Send((id,), refusal.as_problem("say", line.key)), Tell(facts.Refused(id, refusal.code))]

    def introduced(self, id: str, user: str, account: str, grants: wire.Grants, now: float) -> list[Effect]:
        """The ticket that a kernel has shown is good, and this user's."""
        kernel = self.people.get(id)
        if kernel is None or kernel.user == user:
            return []
        if self._has_all_tabs(user):
            return self.not_introduced(id, Refusal("too-many-tabs"))
        return list(self._kernels.introduce(kernel, user=user, account=account, grants=grants, now=now))

    def not_introduced(self, id: str, refusal: Refusal) -> list[Effect]:
        """The ticket that a kernel has shown is good for nothing."""
        return [Send((id,), refusal.as_problem("introduce")), Tell(facts.Refused(id, refusal.code))]

    def check_showable(self, id: str, now: float) -> None:
        """A Refusal if this participant may show nothing, or has shown too much of late."""
        person = self.people.get(id)
        if person is None or not person.grants.data:
            raise Refusal("not-allowed")
        self._limits.demand("objects", person.user, now)

    def show(self, id: str, type: wire.ObjectType, title: str, size: int, now: float) -> wire.SharedObject:
        """What a participant would show to all, yet without an id; or a Refusal if that is too much of late."""
        if not self._limits.take("object-bytes", self.people[id].user, now, size):
            raise Refusal("too-fast")
        person, title = self.people[id], clean_line(clean_line(title)[:MAX_TITLE])
        return wire.SharedObject(id=0, at=now, user=person.user, name=person.name, type=type, title=title, size=size)

    def shown(self, object: wire.SharedObject) -> list[Effect]:
        """It is stored: tell everybody."""
        return [Send(tuple(person.id for person in self.people), wire.Shared(objects=[object]))]

    # --- messages

    def receive(self, id: str, message: wire.ClientMessage, now: float) -> list[Effect]:
        """A participant's message. What may not be is answered with a problem, to that participant alone."""
        person = self.people[id]
        self._leases.heard(person, now)
        effects: list[Effect] = []
        try:
            self._check_pace(person, message, now)
            effects.extend(HANDLERS[type(message)](self, person, message, now))
        except Refusal as refusal:
            about = message.__struct_config__.tag
            effects.append(Send((id,), refusal.as_problem(str(about), _key(message))))
            effects.append(Tell(facts.Refused(id, refusal.code)))
        return effects

    def _check_pace(self, person: Person, message: wire.ClientMessage, now: float) -> None:
        # By user, so that more tabs are no help.
        if what := PACED.get(type(message)):
            self._limits.demand(what, person.user, now, excess(message))

    def _on_hello(self, person: Person, message: wire.Hello, now: float) -> Effects:
        raise Refusal("not-allowed")

    def _on_pong(self, person: Person, message: wire.Pong, now: float) -> Effects:
        return ()

    def _on_rename(self, person: Person, message: wire.Rename, now: float) -> Effects:
        person.rename(message.name)
        self.people.changed(person, now)
        self._kernels.rename(person.user, now)
        return ()

    def _on_introduce(self, person: Person, message: wire.Introduce, now: float) -> Effects:
        yield from self._kernels.show_ticket(person, message.ticket)

    def _on_away(self, person: Person, message: wire.SetAway, now: float) -> Effects:
        person.away = message.away
        self.people.changed(person, now)
        return ()

    def _on_media(self, person: Person, message: wire.SetMedia, now: float) -> Effects:
        wants = message.media.audio or message.media.video or message.media.screen
        _require(person.grants.publish or not wants)
        person.media = message.media
        self.people.changed(person, now)
        return ()

    def _on_hand(self, person: Person, message: wire.SetHand, now: float) -> Effects:
        _require(person.grants.data)
        # Raised again, it keeps its place in the queue.
        person.hand = (person.hand or now) if message.raised else None
        self.people.changed(person, now)
        return ()

    def _on_join(self, person: Person, message: wire.Join, now: float) -> Effects:
        _require(person.grants.join)
        self._calls.check_joinable(person, message.call)
        yield from self._invites.abandon(person, "busy", now)
        yield from self._calls.join(person, message.call, now)

    def _on_hang_up(self, person: Person, message: wire.HangUp, now: float) -> Effects:
        yield from self._calls.leave(person, "hung-up", now)

    def _on_invite(self, person: Person, message: wire.Invite, now: float) -> Effects:
        # People call people: a call of one and a kernel would end at once.
        _require(person.grants.join and person.kind == "browser")
        yield from self._invites.ring(person, message.to, now)

    def _on_cancel(self, person: Person, message: wire.Cancel, now: float) -> Effects:
        yield from self._invites.cancel(person, message.invite, now)

    def _on_accept(self, person: Person, message: wire.Accept, now: float) -> Effects:
        _require(person.grants.join)
        yield from self._invites.accept(person, message.invite, now)

    def _on_decline(self, person: Person, message: wire.Decline, now: float) -> Effects:
        yield from self._invites.decline(person, message.invite, message.word, now)

    def _on_signal(self, person: Person, message: wire.Signal, now: float) -> Effects:
        return self._calls.relay(person, message)

    def _on_ask(self, person: Person, message: wire.Ask, now: float) -> Effects:
        yield from self._consents.ask(person, message.to, now)

    def _on_consent(self, person: Person, message: wire.Consent, now: float) -> Effects:
        yield from self._consents.answer(person, message.kernel, message.allowed, now)

    def _on_tracks(self, person: Person, message: wire.SetTracks, now: float) -> Effects:
        # That it records is said by everybody's kernel, also by one that may publish nothing.
        _require(person.kind == "kernel" and (person.grants.publish or not message.tracks))
        self._kernels.publish(person, message, now)
        return ()

    def _on_say(self, person: Person, message: wire.Say, now: float) -> Effects:
        _require(person.grants.data)
        self._limits.demand("room-chat", self.name, now, excess(message))
        yield from self._chat.say(person, message, now)

    def _on_react(self, person: Person, message: wire.React, now: float) -> Effects:
        _require(person.grants.data)
        yield from self._calls.react(person, message.reaction)

    def _on_trouble(self, person: Person, message: wire.Trouble, now: float) -> Effects:
        peer = self.people[message.peer].user if message.peer and message.peer in self.people else None
        yield Tell(facts.Failed(person.id, person.user, message.code, peer))

    def _on_timing(self, person: Person, message: wire.Timing, now: float) -> Effects:
        yield Tell(facts.JoinTimed(message.joined))

    def _on_leave(self, person: Person, message: wire.Leave, now: float) -> Effects:
        yield from self._leave(person, "left-room", now)

    # --- the parts

    def _has_all_tabs(self, user: str) -> bool:
        return len(self.people.of_user(user)) >= self.rules.user_tabs

    def _enter(self, entry: Entry, now: float) -> Effects:
        person = Person(
            id=entry.id,
            user=entry.user,
            account=clean_name(entry.account, "Somebody"),
            name="",
            named=False,
            kind=entry.kind,
            grants=entry.grants,
            entered=now,
            heard=now,
            issued=now,
        )
        person.rename(entry.name)
        self.people.add(person, now)
        self._kernels.rename(person.user, now)
        yield Admit(person.id, resumed=False)
        yield Tell(facts.Entered(person.id, person.user, person.kind))
        if entry.call:
            yield from self._calls.restore(person, entry.call, entry.call_began, now)
        yield from self._chat.recall(person)

    def _attach(self, id: str, now: float) -> Person:
        person = self.people[id]
        person.attached, person.issued = True, now
        self._leases.heard(person, now)
        self.people.changed(person, now)
        return person

    def _leave(self, person: Person, reason: wire.Departure, now: float) -> Effects:
        yield from self._invites.abandon(person, "gone", now)
        yield from self._calls.leave(person, reason, now)
        self.people.remove(person, now)
        self._kernels.rename(person.user, now)
        yield Drop(person.id)
        yield Tell(facts.Left(person.id, person.user, reason, now - person.entered))

    def _sweep(self, now: float) -> Effects:
        if now < self._leases.due:
            return
        late = self._leases.begin_look(now)
        self._invites.postpone(late, now)
        self._calls.postpone(late, now)
        for person in self._leases.ended(now):
            yield from self._leave(person, "lost", now)
        yield from self._leases.remind(now)
        yield from self._calls.end_deserted(now)


HANDLERS: dict[type[Any], Callable[[Room, Person, Any, float], Effects]] = {
    wire.Hello: Room._on_hello,
    wire.Pong: Room._on_pong,
    wire.Rename: Room._on_rename,
    wire.Introduce: Room._on_introduce,
    wire.SetAway: Room._on_away,
    wire.SetMedia: Room._on_media,
    wire.SetHand: Room._on_hand,
    wire.Join: Room._on_join,
    wire.HangUp: Room._on_hang_up,
    wire.Invite: Room._on_invite,
    wire.Cancel: Room._on_cancel,
    wire.Accept: Room._on_accept,
    wire.Decline: Room._on_decline,
    wire.Signal: Room._on_signal,
    wire.Ask: Room._on_ask,
    wire.Consent: Room._on_consent,
    wire.SetTracks: Room._on_tracks,
    wire.Say: Room._on_say,
    wire.React: Room._on_react,
    wire.Trouble: Room._on_trouble,
    wire.Timing: Room._on_timing,
    wire.Leave: Room._on_leave,
}


def _key(message: wire.ClientMessage) -> str:
    """Which of its kind a message is, where several may be under way."""
    if isinstance(message, wire.Say):
        return message.key
    return message.to if isinstance(message, wire.Ask) else ""


def _require(granted: bool) -> None:
    if not granted:
        raise Refusal("not-allowed")
