"""By which token JupyterHub knows whose request it is."""

from __future__ import annotations

from typing import Any

from tornado.web import RequestHandler


def token_of(auth: Any, handler: RequestHandler) -> str:
    """The one that has identified the user; "" if none has. `auth`: JupyterHub's HubOAuth.

    Its own `get_token` prefers the header's, also where that is worth nothing and the cookie was good.
    """
    if getattr(handler, "_token_authenticated", False):
        return str(auth.get_token(handler, in_cookie=False) or "")
    return (handler.get_secure_cookie(auth.cookie_name) or b"").decode("ascii", "replace")
