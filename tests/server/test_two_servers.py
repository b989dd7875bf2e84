"""Two servers with one data directory, and the same notebooks, are two: what one has said or kept is nothing there."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .visitor import Line, Visitor

PLOT = {"Content-Type": "text/plain", "X-Videoroom-Title": "A%20plot"}


async def refusal(line: Line) -> str:
    problem = await line.hears(wire.Problem)
    await line.is_closed()
    return problem.code


async def test_nothing_of_one_is_worth_anything_at_the_other_and_each_is_itself_after_a_restart(tmp_path: Path) -> None:
    with Jupyter(tmp_path / "one") as one, Jupyter(tmp_path / "other", beside=one) as other:
        here, there = Visitor(one), Visitor(other)
        ana = await here.enters("algebra", "Ana")
        bo = await there.enters("algebra", "Bo")
        for person, text in ((ana, "Here"), (bo, "There")):
            await person.says(wire.Join(call="main"), wire.Say(key="k", text=text))
            await person.hears(wire.Said)
        shown = here.ask(
            "POST",
            "videoroom/api/rooms/algebra/objects",
            {**PLOT, "X-XSRFToken": here.cookie("_xsrf"), "X-Videoroom-Token": ana.token},
            b"a secret",
        )
        assert shown.status == 200

        # The ticket and the token of one, at the other.
        line = await there.opens_socket()
        await line.says_hello(here.ticket("algebra")["ticket"])
        assert await refusal(line) == "ticket-forged"
        line = await there.opens_socket()
        await line.says_hello(there.ticket("algebra")["ticket"], resume=ana.resume)
        assert await refusal(line) == "token-forged"
        stolen = {**PLOT, "X-XSRFToken": there.cookie("_xsrf"), "X-Videoroom-Token": ana.token}
        assert there.ask("POST", "videoroom/api/rooms/algebra/objects", stolen, b"x").status == 400
        assert there.ask("GET", f"videoroom/api/rooms/algebra/objects/{shown.json['id']}").status == 404
        cy = await Visitor(other).enters("algebra", "Cy")
        assert [line.text for line in (await cy.hears(wire.History)).lines] == ["There"]
        assert (await cy.hears(wire.Shared)).objects == []

        # Both stop, and start in the other order.
        for server in (one, other):
            await asyncio.to_thread(server.stop)
        for server in (other, one):
            await asyncio.to_thread(server.start)
        for page, person, text in ((there, bo, "There"), (here, ana, "Here")):
            again = await page.enters("algebra", person.welcome.name, person.resume)
            assert again.me == person.me
            assert (await again.hears(wire.Joined)).call == "main"
            assert [line.text for line in (await again.hears(wire.History)).lines] == [text]


async def test_processes_of_one_deployment_take_each_other_s_tickets_and_keep_one_chat(
    tmp_path: Path,
) -> None:
    named = "--VideoRooms.deployment=school"
    with (
        Jupyter(tmp_path / "one", "lab", named) as one,
        Jupyter(tmp_path / "other", "lab", named, beside=one) as other,
    ):
        here, there = Visitor(one), Visitor(other, sign_in=False)
        ana = await here.enters("algebra", "Ana")
        await ana.says(wire.Say(key="k", text="Here"))
        await ana.hears(wire.Said)
        line = await there.opens_socket(Authorization=f"token {other.token}")
        ticket = here.ticket("algebra")["ticket"]
        await line.says_hello(ticket)
        await line.hears(wire.Welcome)
        assert [line.text for line in (await line.hears(wire.History)).lines] == ["Here"]
        again = await here.opens_socket()
        await again.says_hello(ticket)
        assert await refusal(again) == "ticket-used"
