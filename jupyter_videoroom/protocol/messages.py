"""The wire: every message that a client or the server may send, and nothing else.

`docs/protocol.md` says in prose when each is sent. `js/src/wire/protocol.gen.ts` is generated from this file.
"""

# msgspec hands `frozen` down to subclasses; mypy wants it said again in each.
# mypy: disable-error-code="misc"

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

PROTOCOL_VERSION = 1
MAIN_CALL = "main"

# 64 KiB holds the SDP of a call with every codec a browser knows several times over (about 8 KiB is usual).
MAX_SDP = 65_536
MAX_FRAME = 4 * MAX_SDP

# A page of text. What is longer belongs into the notebook.
MAX_CHAT = 4_000

Id: TypeAlias = Annotated[str, Meta(min_length=1, max_length=128)]
# What may name a MediaStream in a description (RFC 8830, 2): a token.
StreamId: TypeAlias = Annotated[str, Meta(pattern=r"^[!#-'*+.0-9A-Z^-~-]+\Z", max_length=64)]
Line: TypeAlias = Annotated[str, Meta(max_length=200)]
Token: TypeAlias = Annotated[str, Meta(max_length=4096)]
Count: TypeAlias = Annotated[int, Meta(ge=0)]
ChatText: TypeAlias = Annotated[str, Meta(min_length=1, max_length=MAX_CHAT)]

Kind: TypeAlias = Literal["browser", "kernel"]
State: TypeAlias = Literal["available", "ringing", "in-call", "away", "reconnecting"]
CallKind: TypeAlias = Literal["main", "private"]
Outcome: TypeAlias = Literal["accepted", "declined", "busy", "timed-out", "cancelled", "gone", "answered-elsewhere"]
Departure: TypeAlias = Literal["hung-up", "ended", "left-room", "lost"]
Failure: TypeAlias = Literal[
    "insecure-origin",
    "no-webrtc",
    "blocked-by-page",
    "permission-denied",
    "no-device",
    "device-busy",
    "device-unsuitable",
    "device-lost",
    "device-failed",
    "screen-failed",
    "no-route",
]
ObjectType: TypeAlias = Literal[
    "image/png", "image/jpeg", "image/svg+xml", "text/plain", "text/markdown", "application/json"
]
Reaction: TypeAlias = Literal["thumbs-up", "clap", "heart", "laugh", "surprise", "party"]


class Message(Struct, frozen=True, tag_field="type", kw_only=True, gc=False):
    """A tagged record: `type` on the wire names the class."""


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """A value inside messages. Nothing here can be part of a cycle, so the garbage collector need not look."""


class Grants(Record):
    """What its bearer may do in one room; the names are LiveKit's, in snake case's short form."""

    join: bool = True
    publish: bool = True
    data: bool = True


class Media(Record):
    """What a participant is sending right now."""

    audio: bool = False
    video: bool = False
    screen: bool = False


class Track(Record):
    """Something that a kernel publishes. `stream` is the id of its MediaStream in the kernel's descriptions.

    A film's picture and sound are two tracks of one stream, so that browsers play them in step.
    """

    stream: StreamId
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    kind: Literal["audio", "video"]
    problem: Line = ""


class Participant(Record):
    """One connection of one user, as everyone in the room may see it. Times are seconds since the epoch."""

    id: Id
    user: Id
    name: str
    account: str
    """What its user is called by the server, whatever name was chosen: it tells those apart who chose the same."""
    kind: Kind
    state: State
    call: Id | None
    media: Media
    entered: float
    hand: float | None = None
    """When they raised it, if it is up."""
    shares: list[Id] = []
    """The kernels that may see and hear this one."""
    tracks: list[Track] = []
    """What a kernel publishes."""
    recording: bool = False
    """Whether this is a kernel that is recording."""
    listens: bool | UnsetType = UNSET
    """True for who may only watch and listen, and absent for all others: nobody takes what they send all the same."""


class ChatLine(Record):
    """One chat message, as it is stored. `to`: the one user who may read it besides its author, or None for all.

    `id` grows with every message of a room; `key` is the author's own name for it; `at` is the server's time.
    """

    id: Count
    key: Id
    at: float
    user: Id
    name: str
    text: str
    to: Id | None = None
    to_name: str = ""


class SharedObject(Record):
    """A cell's output that everybody in the room may see; its bytes are had by REST. JSON is a table, by rows.

    `id` grows with every object of a room; `at` is the server's time; `size` is in bytes.
    """

    id: Count
    at: float
    user: Id
    name: str
    type: ObjectType
    title: str
    size: Count


class Peer(Record):
    """Somebody in one's call.

    `offer`: it is this message's receiver that makes the first offer. `polite`: in a collision of offers, it is the
    receiver that gives way.
    """

    participant: Id
    polite: bool
    offer: bool


