"""A Jupyter server on which users have the roles that a file in its folder says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jupyter_videoroom.protocol.messages import Role
from jupyter_videoroom.server.app import VideoRoomApp

from ..browser.servers import Jupyter

FILE = "roles.json"
WITH_ROLES = "--ServerApp.jpserver_extensions={'jupyter_videoroom': False, 'tests.server.roles': True}"


class AppWithRoles(VideoRoomApp):
    """Whom the file does not name has the role that the operator has configured."""

    def role_for(self, user: str, room: str) -> Role:
        file = Path(self.serverapp.root_dir) / FILE
        roles: dict[str, Role] = json.loads(file.read_text()) if file.exists() else {}
        return roles.get(user) or super().role_for(user, room)


def has_role(server: Jupyter, user: str, role: Role) -> None:
    """From when they enter or come back, on a server WITH_ROLES."""
    file = server.notebooks / FILE
    roles = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({**roles, user: role}))


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "tests.server.roles", "app": AppWithRoles}]
