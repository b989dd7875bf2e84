"""Puts the rooms of a process together, for any composition root."""

from __future__ import annotations

from .clock import Clock
from .config import VideoRooms
from .core.mesh import Mesh
from .rooms import Rooms
from .seat import MAX_PENDING
from .services import RoleFor
from .stores.port import Stores
from .tokens import Tokens


def build_rooms(
    config: VideoRooms,
    *,
    key: bytes,
    deployment: str,
    stores: Stores,
    clock: Clock,
    role_for: RoleFor,
    pending: int = MAX_PENDING,
) -> Rooms:
    """The rooms, as the operator has configured them.

    `key` and `deployment`: with what, and in whose name, tickets and tokens are signed. `role_for`: asked when
    somebody enters or comes back, and for those inside whenever the root calls `Rooms.refresh_roles`.
    `pending`: how many sockets of unknown users may wait at a time.
    """
    rules = config.rules()
    return Rooms(
        tokens=Tokens(key, clock, deployment=deployment, seconds=config.session_seconds),
        stores=stores,
        ice=config.ice(),
        make_engine=lambda room: Mesh(rules),
        rules=rules,
        clock=clock,
        role_for=role_for,
        pending=pending,
    )