class IceServer(Record, omit_defaults=True):
    """As RTCIceServer of the WebRTC specification, which knows absent members but not null ones."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class Description(Record, tag_field="type", tag="description"):
    """An RTCSessionDescription."""

    kind: Literal["offer", "answer"]
    sdp: Annotated[str, Meta(max_length=MAX_SDP)]


class Candidate(Record, tag_field="type", tag="candidate"):
    """An RTCIceCandidate; an empty `candidate` ends the gathering."""

    candidate: Annotated[str, Meta(max_length=1024)]
    mid: Annotated[str, Meta(max_length=64)] | None = None
    line: Count | None = None
    fragment: Annotated[str, Meta(max_length=256)] | None = None


class Demand(Record, tag_field="type", tag="demand"):
    """How high, in device pixels, the sender shows the receiver's pictures; 0: not at all, so none need be sent.

    `bits`: so many a second are all that comes through from there to here, sound and headers too; None: not known.
    `sound`: whether anybody there listens to the receiver; if not, no sound need be sent. `frames`: so many pictures a
    second are all that the sender's machine can take; None: not known.
    """

    camera: Count
    screen: Count
    bits: Count | None = None
    sound: bool = True
    frames: Count | None = None


SignalPayload: TypeAlias = Description | Candidate | Demand


class Resume(Record):
    """The proof of an earlier stay (`token`, from the last credentials) and the last number received from it."""

    token: Token
    seq: Count


# --- from a client -----------------------------------------------------------------------------------------


class Hello(Message, tag="hello"):
    """The first message of a socket. `version` is compared before anything else is believed."""

    version: int
    ticket: Token
    name: Line | None = None
    resume: Resume | None = None


class Pong(Message, tag="pong"):
    """The answer to a ping; carries the acknowledgement in its frame."""


class Rename(Message, tag="rename"):
    """Set the name that others see."""

    name: Line


class Introduce(Message, tag="introduce"):
    """A kernel that came in by a token alone shows a ticket, and is its user's from then on."""

    ticket: Token


class SetAway(Message, tag="away"):
    """The page was hidden, or is back."""

    away: bool


class SetMedia(Message, tag="media"):
    """Microphone or camera were switched."""

    media: Media


class Join(Message, tag="join"):
    """Join a call that is open to all of the room."""

    call: Id


class HangUp(Message, tag="hang-up"):
    """Leave the call one is in, and stay in the room."""


class Invite(Message, tag="invite"):
    """Ring a user, at all of their participants."""

    to: Id


class Cancel(Message, tag="cancel"):
    """Stop ringing."""

    invite: Id


class Accept(Message, tag="accept"):
    """Answer a ring: caller and callee are in a private call from here on."""

    invite: Id


class Decline(Message, tag="decline"):
    """Refuse a ring, with a word if one likes."""

    invite: Id
    word: Line = ""


class Signal(Message, tag="signal"):
    """Relay to one peer of one's call. `connection` names the sender's RTCPeerConnection, so that late ones drop."""

    to: Id
    connection: Id
    payload: SignalPayload


class Ask(Message, tag="ask"):
    """A kernel asks somebody in its call to let it see and hear them."""

    to: Id


class Consent(Message, tag="consent"):
    """The answer to a kernel that has asked; refusing what was allowed takes it back."""

    kernel: Id
    allowed: bool


class SetTracks(Message, tag="tracks"):
    """What a kernel publishes, and whether it is recording."""

    tracks: Annotated[list[Track], Meta(max_length=8)]
    recording: bool = False


class Say(Message, tag="say"):
    """Write to all, or to the user `to`. Sent again with the same `key`, it is stored once."""

    key: Id
    text: ChatText
    to: Id | None = None


class SetHand(Message, tag="hand"):
    """Raise or lower one's hand."""

    raised: bool


class React(Message, tag="react"):
    """Show a reaction to one's call for some seconds."""

    reaction: Reaction


class Trouble(Message, tag="trouble"):
    """Something failed in the page, such as the camera or the way to a peer: for the server's log."""

    code: Failure
    peer: Id | None = None


class Timing(Message, tag="timing"):
    """Seconds from the click that joined a call to the first picture or sound of a peer."""

    joined: Annotated[float, Meta(ge=0, le=600)]


class Leave(Message, tag="leave"):
    """Leave the room at once, with no grace."""


ClientMessage: TypeAlias = (
    Hello
    | Pong
    | Rename
    | Introduce
    | SetAway
    | SetMedia
    | SetHand
    | Join
    | HangUp
    | Invite
    | Cancel
    | Accept
    | Decline
    | Signal
    | Ask
    | Consent
    | SetTracks
    | Say
    | React
    | Trouble
    | Timing
    | Leave
)


# --- from the server ---------------------------------------------------------------------------------------


class Credentials(Message, tag="credentials"):
    """Good for a limited time, and sent anew before it is over (`expires_in`, seconds)."""

    token: str
    ice_servers: list[IceServer]
    expires_in: float


class Welcome(Message, tag="welcome"):
    """You are in. `resumed`: what was missed follows; otherwise a roster does, and all earlier state is void.

    `seq` is the number after which the server goes on, `received` the last number it has from this participant.
    `uplink` is what a page may send to all its peers together, in bits per second.
    """

    version: int
    you: Id
    user: Id
    name: str
    room: str
    resumed: bool
    seq: Count
    received: Count
    now: float
    mesh_limit: int
    uplink: int
    grants: Grants
    credentials: Credentials


