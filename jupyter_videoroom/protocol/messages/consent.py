"""Kernels ask whether they may see and hear somebody."""

from __future__ import annotations

from .base import Id, Message


class Ask(Message, tag="ask"):
    """A kernel asks somebody in its call to let it see and hear them."""

    to: Id


class Consent(Message, tag="consent"):
    """The answer to a kernel that has asked; refusing what was allowed takes it back."""

    kernel: Id
    allowed: bool


class Asked(Message, tag="asked"):
    """A kernel in one's call asks to see and hear one; `recording`: to record it."""

    kernel: Id
    user: Id
    name: str
    recording: bool = False


class Consented(Message, tag="consented"):
    """Somebody in one's call has answered, or has taken their answer back."""

    participant: Id
    allowed: bool
