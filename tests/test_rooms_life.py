"""A room from when it is opened until nobody is there: what it knows of its earlier lives, and whose role is which."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from jupyter_videoroom.core.effects import StoreSettings
from jupyter_videoroom.core.participant import GRANTS
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.records import MAX_SETTING
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.port import RoomSettings, StoreError

from .harness import Line, RoomsHarness, refused

GUEST = GRANTS["guest"]
EVERYTHING = wire.SetMedia(media=wire.Media(audio=True, video=True, screen=True))


class Opening(MemoryStore):
    """A store that says what a room is set to when it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.going = asyncio.Event()
        self.asked: list[str] = []
        self.error: Exception | None = None

    async def settings(self, room: str) -> RoomSettings:
        self.asked.append(room)
        await self.going.wait()
        if self.error:
            raise self.error
        return await super().settings(room)


def test_a_room_is_opened_once_however_many_come_at_the_same_time() -> None:
    async def scenario() -> None:
        store = Opening()
        harness = RoomsHarness(store)
        await store.save_setting("algebra", "lock", True, 1.0)
        coming = [asyncio.ensure_future(harness.knocks(f"user {i}")) for i in range(5)]
        await asyncio.sleep(0)
        store.going.set()
        lines = await asyncio.gather(*coming)
        assert store.asked == ["algebra"]
        assert [line.room for line in lines] == harness.live() * 5
        assert harness.live()[0].room.settings == {"lock": True}

    asyncio.run(scenario())


def test_a_room_that_cannot_be_opened_is_none_and_is_opened_when_it_can_be() -> None:
    async def scenario() -> None:
        store = Opening()
        store.error = RuntimeError("broken")
        store.going.set()
        harness = RoomsHarness(store, rules=Rules(rooms=1))
        for _ in range(2):
            with pytest.raises(RuntimeError, match="broken"):
                await harness.knocks("ana")
            assert [*harness.live(), *harness.rooms._opening] == []
        store.error = None
        assert (await harness.enters("ana", "botany")).me

    asyncio.run(scenario())


def test_a_room_whose_only_visitor_gives_up_while_it_is_opened_ends_by_itself() -> None:
    async def scenario() -> None:
        store = Opening()
        harness = RoomsHarness(store, rules=Rules(rooms=1, sweep=0.001))
        coming = asyncio.ensure_future(harness.knocks("ana"))
        while not store.asked:  # noqa: ASYNC110 - the store is asked within some steps of the loop
            await asyncio.sleep(0)
        coming.cancel()
        store.going.set()
        while harness.rooms._opening or harness.live():  # noqa: ASYNC110 - a timer ends it
            await asyncio.sleep(0)
        assert (await harness.enters("bo")).me

    asyncio.run(scenario())


def test_a_room_that_the_last_one_before_left_empty_is_opened_again_for_the_next() -> None:
    async def scenario() -> None:
        store = Opening()
        harness = RoomsHarness(store, rules=replace(Rules(), user_participants=0))
        store.going.set()
        refusals = await asyncio.gather(*(harness.knocks(f"user {i}") for i in range(3)), return_exceptions=True)
        assert [getattr(refusal, "code", None) for refusal in refusals] == ["too-many-places"] * 3
        assert not harness.live()

    asyncio.run(scenario())


@pytest.mark.parametrize("restarted", [False, True])
def test_a_token_of_an_earlier_life_of_a_room_restores_and_one_of_this_life_does_not(restarted: bool) -> None:
    async def scenario() -> None:
        store = MemoryStore()
        harness = RoomsHarness(store)
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        for line in (ana, bo):
            line.says(wire.Join(call="main"))
        if restarted:
            await harness.restarts()
        else:
            # As if another process had had the room until now.
            (live,) = harness.live()
            live.close(1012, "")
            harness.rooms._on_empty(live)
        back = await harness.enters("ana", resume=ana.resume)
        assert (back.me, back.last(wire.Joined).call) == (ana.me, "main")
        assert back.room.life != ana.room.life
        # Of this life, with nobody of that name any more: also where no store knows it.
        present = back.resume
        await harness.enters("cy")
        back.says(wire.Leave())
        await harness.settles()
        store._spent.clear()
        again = await harness.enters("ana", resume=present)
        assert (again.me != ana.me, again.all(wire.Joined)) == (True, [])

    asyncio.run(scenario())


