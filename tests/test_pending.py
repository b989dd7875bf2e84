"""Sockets of unknown users: how many there are at a time."""

from __future__ import annotations

from jupyter_videoroom.seat import MAX_PENDING, PendingSockets


class Socket:
    """One that shows nothing."""

    def __init__(self) -> None:
        self.dropped = False

    def drop(self) -> None:
        self.dropped = True


def test_of_the_sockets_that_show_no_ticket_the_oldest_is_dropped_where_there_are_too_many() -> None:
    pending, sockets = PendingSockets(), [Socket() for _ in range(MAX_PENDING + 2)]
    for socket in sockets[:-1]:
        pending.add(socket)
    assert [socket.dropped for socket in sockets] == [True] + [False] * (MAX_PENDING + 1)
    # One that has shown a ticket makes room.
    pending.discard(sockets[5])
    pending.discard(sockets[5])
    pending.add(sockets[-1])
    assert [socket for socket in sockets if socket.dropped] == sockets[:1]
