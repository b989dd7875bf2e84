"""The JupyterHub service: the composition root for a Hub, whose users have servers of their own and share rooms."""

from .install import configure

__all__ = ["configure"]
