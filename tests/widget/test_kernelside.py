"""The widget's room and a script's are one to who writes for them."""

from __future__ import annotations

import inspect
from typing import Any
from unittest.mock import Mock

import pytest

from jupyter_videoroom.kernel import KernelRoom
from jupyter_videoroom.widget.kernelside import KernelSide

# Where the widget has its own, or none: it is left by closing all widgets, and pages introduce its kernel.
OWN = {"id", "over", "people", "close", "introduce"}


def public(face: type) -> dict[str, Any]:
    return {name: value for name, value in inspect.getmembers(face) if not name.startswith("_")}


METHODS = [name for name, value in public(KernelSide).items() if inspect.isfunction(value)]


def test_what_a_script_can_do_the_widget_can_do() -> None:
    assert set(public(KernelRoom)) - set(public(KernelSide)) == OWN
    assert set(public(KernelSide)) - set(public(KernelRoom)) == {"kernel"}


@pytest.mark.parametrize("name", METHODS)
def test_it_is_asked_for_in_the_same_words(name: str) -> None:
    here, there = getattr(KernelSide, name), getattr(KernelRoom, name)
    assert inspect.signature(here) == inspect.signature(there)
    assert f"see `KernelRoom.{name}`" in here.__doc__


@pytest.mark.parametrize("name", METHODS)
def test_everything_that_is_asked_for_is_passed_on(name: str) -> None:
    kernel = Mock(spec=KernelRoom)

    class Face(KernelSide):
        @property
        def kernel(self) -> Any:
            return kernel

    signature = inspect.signature(getattr(KernelSide, name))
    asked = {parameter: object() for parameter in list(signature.parameters)[1:]}
    assert getattr(Face(), name)(**asked) is getattr(kernel, name).return_value
    (call,) = getattr(kernel, name).call_args_list
    assert signature.bind(None, *call.args, **call.kwargs).arguments == {"self": None, **asked}
