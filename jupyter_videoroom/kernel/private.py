"""Names that other packages do not promise to keep: how they are looked for before anything relies on them.

They are used in few modules and nowhere else: those of aiortc and aioice in `mesh/private.py`, of Matplotlib in
`sources/figures.py`, of ipykernel in `widget/comm_pump.py`. Where one is missing, what relies on it goes a plain way.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from importlib.metadata import version
from inspect import isfunction
from types import CodeType
from typing import Any

log = logging.getLogger(__name__)

# The versions with which all of this is tested.
TESTED = {
    "aioice": "0.10 to 0.13",
    "aiortc": "1.13 to 1.16",
    "ipykernel": "6.29 to 7.4",
    "matplotlib": "3.8 to 3.11",
    "pyzmq": "25 to 27",
}
DISTRIBUTIONS = {"zmq": "pyzmq"}


class Feature:
    """Something that relies on such names. `names`: by "module:Class"; `otherwise`: what is so without them."""

    def __init__(self, otherwise: str, names: Mapping[str, tuple[str, ...]]) -> None:
        self.otherwise = otherwise
        self.names = names

    @cached_property
    def available(self) -> bool:
        """Whether all its names are there. The log hears once of those that are not."""
        missing = [(owner, name) for owner, names in self.names.items() for name in names if not has(owner, name)]
        for owner, name in missing:
            module = owner.partition(".")[0]
            library = DISTRIBUTIONS.get(module, module)
            log.warning(
                "%s %s has no %s in %s any more: %s. It is tested with %s %s.",
                *(library, version(library), name, owner, self.otherwise, library, TESTED[library]),
            )
        return not missing


ANIMATING = Feature(
    "of an animation only what it would save is shown, once",
    {
        "matplotlib.animation:Animation": ("_fig", "_init_draw", "_pre_draw", "_draw_frame", "_blit"),
        "matplotlib.animation:TimedAnimation": ("_interval", "_repeat"),
        "matplotlib.animation:FuncAnimation": ("_drawn_artists",),
    },
)
HEARING = Feature(
    "a running cell cannot hear the page",
    {"ipykernel.kernelbase:Kernel": ("_publish_status",), "zmq.eventloop.zmqstream:ZMQStream": ("_recv_callback",)},
)
HEARING_OF_THREADS = Feature(
    HEARING.otherwise,
    {
        "ipykernel.subshell_manager:SubshellManager": (
            "get_shell_channel_to_subshell_pair",
            "get_shell_channel_to_subshell_socket",
        )
    },
)


def has(owner: str, name: str) -> bool:
    """Whether a class, or one that it is made of, has a name, or speaks of it: attributes are set in its functions."""
    module, _, cls = owner.partition(":")
    try:
        found = getattr(import_module(module), cls)
    except (ImportError, AttributeError):
        return False
    functions = (member for part in found.__mro__ for member in vars(part).values() if isfunction(member))
    return name in dir(found) or any(name in spoken(function.__code__) for function in functions)


def spoken(code: CodeType) -> Iterator[Any]:
    """All names in a function, and in those inside of it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from spoken(constant)
