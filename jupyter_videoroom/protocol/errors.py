"""What can be refused: one table of stable codes, each with what happened and what to do about it."""

from __future__ import annotations

from typing import NamedTuple

from .messages import PROTOCOL_VERSION, Problem


class Words(NamedTuple):
    """A refusal in plain words. `close` is the WebSocket close code where it ends the connection."""

    message: str
    fix: str
    close: int | None = None


# Application close codes are 4000 to 4999 (RFC 6455, 7.4.2); ours follow the HTTP status of the same meaning.
PROBLEMS: dict[str, Words] = {
    # The connection ends.
    "bad-message": Words("The server could not read a message of this page.", "Reload the page.", 4400),
    "hello-first": Words("The first message was not a hello.", "Reload the page.", 4400),
    "gap": Words("Messages of this page were lost on the way.", "The page reconnects by itself.", 4408),
    "wrong-version": Words(
        f"The page and the server speak different versions; the server's is {PROTOCOL_VERSION}.",
        "Reload the page; if that does not help, install the same jupyter-videoroom for kernel and server.",
        4426,
    ),
    "ticket-forged": Words("The ticket was not made by this server.", "Enter the room again.", 4401),
    "ticket-expired": Words("The ticket is older than 30 seconds.", "Enter the room again.", 4401),
    "ticket-used": Words("The ticket was used before.", "Enter the room again.", 4401),
    "token-forged": Words("The session token was not made by this server.", "Enter the room again.", 4401),
    "token-expired": Words("The session token has expired.", "Enter the room again.", 4401),
    "wrong-audience": Words("A token for something else was shown.", "Enter the room again.", 4401),
    "wrong-room": Words("The token is for another room.", "Enter the room again.", 4403),
    "wrong-user": Words("The token is another user's.", "Enter the room again.", 4403),
    "wrong-kind": Words("The token is of another kind of participant.", "Enter the room again.", 4403),
    "not-signed-in": Words(
        "This socket was opened without the ticket's sign-in.", "Reload the page, and sign in.", 4401
    ),
    "no-access": Words(
        "This Hub does not let you use its video rooms.",
        "Stop your server in the Hub's control panel, start it again, and reload the page. If that does not help, ask "
        "the operator of the Hub for access to the service.",
        4403,
    ),
    "sign-in-gone": Words(
        "Your server on the Hub has stopped, or you have signed out, and with it your sign-in here.",
        "Go on at the room's own page, or start the server again.",
        4403,
    ),
    "not-your-room": Words(
        "This room is for other groups of the Hub.", "Enter another one, or ask who leads the course.", 4403
    ),
    "replaced": Words("This participant has connected again.", "Go on in the newer page.", 4409),
    "room-full": Words("The room is full.", "Wait until somebody leaves, or open another room.", 4429),
    "too-many-tabs": Words("You are in this room in too many tabs.", "Close some of them.", 4429),
    "too-many-places": Words(
        "You are in too many rooms and tabs of this server.",
        "Leave some of them. The operator of this server can allow more (c.VideoRooms.user_participants).",
        4429,
    ),
    "too-many-rooms": Words(
        "Too many rooms of this server are in use.",
        "Enter one of these, or wait until one is empty. The operator can allow more (c.VideoRooms.rooms).",
        4429,
    ),
    # The connection goes on.
    "server-trouble": Words("The server could not do what it should.", "Try again; the server's log says more."),
    "bad-room-name": Words(
        "That is not a name for a room.",
        "Use 1 to 64 letters, digits, spaces, dots, hyphens or underscores, the first a letter or digit.",
    ),
    "signed-out": Words("The Hub does not know who you are.", "Reload the page, and sign in."),
    "hub-down": Words(
        "The Hub does not answer the question who you are.",
        "The page tries again by itself. If that does not help, tell the operator of the Hub.",
    ),
    "service-down": Words(
        "The Hub's service for video rooms does not answer.",
        "The Hub starts it again within half a minute, and the page tries again by itself; a call goes on meanwhile. "
        "If that does not help, tell the operator of the Hub: its log says why.",
    ),
    "service-newer": Words(
        "The Hub's video rooms are newer than jupyter-videoroom on this server.",
        "Ask the person who looks after this server's environment to update jupyter-videoroom; then start it again.",
    ),
    "service-older": Words(
        "The Hub's video rooms are older than jupyter-videoroom on this server.",
        "The operator of the Hub updates jupyter-videoroom there, and starts the Hub again.",
    ),
    "not-allowed": Words("You may not do this here.", "Ask the operator of this server."),
    "not-inside": Words("That is for those who are in the room.", "Enter the room first."),
    "no-such-call": Words("That call is over.", "Join the room's call, or call somebody."),
    "in-a-call": Words("You are in a call already.", "Leave it first."),
    "call-full": Words("The call is full.", "Wait until somebody leaves, or call one person."),
    "peer-gone": Words("That person is not in your call.", "Nothing: the list is being updated."),
    "nobody-there": Words("That person is not in the room any more.", "Wait until they are back."),
    "yourself": Words("You cannot call or write to yourself.", "Choose somebody else."),
    "already-ringing": Words("You are ringing or being rung already.", "Answer or cancel that first."),
    "invite-gone": Words("That ring is over.", "Call them back."),
    "not-asked": Words("That kernel has not asked.", "Nothing: it may have left."),
    "too-fast": Words("That was too often in a short time.", "Wait a moment, then try again."),
    "empty-message": Words("Nothing that can be read was left of the message.", "Write some text."),
    "bad-object": Words("That cannot be shown to others.", "Show a picture, plain text, Markdown or a table."),
    "object-too-large": Words("That is too large to be shown to others.", "Show a smaller picture or less text."),
    "no-such-object": Words("That is not shown any more.", "Ask for it to be shown again."),
    "store-locked": Words(
        "Another program on the server holds the file of chat, missed calls and shown outputs (rooms.sqlite): "
        "a backup, a program that synchronises folders, or a browser for databases.",
        "Try again, or enter the room again, in a moment; if that does not help, tell the operator of this server: "
        "its log names the file.",
    ),
    "not-read": Words(
        "The server could not read what was written and shown here before.",
        "Leave the room and enter it again; if that does not help, tell the operator of this server: its log says why.",
    ),
    "not-stored": Words(
        "The server could not store the message.",
        "Try again; if that does not help, tell the operator of this server: its log says why.",
    ),
}


class Refusal(Exception):
    """Somebody asked for what is not to be had. `code` is a key of PROBLEMS; the text never holds a secret."""

    def __init__(self, code: str, *, detail: str = "") -> None:
        self.code = code
        self.words = PROBLEMS[code]
        self.detail = detail
        super().__init__(f"{code}: {self.words.message}{f' ({detail})' if detail else ''}")

    def as_problem(self, about: str = "", key: str = "") -> Problem:
        """The refusal as the message that tells of it."""
        return Problem(code=self.code, message=self.words.message, fix=self.words.fix, about=about, key=key)
