"""An operator's authorizer: rooms may be looked at and nothing else."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth import AllowAllAuthorizer


class MayOnlyLook(AllowAllAuthorizer):
    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "videoroom" or action == "read"