class Roster(Message, tag="roster"):
    """Everybody in the room, the receiver too."""

    people: list[Participant]


class Presence(Message, tag="presence"):
    """What changed since the roster or the last of these: new or changed people whole, the gone by id."""

    changed: list[Participant]
    left: list[Id]


class Joined(Message, tag="joined"):
    """You are in this call."""

    call: Id
    kind: CallKind
    started: float
    peers: list[Peer]


class PeerJoined(Message, tag="peer-joined"):
    """Somebody came into your call."""

    call: Id
    peer: Peer


class PeerLeft(Message, tag="peer-left"):
    """Somebody is no longer in your call."""

    call: Id
    participant: Id
    reason: Departure


class CallLeft(Message, tag="call-left"):
    """You are no longer in this call."""

    call: Id
    reason: Departure


class Ringing(Message, tag="ringing"):
    """Your invite rings at `name` for `expires_in` seconds."""

    invite: Id
    to: Id
    name: str
    expires_in: float


class Incoming(Message, tag="incoming"):
    """Somebody rings you."""

    invite: Id
    caller: Id
    user: Id
    name: str
    expires_in: float


class InviteEnded(Message, tag="invite-ended"):
    """The ring is over, for the caller and for those it rang at. `name` is the other side's."""

    invite: Id
    name: str
    outcome: Outcome
    word: str = ""


class Missed(Message, tag="missed"):
    """Somebody rang and was not answered, `at` seconds since the epoch."""

    user: Id
    name: str
    at: float
    outcome: Outcome


class Signalled(Message, tag="signal"):
    """A peer's signal. `sender` is stamped by the server."""

    sender: Id
    connection: Id
    payload: SignalPayload


class Asked(Message, tag="asked"):
    """A kernel in one's call asks to see and hear one; `recording`: to record it."""

    kernel: Id
    user: Id
    name: str
    recording: bool = False


class Consented(Message, tag="consented"):
    """Somebody in one's call has answered, or has taken their answer back."""

    participant: Id
    allowed: bool


class Said(Message, tag="said"):
    """A chat message is stored. Its author gets it too: that is the acknowledgement."""

    line: ChatLine


class History(Message, tag="history"):
    """The latest messages of the room that the receiver may read, oldest first. Some may have been told before."""

    lines: list[ChatLine]


class Shared(Message, tag="shared"):
    """Outputs that are shown to all of the room: to newcomers the latest, oldest first, then each when it comes."""

    objects: list[SharedObject]


class Reacted(Message, tag="reacted"):
    """Somebody in one's call, perhaps oneself, shows a reaction."""

    participant: Id
    reaction: Reaction


class Problem(Message, tag="problem"):
    """Something was refused: by a stable code, what happened, what to do, and the message it is about.

    `key` tells which chat message, since a refusal may overtake what is being stored; and who was asked for consent.
    """

    code: str
    message: str
    fix: str
    about: str = ""
    key: str = ""


class Ping(Message, tag="ping"):
    """Answer with a pong. Hidden pages throttle their timers but not their sockets, so the server asks."""


ServerMessage: TypeAlias = (
    Welcome
    | Credentials
    | Roster
    | Presence
    | Joined
    | PeerJoined
    | PeerLeft
    | CallLeft
    | Ringing
    | Incoming
    | InviteEnded
    | Missed
    | Signalled
    | Asked
    | Consented
    | Said
    | History
    | Shared
    | Reacted
    | Problem
    | Ping
)


# --- frames ------------------------------------------------------------------------------------------------


class ClientFrame(Struct, frozen=True, gc=False):
    """A client's message with its number (0: not numbered) and the last number received from the server."""

    body: ClientMessage
    seq: Count = 0
    ack: Count = 0


class ServerFrame(Struct, frozen=True, gc=False):
    """The same, the other way."""

    body: ServerMessage
    seq: Count = 0
    ack: Count = 0


# --- REST --------------------------------------------------------------------------------------------------


class TicketRequest(Record):
    """The body of `POST api/rooms/NAME/ticket`, which may be empty."""

    kind: Kind = "browser"


class TicketReply(Record):
    """`POST api/rooms/NAME/ticket`: where to open the socket, and the one-time ticket for its first message."""

    url: str
    ticket: str
    version: int


class Person(Record):
    """One row of `GET api/rooms/NAME`."""

    id: Id
    user: Id
    name: str
    kind: Kind
    state: State


class RoomReply(Record):
    """`GET api/rooms/NAME`: who is there."""

    room: str
    people: list[Person]


class HealthReply(Record):
    """`GET api/health`."""

    status: Literal["ok"]
    version: int
    rooms: int
    participants: int


class ErrorReply(Record):
    """The body of every refusal over HTTP; `message` is where Jupyter's own front ends look."""

    code: str
    message: str
    fix: str
