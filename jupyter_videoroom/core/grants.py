"""What a role may do in a room. Nothing else decides that."""

from __future__ import annotations

from ..protocol.messages import Grants, Role

GRANTS: dict[Role, Grants] = {
    "host": Grants(),
    "member": Grants(),
    "guest": Grants(publish=False, data=False),
}


def grants_of(role: Role) -> Grants:
    """The grants that come with a role."""
    return GRANTS[role]
