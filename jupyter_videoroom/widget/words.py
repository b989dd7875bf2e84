"""Words that others wrote, made fit to show."""

from __future__ import annotations

from ..protocol.names import clean_line


def one_line(text: str, most: int) -> str:
    """At the most that many characters, none of which moves the others about."""
    plain = clean_line(text)
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
