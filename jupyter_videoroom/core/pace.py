"""Which messages are limited, by what name, and why the others need not be."""

from __future__ import annotations

from typing import Any

from ..protocol import messages as wire

# What everybody in the room notices, what somebody is asked, and what is written into the operator's log: limited by
# user, under the limit of that name.
PACED: dict[type[Any], str] = {
    wire.Say: "chat",
    wire.Invite: "invites",
    wire.Join: "joins",
    wire.Rename: "names",
    wire.Introduce: "names",
    wire.SetMedia: "switches",
    wire.SetAway: "switches",
    wire.Consent: "switches",
    wire.SetHand: "reactions",
    wire.Ask: "asks",
    wire.SetTracks: "reactions",
    wire.React: "reactions",
    wire.Trouble: "reports",
    wire.Timing: "reports",
}

# What nobody else is told of, or not more often than of something that is limited.
FREE: dict[type[Any], str] = {
    wire.Hello: "It is refused to who is in.",
    wire.Pong: "Nobody is told.",
    wire.Signal: "One peer of one's call is told; whoever sends too much is read more slowly.",
    wire.HangUp: "There is one for each call that was joined or answered.",
    wire.Cancel: "There is one for each ring.",
    wire.Accept: "There is one for each ring.",
    wire.Decline: "There is one for each ring.",
    wire.Leave: "It is the last one, and coming back takes a ticket.",
}

# A text of this many bytes counts as one message, a longer one as several.
BYTES_OF_ONE = 1024


def excess(message: wire.ClientMessage) -> int:
    """How many messages it counts as, beside the one that it is."""
    return len(message.text.encode()) // BYTES_OF_ONE if isinstance(message, wire.Say) else 0
