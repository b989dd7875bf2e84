"""Tickets and session tokens: what is believed, and what is refused by name."""

from __future__ import annotations

import jwt
import pytest

from jupyter_videoroom.protocol.errors import Refusal
from jupyter_videoroom.tokens import Tokens

KEY = b"k" * 32


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(clock: Clock) -> Tokens:
    return Tokens(KEY, clock, deployment="here")


def ticket(tokens: Tokens) -> str:
    return tokens.ticket(user="u", account="Ana", room="algebra", kind="browser")


def session(tokens: Tokens) -> str:
    place = {"room": "algebra", "life": "first", "call": "main"}
    return tokens.session(participant="p", user="u", kind="browser", **place, began=900_000.0)


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, match=f"^{code}:")


def test_a_ticket_says_who_and_where(tokens: Tokens, clock: Clock) -> None:
    read = tokens.redeem(ticket(tokens))
    assert (read.user, read.account, read.room, read.kind) == ("u", "Ana", "algebra", "browser")
    assert read.expires == clock.now + 30


def test_no_two_tickets_are_the_same(tokens: Tokens) -> None:
    assert tokens.redeem(ticket(tokens)).id != tokens.redeem(ticket(tokens)).id


def test_a_session_token_says_which_session_it_is_of(tokens: Tokens, clock: Clock) -> None:
    read = tokens.read_session(session(tokens), user="u", room="algebra")
    assert (read.participant, read.life, read.call, read.began) == ("p", "first", "main", 900_000.0)


def test_time_runs_out(tokens: Tokens, clock: Clock) -> None:
    made, token = ticket(tokens), session(tokens)
    clock.now += 31
    with refused("ticket-expired"):
        tokens.redeem(made)
    clock.now += 600
    with refused("token-expired"):
        tokens.read_session(token, user="u", room="algebra")


def test_another_key(tokens: Tokens, clock: Clock) -> None:
    forger = Tokens(b"x" * 32, clock, deployment="here")
    with refused("ticket-forged"):
        tokens.redeem(ticket(forger))
    with refused("token-forged"):
        tokens.read_session(session(forger), user="u", room="algebra")


def test_what_another_server_with_the_same_key_signs_is_worth_nothing(tokens: Tokens, clock: Clock) -> None:
    other = Tokens(KEY, clock, deployment="there")
    with refused("ticket-forged"):
        tokens.redeem(ticket(other))
    with refused("token-forged"):
        tokens.read_session(session(other), user="u", room="algebra")


def test_one_cannot_stand_for_the_other(tokens: Tokens) -> None:
    with refused("wrong-audience"):
        tokens.redeem(session(tokens))
    with refused("wrong-audience"):
        tokens.read_session(ticket(tokens), user="u", room="algebra")


def test_another_room_or_user(tokens: Tokens) -> None:
    with refused("wrong-room"):
        tokens.read_session(session(tokens), user="u", room="botany")
    with refused("wrong-user"):
        tokens.read_session(session(tokens), user="v", room="algebra")


@pytest.mark.parametrize("forgery", ["", "nonsense", "a.b.c"])
def test_nonsense(tokens: Tokens, forgery: str) -> None:
    with refused("ticket-forged"):
        tokens.redeem(forgery)


def test_an_unsigned_token_is_not_believed(tokens: Tokens) -> None:
    claims = jwt.decode(ticket(tokens), options={"verify_signature": False})
    with refused("ticket-forged"):
        tokens.redeem(jwt.encode(claims, "", "none"))


def test_a_claim_that_is_missing(tokens: Tokens) -> None:
    claims = jwt.decode(ticket(tokens), options={"verify_signature": False})
    del claims["exp"]
    with refused("ticket-forged"):
        tokens.redeem(jwt.encode(claims, KEY, "HS256"))


def test_a_refusal_tells_no_secret(tokens: Tokens) -> None:
    token = session(tokens)
    with pytest.raises(Refusal) as caught:
        tokens.redeem(token)
    assert token not in str(caught.value)


def test_a_short_key_is_no_key(clock: Clock) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Tokens(b"short", clock, deployment="here")


def test_nothing_that_is_signed_says_what_anybody_may_do(tokens: Tokens) -> None:
    for signed in (ticket(tokens), session(tokens)):
        claims = jwt.decode(signed, options={"verify_signature": False})
        assert claims.keys() & {"role", "grants"} == set()
