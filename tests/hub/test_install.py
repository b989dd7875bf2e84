"""What `configure(c)` adds to an operator's file, and what it says where it cannot."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from traitlets.config import Config

from jupyter_videoroom.hub import configure
from jupyter_videoroom.hub.install import CannotConfigure, pages_base
from jupyter_videoroom.hub.place import CONFIG, Misplaced, read_place
from jupyter_videoroom.servers import SERVICE, SERVICE_PAGES

ACCESS = "access:services!service=videoroom"
GIVEN = {
    "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:10101",
    "JUPYTERHUB_SERVICE_PREFIX": "/jh/services/videoroom/",
    "JUPYTERHUB_API_TOKEN": "t",
}


def configured(c: Config | None = None, **options: Any) -> Config:
    c = c or Config()
    configure(c, **options)
    return c


def spawner(host: str = "") -> Any:
    """As much of one as is looked at when a server starts."""
    settings = {"subdomain_host": host, "subdomain_hook": lambda name, domain, kind: f"{name}.{domain}"}
    return SimpleNamespace(hub=SimpleNamespace(base_url="/jh/hub/"), user=SimpleNamespace(settings=settings))


def test_an_empty_file_needs_no_more() -> None:
    c = configured()
    [service] = c.JupyterHub.services
    assert (service["name"], service["url"]) == ("videoroom", "http://127.0.0.1:10101")
    # Nobody gets more than access to this one service, and the service itself gets nothing.
    assert c.JupyterHub.load_roles == [{"name": "user", "scopes": ["self", ACCESS]}]
    assert c.Spawner.server_token_scopes == ["users:activity!user", "access:servers!server", ACCESS]
    assert c.Spawner.oauth_client_allowed_scopes == [ACCESS]
    told = c.Spawner.environment
    assert told[SERVICE](spawner()) == "http://127.0.0.1:10101/jh/services/"
    assert told[SERVICE_PAGES](spawner()) == "/jh/services/"


def test_what_is_there_already_stays() -> None:
    c = Config()
    c.JupyterHub.services = [{"name": "idle-culler"}]
    c.JupyterHub.load_roles.append({"name": "user", "scopes": ["self", "shares!user"]})
    c.KubeSpawner.environment = {"LANG": "de"}
    c.Spawner.server_token_scopes = ["users:activity!user"]
    configured(c, reach="http://proxy-public/")
    assert [service["name"] for service in c.JupyterHub.services] == ["idle-culler", "videoroom"]
    assert c.JupyterHub.load_roles == [{"name": "user", "scopes": ["self", "shares!user", ACCESS]}]
    assert c.Spawner.server_token_scopes == ["users:activity!user", ACCESS]
    assert "server_token_scopes" not in c.KubeSpawner
    assert c.KubeSpawner.environment["LANG"] == "de"
    assert c.KubeSpawner.environment[SERVICE](spawner()) == "http://proxy-public/jh/services/"


def test_only_some_groups_may_come() -> None:
    [role] = configured(groups=["class"]).JupyterHub.load_roles
    assert role == {"name": "videoroom", "scopes": [ACCESS], "groups": ["class"]}


def test_rooms_are_for_groups_and_have_hosts() -> None:
    told: dict[str, Any] = {
        "hosts": {"algebra *": ["teachers"]},
        "rooms": {"algebra *": ["pupils"], "*exam*": ["examinees"]},
    }
    [service] = configured(**told).JupyterHub.services
    courses = read_place({**GIVEN, **service["environment"]}).courses
    assert courses.may_enter({"pupils"}, "algebra 1")
    assert courses.may_enter({"teachers"}, "algebra 1")
    assert not courses.may_enter({"examinees"}, "algebra 1")
    # Several patterns, and none.
    assert courses.may_enter({"examinees"}, "algebra exam")
    assert courses.may_enter((), "staff")
    assert courses.is_host({"teachers", "pupils"}, "algebra 1")
    assert not courses.is_host({"teachers"}, "staff")


def test_patterns_are_compared_as_names_are() -> None:
    [service] = configured(
        rooms={"  \uff21lgebra  e\u0301* ": ["pupils"], "Algebra é*": ["others"]}
    ).JupyterHub.services
    courses = read_place({**GIVEN, **service["environment"]}).courses
    assert courses.rooms == {"Algebra é*": ["pupils", "others"]}


@pytest.mark.parametrize("options", [{"groups": "class"}, {"hosts": {"a": "class"}}, {"rooms": ["a"]}])
def test_a_string_is_no_list_of_groups(options: dict[str, Any]) -> None:
    with pytest.raises(CannotConfigure, match="write"):
        configured(**options)


@pytest.mark.parametrize(
    ("hook", "host"),
    [
        ("idna", "videoroom--service.hub.test"),
        ("legacy", "services.hub.test"),
        (lambda name, domain, kind: f"{kind}.{name}.{domain}", "service.videoroom.hub.test"),
    ],
)
def test_with_subdomains_users_servers_reach_the_service_by_its_own_host(hook: Any, host: str) -> None:
    def with_subdomains(reach: str) -> Config:
        c = Config()
        c.JupyterHub.subdomain_host, c.JupyterHub.subdomain_hook = "https://hub.test:8443", hook
        return configured(c, reach=reach)

    with pytest.raises(CannotConfigure, match=host):
        with_subdomains("http://proxy-public")
    assert with_subdomains(f"https://{host}:8443").Spawner.environment


def test_what_is_set_of_rooms_goes_to_the_service_alone() -> None:
    c = Config()
    c.VideoRooms.turn_secret = "secret"
    c.VideoRooms.turn_urls.append("turn:turn.test")
    [service] = configured(c).JupyterHub.services
    place = read_place({**GIVEN, CONFIG: service["environment"][CONFIG]})
    assert place.settings == {"turn_secret": "secret", "turn_urls": ["turn:turn.test"]}
    assert "secret" not in str(c.Spawner)


def test_users_with_subdomains_find_the_pages_at_a_host_of_their_own() -> None:
    assert pages_base(spawner("https://hub.test:8443")) == "https://videoroom.hub.test:8443/jh/services/"
    assert read_place(GIVEN).socket == "/jh/services/videoroom/api/socket"
    apart = {"JUPYTERHUB_HOST": "https://hub.test", "JUPYTERHUB_PUBLIC_URL": "https://videoroom.hub.test/jh/x/"}
    assert read_place({**GIVEN, **apart}).socket == "https://videoroom.hub.test/jh/services/videoroom/api/socket"


@pytest.mark.parametrize(
    ("section", "name", "value", "words"),
    [
        ("JupyterHub", "services", [{"name": "videoroom"}], "call configure"),
        ("Spawner", "server_token_scopes", lambda spawner: [], ACCESS),
        ("VideoRooms", "turn_secret", 5, "turn_secret"),
        ("VideoRooms", "turn_secrets", "s", "no c.VideoRooms.turn_secrets"),
    ],
)
def test_what_cannot_be_done_is_said(section: str, name: str, value: object, words: str) -> None:
    c = Config()
    c[section][name] = value
    with pytest.raises(CannotConfigure, match=words):
        configure(c)


def test_an_address_with_a_path_is_none_and_the_service_has_no_certificate() -> None:
    with pytest.raises(CannotConfigure, match="listens on http"):
        configured(url="https://127.0.0.1:10101")
    with pytest.raises(CannotConfigure, match="scheme, host and port"):
        configured(reach="http://proxy-public/hub/")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "jupyterhub_config.py"),
        ({**GIVEN, "JUPYTERHUB_SERVICE_PREFIX": "/services/video/"}, "named 'videoroom'"),
    ],
)
def test_a_service_that_cannot_run_says_why(given: dict[str, str], words: str) -> None:
    with pytest.raises(Misplaced, match=words):
        read_place(given)


def test_the_program_ends_with_the_reason(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from jupyter_videoroom.hub.__main__ import main

    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    assert main() == 1
    assert "configure(c)" in capsys.readouterr().err
