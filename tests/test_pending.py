"""Sockets of unknown users: how many there are at a time."""

from __future__ import annotations

import pytest

from jupyter_videoroom.seat import MAX_PENDING, PendingSockets


class Socket:
    """One that shows nothing."""

    def __init__(self) -> None:
        self.dropped = False

    def drop(self) -> None:
        self.dropped = True


@pytest.mark.parametrize("limit", [MAX_PENDING, 10])
def test_of_the_sockets_that_show_no_ticket_the_oldest_is_dropped_where_there_are_too_many(limit: int) -> None:
    pending, sockets = PendingSockets(limit), [Socket() for _ in range(limit + 2)]
    for socket in sockets[:-1]:
        pending.add(socket)
    assert [socket.dropped for socket in sockets] == [True] + [False] * (limit + 1)
    # One that has shown a ticket makes room.
    pending.discard(sockets[5])
    pending.discard(sockets[5])
    pending.add(sockets[-1])
    assert [socket for socket in sockets if socket.dropped] == sockets[:1]