def test_a_role_that_changes_while_somebody_is_inside_is_told_to_its_owner_and_seen_by_all() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        tab = await harness.enters("bo")
        bo.says(wire.Join(call="main"), EVERYTHING)
        await harness.passes(0.1)
        harness.roles |= {"ana": "guest", "bo": "guest"}
        await harness.rooms.refresh_roles("bo")
        await harness.passes(0.1)
        for line in (bo, tab):
            assert line.last(wire.Granted) == wire.Granted(role="guest", grants=GUEST)
        assert not ana.all(wire.Granted)
        roles = {person.id: person.role for person in ana.last(wire.Presence).changed}
        assert roles == {bo.me: "guest", tab.me: "guest"}
        await harness.rooms.refresh_roles()
        assert ana.last(wire.Granted).role == "guest"
        assert len(bo.all(wire.Granted)) == 1

    asyncio.run(scenario())


class Unknowing(RoomsHarness):
    """Where the role of one user is not to be had."""

    unknown = ""

    async def role_for(self, user: str, room: str) -> wire.Role:
        if user == self.unknown:
            raise RuntimeError("the directory of users is down")
        return self.roles.get(user, "member")


@pytest.mark.parametrize("unknown", ["ana", "bo", "cy"])
def test_a_role_that_cannot_be_asked_for_keeps_nobody_else_s_from_changing(
    unknown: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        harness = Unknowing()
        lines = {user: await harness.enters(user, room) for user, room in (("ana", "a"), ("bo", "a"), ("cy", "b"))}
        harness.roles, harness.unknown = dict.fromkeys(lines, "guest"), unknown
        await harness.rooms.refresh_roles()
        told = {user for user, line in lines.items() if line.all(wire.Granted)}
        assert told == lines.keys() - {unknown}

    asyncio.run(scenario())
    [said] = caplog.records
    assert repr(unknown) in said.getMessage()


class Asked(RoomsHarness):
    """Where roles are kept elsewhere, and are known when the test says so: each as it was when it was asked for."""

    def __init__(self) -> None:
        super().__init__(rules=Rules(sweep=0.001))
        self.going = asyncio.Event()

    async def role_for(self, user: str, room: str) -> wire.Role:
        role, going = self.roles.get(user, "member"), self.going
        await going.wait()
        return role


async def some_steps() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_a_role_that_changes_while_somebody_is_entering_is_the_one_they_have() -> None:
    async def scenario() -> None:
        harness = Asked()
        coming = asyncio.ensure_future(harness.knocks("ana"))
        await some_steps()
        harness.roles["ana"] = "guest"
        await harness.rooms.refresh_roles()
        harness.going.set()
        assert (await coming).last(wire.Welcome).role == "guest"

    asyncio.run(scenario())


class Late(RoomsHarness):
    """Where a role is known only when the room has ended that was opened meanwhile."""

    def __init__(self) -> None:
        super().__init__(rules=Rules(sweep=0.001))
        self.asked = 0

    async def role_for(self, user: str, room: str) -> wire.Role:
        self.asked += 1
        assert self.asked == 1
        await some_steps()
        while self.live():  # noqa: ASYNC110 - a timer ends it
            await asyncio.sleep(0)
        return "member"


def test_a_role_that_is_known_later_than_a_room_waits_lets_its_owner_in() -> None:
    async def scenario() -> None:
        harness = Late()
        ana = await harness.knocks("ana")
        assert [person.id for person in harness.people()] == [ana.me]
        ana.closes()

    asyncio.run(scenario())


@pytest.mark.parametrize("introduced", [True, False])
def test_a_role_that_changes_while_it_is_asked_for_is_the_new_one(introduced: bool) -> None:
    async def scenario() -> None:
        harness = Asked()
        harness.going.set()
        ana = await harness.knocks("ana", kind="kernel")
        harness.going.clear()
        if introduced:
            ana.says(wire.Introduce(ticket=harness.ticket("bo", kind="kernel")))
            slow = None
        else:
            harness.roles["ana"] = "host"
            slow = asyncio.ensure_future(harness.rooms.refresh_roles())
        await some_steps()
        harness.roles |= {"ana": "guest", "bo": "guest"}
        late, harness.going = harness.going, asyncio.Event()
        harness.going.set()
        await harness.rooms.refresh_roles()
        late.set()
        if slow:
            await slow
        await some_steps()
        assert [(person.user, person.role) for person in harness.people()] == [("bo" if introduced else "ana", "guest")]
        ana.closes()

    asyncio.run(scenario())


def test_a_restored_participant_who_may_join_no_call_any_more_is_in_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, "guest", wire.Grants(join=False))

    async def scenario() -> None:
        harness = RoomsHarness()
        ana = await harness.enters("ana")
        ana.says(wire.Join(call="main"))
        await harness.restarts()
        harness.roles["ana"] = "guest"
        back = await harness.enters("ana", resume=ana.resume)
        assert (back.me, back.all(wire.Joined)) == (ana.me, [])
        assert [person.call for person in harness.people()] == [None]

    asyncio.run(scenario())


