"""Authorizers of operators."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth import AllowAllAuthorizer


class MayNotExecute(AllowAllAuthorizer):
    """No socket of a room may be opened."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "videoroom" or action != "execute"


class MayOnlyLook(AllowAllAuthorizer):
    """Rooms may be looked at and nothing else."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "videoroom" or action == "read"
