"""The real extension, over real sockets: coming, talking, being cut off, and coming back."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import encode, frame

from ..browser.servers import Jupyter
from .visitor import Line, Visitor

OFFER = wire.Description(kind="offer", sdp="v=0")


async def in_the_main_call(server: Jupyter, room: str) -> tuple[Line, Line]:
    ana, bo = await Visitor(server).enters(room, "Ana"), await Visitor(server).enters(room, "Bo")
    for person in (ana, bo):
        await person.says(wire.Join(call="main"))
        await person.hears(wire.Joined)
    return ana, bo


async def test_people_see_each_other_and_the_rest_api_sees_them(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    ana, bo = await page.enters(room, "Ana"), await Visitor(server).enters(room, "Bo")
    await ana.sees(ana.me, bo.me)
    reply = page.ask("GET", f"videoroom/api/rooms/{room.replace(' ', '%20')}", {})
    assert reply.json["room"] == room
    assert [(row["id"], row["name"], row["kind"], row["state"]) for row in reply.json["people"]] == [
        (ana.me, "Ana", "browser", "available"),
        (bo.me, "Bo", "browser", "available"),
    ]
    assert reply.json["people"][0]["user"] != reply.json["people"][1]["user"]
    health = page.ask("GET", "videoroom/api/health").json
    assert health["status"] == "ok"
    assert health["participants"] >= 2


async def test_a_name_is_the_account_s_unless_one_gives_another(server: Jupyter, room: str) -> None:
    line = await Visitor(server).enters(room)
    assert line.welcome.name.startswith("Anonymous ")


async def test_two_tabs_are_one_user(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    first, second = await page.enters(room), await page.enters(room)
    assert first.welcome.user == second.welcome.user
    assert first.me != second.me


async def test_a_sender_is_stamped_whatever_it_claims(server: Jupyter, room: str) -> None:
    ana, bo = await in_the_main_call(server, room)
    genuine = encode(wire.Signal(to=ana.me, connection="c", payload=OFFER))
    await bo.says_raw(frame(genuine.replace(b'"to":', b'"sender":"somebody-else","to":'), 2))
    heard = await ana.hears(wire.Signalled)
    assert (heard.sender, heard.payload) == (bo.me, OFFER)


async def test_a_cut_socket_is_resumed_and_nothing_is_missed(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    ana, bo = await page.enters(room, "Ana"), await Visitor(server).enters(room, "Bo")
    for person in (ana, bo):
        await person.says(wire.Join(call="main"))
        await person.hears(wire.Joined)
    await ana.hears(wire.MemberJoined)
    ana.breaks()
    for number in range(20):
        await bo.says(wire.Signal(to=ana.me, connection=f"c{number}", payload=OFFER))
    back = await page.enters(room, "Ana", ana.resume)
    assert back.welcome.resumed
    assert back.me == ana.me
    assert back.welcome.received == 1  # the join
    assert [(await back.hears(wire.Signalled)).connection for _ in range(20)] == [f"c{n}" for n in range(20)]


async def test_a_newer_socket_of_the_same_tab_takes_its_place_at_once(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    first = await page.enters(room)
    second = await page.enters(room, resume=first.resume)
    assert second.me == first.me
    assert await first.is_closed() == (4409, "replaced")


async def test_closing_the_page_is_leaving_at_once(server: Jupyter, room: str) -> None:
    ana, bo = await Visitor(server).enters(room), await Visitor(server).enters(room)
    await ana.sees(ana.me, bo.me)
    bo.closes(1001)
    assert (await ana.hears(wire.Presence)).left == [bo.me]


async def test_leaving_closes_the_socket_and_its_token_brings_nobody_back(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    line = await page.enters(room)
    await line.says(wire.Leave())
    assert await line.is_closed() == (1000, "left")
    again = await page.enters(room, resume=line.resume)
    assert again.me != line.me
    assert not again.welcome.resumed


async def test_a_missed_call_waits_for_who_closed_the_page_while_it_rang(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    ana, bo = await Visitor(server).enters(room, "Ana"), await page.enters(room, "Bo")
    await ana.says(wire.Invite(to=bo.welcome.user))
    await bo.hears(wire.Incoming)
    bo.closes(1001)
    assert (await ana.hears(wire.InviteEnded)).outcome == "gone"
    back = await page.enters(room, "Bo")
    missed = await back.hears(wire.Missed)
    assert (missed.name, missed.outcome) == ("Ana", "gone")


async def test_pings_are_answered_and_acknowledge(server: Jupyter, room: str) -> None:
    line = await Visitor(server).enters(room)
    await line.hears(wire.Roster)
    await line.says_raw('{"seq":0,"ack":1,"body":{"type":"pong"}}')
    await line.says(wire.Join(call="main"))
    assert (await line.hears(wire.Joined)).call == "main"


async def test_a_stop_is_said_and_a_call_is_taken_up_after_a_restart(tmp_path: Path, room: str) -> None:
    with Jupyter(tmp_path) as server:
        pages = (Visitor(server), Visitor(server), Visitor(server))
        ana, bo, cy = [await page.enters(room, name) for page, name in zip(pages, ("Ana", "Bo", "Cy"), strict=True)]
        # Nobody is told of those who come and go within one tick.
        await cy.hears(wire.Roster)
        await cy.says(wire.Join(call="main"))
        await cy.hears(wire.Joined)
        await ana.says(wire.Invite(to=bo.welcome.user))
        await bo.says(wire.Accept(invite=(await bo.hears(wire.Incoming)).invite))
        for person in (ana, bo):
            began = (await person.hears(wire.Joined)).started
            await person.hears(wire.Credentials)

        cy.closes(1001)
        while cy.me not in (await ana.hears(wire.Presence)).left:
            pass
        await asyncio.to_thread(server.stop)
        assert await ana.is_closed() == (1012, "server-stopping")
        await asyncio.to_thread(server.start)

        ana_again = await pages[0].enters(room, "Ana", ana.resume)
        bo_again = await pages[1].enters(room, "Bo", bo.resume)
        assert (ana_again.me, bo_again.me) == (ana.me, bo.me)
        assert not ana_again.welcome.resumed
        # Who had left is not brought back by the token that was good until then.
        assert (await pages[2].enters(room, "Cy", cy.resume)).me != cy.me
        joined = await bo_again.hears(wire.Joined)
        assert joined.kind == "private"
        assert joined.started == began
        assert joined.members == [ana.me, bo_again.me]
