"""What stands in jupyterhub_config.py: `from jupyter_videoroom.hub import configure; configure(c)`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import LazyConfigValue

from ..config import VideoRooms
from ..protocol.names import clean_room_name
from ..servers import SERVICE, SERVICE_PAGES
from .courses import ByRoom, Courses
from .place import CHECK, CONFIG, COURSES, FOLDER, NAME

ACCESS = f"access:services!service={NAME}"
"""What a user, and what acts for the user, needs in order to be known to the service."""

# JupyterHub's own, which any list of ours takes the place of: a server tells when it was last used, and its kernels
# may speak with it.
OF_EVERY_SERVER = ["users:activity!user", "access:servers!server"]


class CannotConfigure(Exception):
    """What stands in the way in jupyterhub_config.py, and what to write instead."""


def configure(
    c: Config,
    *,
    url: str = "http://127.0.0.1:10101",
    reach: str = "",
    folder: str = "videoroom",
    groups: Sequence[str] = (),
    hosts: ByRoom | None = None,
    rooms: ByRoom | None = None,
    check_seconds: float = 30.0,
) -> None:
    """Add the video rooms to a Hub. Call it below all that the file says of services, roles, spawners and rooms.

    `url`: where the service listens, on the machine of the Hub and of its proxy.
    `reach`: where users' servers find it, if not there: the address of the Hub's proxy, such as
    `"http://proxy-public"`, for servers in containers or on other machines.
    `folder`: where the service keeps its key, chat and settings; below the Hub's working directory.
    `groups`: the Hub's groups that may use the rooms. Empty: all users.
    `hosts`: which groups are hosts of which rooms, by patterns of names: `{"algebra *": ["algebra-teachers"]}`.
    `rooms`: which rooms are for some groups only, and for their hosts: `{"algebra *": ["algebra-students"]}`.
    `check_seconds`: how often the Hub is asked again about each user in a room, once for each. Who has lost access is
    out after that time, and 20 s later where they have just come in: so long the Hub's word is believed then.

    Whatever is set as `c.VideoRooms` above is passed on. The service itself gets no scope of the Hub.
    """
    _check(c, url, reach)
    courses = json.dumps(asdict(Courses(_by_room("hosts", hosts), _by_room("rooms", rooms))))
    told = {COURSES: courses, FOLDER: folder, CHECK: str(check_seconds)}
    _add(c.JupyterHub, "services", [_service(c, url, told)])
    _let_in(c.JupyterHub, _groups("groups", groups))
    for spawner in _spawners(c):
        if spawner is c.Spawner or "server_token_scopes" in spawner:
            _add(spawner, "server_token_scopes", [ACCESS], otherwise=OF_EVERY_SERVER)
        if spawner is c.Spawner or "oauth_client_allowed_scopes" in spawner:
            _add(spawner, "oauth_client_allowed_scopes", [ACCESS])
        if spawner is c.Spawner or "environment" in spawner:
            _tell_servers(spawner, reach or url)


def _check(c: Config, url: str, reach: str) -> None:
    if any(service.get("name") == NAME for service in _value(c.JupyterHub, "services", [])):
        raise CannotConfigure(f"c.JupyterHub.services has a service {NAME!r} already: call configure(c) once.")
    for address in filter(None, (url, reach)):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
            raise CannotConfigure(
                f"{address!r} is not an address for the video rooms: write scheme, host and port, "
                "such as 'http://127.0.0.1:10101'."
            )
    if reach and (own := _own_host(c)) and urlsplit(reach).hostname != own:
        raise CannotConfigure(
            f"With c.JupyterHub.subdomain_host the Hub's proxy knows the service by its own host: "
            f"configure(c, reach='https://{own}'), with the proxy's port."
        )
    if urlsplit(url).scheme != "http":
        raise CannotConfigure(
            f"The service listens on http, beside the Hub's proxy, and {url!r} is not: configure(c, url='http://...'). "
            "Browsers reach it by the proxy, with the proxy's certificate."
        )


def _own_host(c: Config) -> str:
    """Of the service, where users and services have hosts of their own."""
    from jupyterhub import utils  # noqa: PLC0415 - what runs without a Hub says so

    domain = urlsplit(_value(c.JupyterHub, "subdomain_host", "")).hostname
    hook = _value(c.JupyterHub, "subdomain_hook", "idna")
    named = getattr(utils, f"subdomain_hook_{hook}", None) if isinstance(hook, str) else hook
    return str(named(NAME, domain, kind="service")) if domain and named else ""


def _by_room(option: str, by_room: ByRoom | None) -> ByRoom:
    """With patterns as names of rooms are compared."""
    if not isinstance(by_room or {}, Mapping):
        raise CannotConfigure(f'{option} is {by_room!r}: write {{"algebra *": ["algebra-teachers"]}}.')
    named: dict[str, list[str]] = {}
    for pattern, groups in (by_room or {}).items():
        named.setdefault(clean_room_name(pattern), []).extend(_groups(option, groups))
    return named


def _groups(option: str, groups: Sequence[str]) -> list[str]:
    """A string is a list of its letters, which nobody means."""
    if isinstance(groups, str):
        raise CannotConfigure(f"{option}: {groups!r} is no list of groups: write [{groups!r}].")
    return list(groups)


def _service(c: Config, url: str, told: dict[str, str]) -> dict[str, Any]:
    return {
        "name": NAME,
        "url": url,
        "command": [sys.executable, "-m", "jupyter_videoroom.hub"],
        "environment": {**told, CONFIG: json.dumps(_rooms(c))},
        "oauth_no_confirm": True,
        "display": False,
    }


def _rooms(c: Config) -> dict[str, Any]:
    """What the operator has set of rooms, checked here, where the file can still be put right."""
    for name in c.VideoRooms:
        if name not in VideoRooms.class_trait_names(config=True):
            raise CannotConfigure(f"There is no c.VideoRooms.{name}: docs/operators.md lists what can be set.")
    try:
        rooms = VideoRooms(config=Config(VideoRooms=c.VideoRooms))
    except TraitError as error:
        raise CannotConfigure(f"c.VideoRooms: {error}") from None
    return {name: getattr(rooms, name) for name in c.VideoRooms}


def _let_in(hub: Config, groups: Sequence[str]) -> None:
    """Users need the scope themselves, or the Hub drops it silently from what their servers and browsers get."""
    if groups:
        _add(hub, "load_roles", [{"name": NAME, "scopes": [ACCESS], "groups": list(groups)}])
        return
    roles = _value(hub, "load_roles", [])
    own = next((role for role in roles if role["name"] == "user"), {"name": "user", "scopes": ["self"]})
    others = [role for role in roles if role["name"] != "user"]
    hub["load_roles"] = [*others, {**own, "scopes": [*own["scopes"], ACCESS]}]


def _spawners(c: Config) -> list[Config]:
    """Where a kind of spawner has settings of its own, they take the places of those for all."""
    c.Spawner  # noqa: B018 - a section is there once it was looked at
    return [c[name] for name in list(c) if name.endswith("Spawner")]


def _tell_servers(spawner: Config, reach: str) -> None:
    environment = _value(spawner, "environment", {})
    told = {SERVICE: lambda spawner: service_base(spawner, reach), SERVICE_PAGES: pages_base}
    spawner["environment"] = {**environment, **told}


def service_base(spawner: Any, reach: str) -> str:
    """Where a user's server finds the service. The Hub's own prefix is known when the server starts."""
    return f"{reach.rstrip('/')}{_prefix(spawner)}"


def pages_base(spawner: Any) -> str:
    """Where a browser finds the pages of rooms: on the Hub's own host, or on one of their own with subdomains."""
    settings = spawner.user.settings
    hub = urlsplit(settings.get("subdomain_host") or "")
    if not hub.hostname:
        return _prefix(spawner)
    host = settings["subdomain_hook"](NAME, hub.hostname, kind="service")
    port = f":{hub.port}" if hub.port else ""
    return f"{hub.scheme}://{host}{port}{_prefix(spawner)}"


def _prefix(spawner: Any) -> str:
    """Below which the service has `videoroom/`, as every Jupyter server has."""
    return f"{spawner.hub.base_url.removesuffix('hub/')}services/"


def _add(section: Config, name: str, more: list[Any], otherwise: Sequence[Any] = ()) -> None:
    """More entries behind those that are there, or behind these others."""
    value = _value(section, name, list(otherwise))
    if callable(value):
        raise CannotConfigure(f"{name} is a function of your own: let its list contain {', '.join(map(repr, more))}.")
    section[name] = [*value, *more]


def _value(section: Config, name: str, default: Any) -> Any:
    """What is set, in whatever way: by `=`, or by `append` and `update` of what was not there before."""
    value = section.get(name, default)
    return value.get_value(default) if isinstance(value, LazyConfigValue) else value
