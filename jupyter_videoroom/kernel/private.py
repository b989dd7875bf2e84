"""Names that other packages do not promise to keep: how they are looked for before anything relies on them.

They are used in few modules and nowhere else: those of aiortc and aioice in `mesh/private.py`. Where a name is missing,
what relies on it goes a plain way without it.
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
TESTED = {"aiortc": "1.13 to 1.16", "aioice": "0.10 to 0.13"}


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
            library = owner.partition(".")[0]
            log.warning(
                "%s %s has no %s in %s any more: %s. It is tested with %s %s.",
                *(library, version(library), name, owner, self.otherwise, library, TESTED[library]),
            )
        return not missing


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
