"""Words that others wrote, made fit to show."""

from __future__ import annotations

import unicodedata

# Control, format (bidirectional marks are of it), surrogate, private and unassigned characters, line separators.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def one_line(text: str, most: int) -> str:
    """At the most that many characters, none of which moves the others about."""
    plain = " ".join("".join(" " if unicodedata.category(char) in HIDDEN else char for char in text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
