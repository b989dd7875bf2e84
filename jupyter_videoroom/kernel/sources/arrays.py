"""Objects of other libraries as plain NumPy arrays."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


def as_array(item: Any) -> Array | None:
    """An array of NumPy or of another library (`__array__`), in this machine's order of bytes; None for anything else.

    What is masked is 0. Tables are none, though they could be made one: their columns are no pixels.
    """
    if is_table(item) or not hasattr(item, "__array__"):
        return None
    filled = item.filled(0) if isinstance(item, np.ma.MaskedArray) else item
    array = np.asarray(filled)
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def is_table(item: Any) -> bool:
    """Whether it is a data frame, or a column of one."""
    return hasattr(item, "to_frame") or hasattr(item, "columns")
