"""A machine without a network, such as a container that was given none: page and kernel meet on its loopback."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from .private import LOOPBACK, exchange_gathering

if TYPE_CHECKING:
    from aiortc import RTCDtlsTransport

ADDRESS = "127.0.0.1"

Gather = Callable[..., Awaitable[Any]]


def include_loopback(transport: RTCDtlsTransport) -> None:
    """Offer the loopback's address where there is no other: aioice leaves it out, and would offer none."""
    if LOOPBACK.available:
        exchange_gathering(transport, at_least_one)


def at_least_one(gather: Gather) -> Gather:
    """For the machine's addresses, or that of its loopback."""
    return lambda component, addresses, **options: gather(
        component=component, addresses=addresses or [ADDRESS], **options
    )