def test_who_comes_while_the_server_stops_is_told_so() -> None:
    async def scenario() -> None:
        store = Opening()
        harness = RoomsHarness(store)
        line = Line()
        hello = wire.Hello(version=wire.PROTOCOL_VERSION, ticket=harness.ticket("ana"))
        coming = asyncio.ensure_future(harness.rooms.enter(line, hello, lambda ticket: True))
        await some_steps()
        await harness.rooms.stop()
        store.going.set()
        await coming
        assert line.closed == (1012, "server-stopping")

    asyncio.run(scenario())


def test_what_could_not_be_loaded_is_not_lost_when_something_else_is_set() -> None:
    async def scenario() -> None:
        store = Opening()
        harness = RoomsHarness(store)
        await store.save_setting("algebra", "bans", ["bo"], 1.0)
        store.error = StoreError("it is busy")
        store.going.set()
        ana = await harness.enters("ana")
        store.error = None
        ana.room.perform([StoreSettings("lock", True)])
        await harness.settles()
        assert await store.settings("algebra") == {"bans": ["bo"], "lock": True}

    asyncio.run(scenario())


def test_an_introduced_kernel_has_the_role_of_its_user() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        harness.roles["ana"] = "guest"
        kernel = await harness.enters("somebody", kind="kernel")
        assert kernel.last(wire.Welcome).role == "member"
        kernel.says(wire.Introduce(ticket=harness.ticket("ana", kind="kernel")))
        await harness.settles()
        assert kernel.last(wire.Granted).role == "guest"

    asyncio.run(scenario())


def test_what_a_part_of_a_room_is_set_to_is_there_in_its_next_life() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana = await harness.enters("ana")
        for value in ({"closed": False}, {"closed": True}):
            ana.room.perform([StoreSettings("lock", value)])
        ana.room.perform([StoreSettings("bans", ["bo"])])
        ana.closes()
        await harness.settles()
        again = await harness.enters("ana")
        assert again.room is not ana.room
        assert again.room.room.settings == {"lock": {"closed": True}, "bans": ["bo"]}

    asyncio.run(scenario())


def test_what_a_part_is_set_to_is_kept_only_up_to_a_size(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana = await harness.enters("ana")
        ana.room.perform([StoreSettings("bans", "x" * (MAX_SETTING - 2)), StoreSettings("lock", True)])
        await harness.settles()
        ana.room.perform([StoreSettings("lock", "x" * (MAX_SETTING - 1))])
        await harness.settles()
        kept = await harness.stores.settings.settings("algebra")
        assert (len(kept["bans"]), kept["lock"]) == (MAX_SETTING - 2, True)

    asyncio.run(scenario())
    [said] = caplog.records
    assert "'lock'" in said.getMessage()


def test_who_waits_to_be_let_in_is_not_inside() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana, _ = await harness.enters("ana"), await harness.enters("bo")
        assert len(harness.rooms.people("algebra", user="ana", token="")) == 2
        ana.room.room.people[ana.me].inside = False
        for token in ("", ana.token):
            with refused("not-inside"):
                harness.rooms.people("algebra", user="ana", token=token)
        assert len(harness.rooms.people("algebra", user="bo", token="")) == 1

    asyncio.run(scenario())
