"""What the core asks of the engine that moves the media of its calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..protocol.messages import CallMedia, Kind, MemberMedia


class Member(Protocol):
    """What an engine needs to know of a member of a call."""

    id: str
    kind: Kind


class Engine(Protocol):
    """Says what a client needs to send and receive media in a call. It is asked again when a client is told anew.

    Each room has one of its own: calls of two rooms may have the same id.
    """

    limit: int
    """How many members a call may have."""

    def joined(self, call: str, member: Member, members: Sequence[Member]) -> CallMedia:
        """For a member: `members` are all of the call, the member too, in the order of joining."""

    def member_joined(self, call: str, member: Member, newcomer: Member) -> MemberMedia | None:
        """For a member, about a newcomer; None where it has nothing to do."""
