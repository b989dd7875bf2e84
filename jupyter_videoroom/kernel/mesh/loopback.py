"""A machine without a network, such as a container that was given none: page and kernel meet on its loopback."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiortc import RTCDtlsTransport

LOOPBACK = "127.0.0.1"


def include_loopback(transport: RTCDtlsTransport) -> None:
    """Offer the loopback's address where there is no other: aioice leaves it out, and would offer none."""
    connection: Any = transport.transport.iceGatherer._connection
    gather = connection.get_component_candidates

    def gather_at_least_one(component: int, addresses: list[str], **options: Any) -> Awaitable[Any]:
        candidates: Awaitable[Any] = gather(component=component, addresses=addresses or [LOOPBACK], **options)
        return candidates

    connection.get_component_candidates = gather_at_least_one
