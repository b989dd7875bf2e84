"""What others see of an object, and that they do."""

from __future__ import annotations

import json
from typing import Any

import av
import numpy as np
import pytest

from jupyter_videoroom.kernel.errors import Refused
from jupyter_videoroom.kernel.show import MAX_ROWS, render
from jupyter_videoroom.protocol.objects import check_object

from ..browser.servers import Jupyter
from ..server.visitor import Visitor
from .programs import connects, until


class Rich:
    """Shows itself in several ways, one of which would run."""

    def __init__(self, **ways: str | bytes) -> None:
        for name, data in ways.items():
            setattr(self, f"_repr_{name}_", lambda data=data: data)

    def _repr_html_(self) -> str:
        return "<script>alert(1)</script>"

    def __repr__(self) -> str:
        return "a rich thing"


class Frame:
    """Read as pandas' frames are."""

    columns = ("name", "grade")

    def itertuples(self) -> list[tuple[object, ...]]:
        return [(i, f"<b>{i}", 1.5) for i in range(2 * MAX_ROWS)]


@pytest.mark.parametrize(
    ("object", "type", "body"),
    [
        ("Hello\n<b>", "text/plain", b"Hello\n<b>"),
        (Rich(), "text/plain", b"a rich thing"),
        (Rich(markdown="*x*"), "text/markdown", b"*x*"),
        (Rich(svg="<svg/>", markdown="*x*"), "image/svg+xml", b"<svg/>"),
        (Rich(png=b"PNG", svg="<svg/>"), "image/png", b"PNG"),
        (Rich(jpeg=b"JPEG", markdown="x"), "image/jpeg", b"JPEG"),
        (3.5, "text/plain", b"3.5"),
        ("half a pair: \ud800", "text/plain", b"half a pair: ?"),
        (Rich(markdown="\ud800"), "text/markdown", b"?"),
        ([{"\ud800": "\udfff"}], "application/json", b'{"columns": ["?"], "rows": [["?"]]}'),
        (
            [{"a": float("nan"), "b": {"c": 1}}],
            "application/json",
            b'{"columns": ["a", "b"], "rows": [["nan", "{\'c\': 1}"]]}',
        ),
        ([1, 2], "text/plain", b"[1, 2]"),
    ],
)
def test_the_safest_rich_form_is_shown(object: Any, type: str, body: bytes) -> None:
    form = render(object)
    assert (form.type, form.body) == (type, body)
    if body not in (b"PNG", b"JPEG"):
        assert check_object(form.type, form.body) == type


@pytest.mark.parametrize("shape", [(3, 5), (4, 6, 3), (5, 7, 4)])
def test_arrays_are_pictures(shape: tuple[int, ...]) -> None:
    picture = np.random.default_rng(1).integers(0, 255, shape, np.uint8)
    form = render(picture)
    assert form.type == "image/png"
    codec: Any = av.CodecContext.create("png", "r")
    frame = codec.decode(av.Packet(form.body))[0]
    format = {2: "gray", 3: "rgb24" if shape[-1] == 3 else "rgba"}[len(shape)]
    assert (frame.to_ndarray(format=format) == picture).all()


def test_frames_and_records_are_tables_and_not_endless() -> None:
    table = json.loads(render(Frame()).body)
    assert table["columns"] == ["", "name", "grade"]
    assert table["rows"][1] == ["1", "<b>1", "1.5"]
    assert len(table["rows"]) == MAX_ROWS
    assert json.loads(render([{"a": 1}, {"b": "x" * 500}]).body) == {
        "columns": ["a", "b"],
        "rows": [["1", ""], ["", "x" * 199 + "…"]],
    }


async def test_everybody_sees_it(server: Jupyter, name: str) -> None:
    async with await connects(server, name) as room:
        shown = await room.show(np.zeros((2, 2), np.uint8), "Nothing — at all")
        assert (shown.title, shown.type) == ("Nothing — at all", "image/png")
        await until(lambda: room.shared == (shown,))
        page = Visitor(server)
        await page.enters(name)
        got = page.ask("GET", f"videoroom/api/rooms/{name.replace(' ', '%20')}/objects/{shown.id}")
        assert got.headers["Content-Type"] == "image/png"


async def test_what_is_no_picture_is_refused(server: Jupyter, name: str) -> None:
    async with await connects(server, name) as room:
        with pytest.raises(Refused, match="cannot be shown"):
            await room.show(Rich(png=b"no picture"))


async def test_what_is_too_large_is_refused_with_the_reason(server: Jupyter, name: str) -> None:
    async with await connects(server, name) as room:
        with pytest.raises(Refused, match="too large"):
            await room.show("x" * 3_000_000)
        assert room.shared == ()
