"""What the operator sees and sets: metrics, events, the log, activity, limits, the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from ..browser.waiting import until
from .visitor import Visitor

# An operator's configuration: events into a file.
CONFIG = """
import logging
c.EventLogger.handlers = [logging.FileHandler({events!r})]
c.VideoRooms.per_minute = {{"names": 2, "tickets": 6}}
c.VideoRooms.room_people = 3
c.VideoRooms.user_tabs = 2
c.VideoRooms.max_unread_bytes = 2 * 1024 * 1024
c.VideoRooms.bytes_per_second = 1e9
c.VideoRooms.messages_per_second = 1e6
"""


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("events") / "events.jsonl"


@pytest.fixture(scope="module")
def configured(events: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    config = events.with_name("config.py")
    config.write_text(CONFIG.format(events=str(events)))
    with Jupyter(tmp_path_factory.mktemp("configured"), "lab", f"--config={config}") as jupyter:
        yield jupyter


def metrics(visitor: Visitor) -> dict[str, float]:
    """Every sample whose name begins with ours; labels follow in braces."""
    reply = visitor.ask("GET", "metrics")
    return {
        sample.name + (f"{{{','.join(sample.labels.values())}}}" if sample.labels else ""): sample.value
        for family in text_string_to_metric_families(reply.json)
        for sample in family.samples
        if sample.name.startswith("videoroom_")
    }


async def test_metrics_count_what_happens(server: Jupyter, room: str) -> None:
    watcher = Visitor(server)
    before = metrics(watcher)
    ana, bo = await Visitor(server).enters(room, "Ana"), await Visitor(server).enters(room, "Bo")
    await ana.says(wire.Invite(to=bo.welcome.user))
    await bo.says(wire.Accept(invite=(await bo.hears(wire.Incoming)).invite))
    await ana.hears(wire.Joined)
    await ana.says(wire.Signal(to=bo.me, connection="c", payload=wire.Description(kind="offer", sdp="v=0")))
    await bo.hears(wire.Signalled)
    await bo.says(wire.Timing(joined=0.25), wire.Trouble(code="no-device"), wire.Accept(invite="none"))
    assert (await bo.hears(wire.Problem)).code == "invite-gone"
    grown = {name: value - before.get(name, 0) for name, value in metrics(watcher).items()}
    assert grown["videoroom_rooms"] == 1
    assert grown["videoroom_calls"] == 1
    assert grown["videoroom_participants{browser}"] == 2
    assert grown["videoroom_invites_total{accepted}"] == 1
    assert grown["videoroom_relayed_messages_total"] == 1
    assert grown["videoroom_refused_total{invite-gone}"] == 1
    assert grown["videoroom_failures_total{no-device}"] == 1
    assert grown["videoroom_join_seconds_count"] == 1
    assert grown["videoroom_join_seconds_sum"] == 0.25
    assert grown["videoroom_join_seconds_bucket{0.2}"] == 0
    assert grown["videoroom_join_seconds_bucket{0.3}"] == 1


async def test_metrics_need_a_sign_in(server: Jupyter) -> None:
    assert Visitor(server, sign_in=False).ask("GET", "metrics").status == 403


async def test_events_tell_who_and_when_and_never_what(configured: Jupyter, events: Path, room: str) -> None:
    ana, bo = await Visitor(configured).enters(room, "Ana"), await Visitor(configured).enters(room, "Bo")
    await ana.says(wire.Invite(to=bo.welcome.user))
    await bo.says(wire.Accept(invite=(await bo.hears(wire.Incoming)).invite))
    await ana.hears(wire.Joined)
    await ana.says(wire.Say(key="k", text="a secret between us", to=bo.welcome.user))
    await bo.hears(wire.Said)
    await ana.says(wire.Leave())
    await bo.hears(wire.CallLeft)

    def told() -> list[dict[str, object]]:
        lines = [json.loads(line) for line in events.read_text().splitlines()]
        return [line for line in lines if line.get("room") == room]

    until(told, lambda lines: len(lines) >= 6, "six events")
    assert [line["event"] for line in told()] == [
        "joined",
        "joined",
        "invite",
        "call-started",
        "call-ended",
        "left",
    ]
    assert (told()[2]["caller"], told()[2]["outcome"]) == (ana.welcome.user, "accepted")
    assert told()[-1]["user"] == ana.welcome.user
    assert not [line for line in told() if "secret" in str(line)]


async def test_a_page_s_failure_is_in_the_log_once_with_its_fix(server: Jupyter, room: str) -> None:
    ana, bo = await Visitor(server).enters(room, "Ana"), await Visitor(server).enters(room, "Bo")
    for _ in range(3):
        await ana.says(wire.Trouble(code="no-route", peer=bo.me))
    await ana.says(wire.React(reaction="clap"), wire.Join(call="main"))
    await ana.hears(wire.Joined)
    lines = [line for line in server.log.read_text().splitlines() if repr(room) in line and "no-route" in line]
    assert len(lines) == 1
    assert repr(bo.welcome.user) in lines[0]
    assert "c.VideoRooms.turn_urls" in lines[0]


async def test_limits_are_the_operator_s(configured: Jupyter, room: str) -> None:
    ana = await Visitor(configured).enters(room, "Ana")
    await ana.says(*(wire.Rename(name=f"Ana {i}") for i in range(3)))
    problem = await ana.hears(wire.Problem)
    assert (problem.code, problem.about) == ("too-fast", "rename")


async def test_a_room_that_is_full_says_so_at_the_door(configured: Jupyter, room: str) -> None:
    page = Visitor(configured)
    await page.enters(room)
    await page.enters(room)
    third_tab = await page.opens_socket()
    await third_tab.says_hello(page.ticket(room)["ticket"])
    assert (await third_tab.hears(wire.Problem)).code == "too-many-tabs"
    assert await third_tab.is_closed() == (4429, "too-many-tabs")
    await Visitor(configured).enters(room)
    late = Visitor(configured)
    fourth = await late.opens_socket()
    await fourth.says_hello(late.ticket(room)["ticket"])
    assert (await fourth.hears(wire.Problem)).code == "room-full"


async def test_tickets_are_limited_by_user(configured: Jupyter, room: str) -> None:
    page, other = Visitor(configured), Visitor(configured)
    replies = [page.ask_ticket(room) for _ in range(7)]
    assert [reply.status for reply in replies] == [200] * 6 + [429]
    refusal = json.loads(replies[-1].json)
    assert refusal["code"] == "too-fast"
    assert refusal["fix"]
    assert other.ask_ticket(room).status == 200


async def test_who_does_not_read_is_cut_and_nobody_else(configured: Jupyter, room: str) -> None:
    slow, ana = await Visitor(configured).enters(room, "Slow"), await Visitor(configured).enters(room, "Ana")
    for person in (slow, ana):
        await person.hears(wire.Roster)
        await person.says(wire.Join(call="main"))
        await person.hears(wire.Joined)
    offer = wire.Description(kind="offer", sdp="x" * 60_000)
    for _ in range(300):
        await ana.says(wire.Signal(to=slow.me, connection="c", payload=offer))
    states = [""]
    while states[-1] != "reconnecting":
        changed = (await ana.hears(wire.Presence)).changed
        states += [person.state for person in changed if person.id == slow.me]
    # Cut off, and not seen off as those are whose lease is over.
    assert await slow.is_closed() == (None, None)


async def test_rooms_work_without_a_place_in_the_data_directory_and_the_log_says_so_once(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "videoroom").write_text("")
    with Jupyter(tmp_path) as server:
        ana = await Visitor(server).enters("algebra", "Ana")
        await ana.says(wire.Say(key="k", text="Hello"))
        assert (await ana.hears(wire.Said)).line.text == "Hello"
        assert server.log.read_text().count("in memory only") == 1
