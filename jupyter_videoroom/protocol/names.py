"""What may stand in a name, a title or a line of text, and when two names are the same.

The page has the same rules in `js/src/common/names.ts` and `cleaning.ts`, whose tables are generated from these;
`tests/fixtures/names.json` is read by the tests of both. All is told by code points, since Python and browsers know
different versions of Unicode.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from .errors import Refusal

T = TypeVar("T")

MAX_NAME = 64
MAX_ROOM_NAME = 64

# Everything that shows as a gap: white space, and fillers of Hangul, Braille, music and hieroglyphs.
BLANKS = (
    "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    "\u115f\u1160\u2800\u3164\uffa0\U00013441\U00013442\U0001d159"
)
# Controls, Unicode's default ignorable characters, surrogates, and what has no meaning outside of one program.
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U00016fe4\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)

EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MONGOLIAN = "\u1820-\u18aa"
# The signs that take a letter's vowel away, and the scripts that they are of.
VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
INDIC = "\u0900-\u0dff"
# Letters that would join to the next one, and all that they could join to (ArabicShaping.txt).
JOINING = (
    "\u0620\u0626\u0628\u062a-\u062e\u0633-\u063f\u0641-\u0647\u0649\u064a\u066e\u066f\u0678-\u0687\u069a-\u06bf"
    "\u06c1\u06c2\u06cc\u06ce\u06d0\u06d1\u06fa-\u06fc\u06ff"
)
ARABIC = "\u0620\u0622-\u064a\u066e-\u0673\u0675-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
JOINER, NON_JOINER = "\u200d", "\u200c"

# What cannot be seen itself, and yet changes what is seen: within emoji, and where a script needs it.
NEEDED = "|".join(
    (
        "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f",
        f"(?<=[{EMOJI}])[\ufe0e\ufe0f]",
        "(?<=[0-9#*])\ufe0f(?=\u20e3)",
        f"(?<=[{EMOJI}]){JOINER}(?=[{EMOJI}])",
        f"(?<=[{EMOJI}]\ufe0f){JOINER}(?=[{EMOJI}])",
        f"(?<=[{VIRAMAS}])(?:{JOINER}|{NON_JOINER}(?=[{INDIC}]))",
        f"(?<=[{INDIC}]){JOINER}(?=[{VIRAMAS}])",
        f"(?<=[{JOINING}])(?:{NON_JOINER}(?=[{ARABIC}])|{JOINER}(?=[{BLANKS}]|\\Z))",
        f"(?<=[{HAN}])[\ufe00-\ufe02\U000e0100-\U000e01ef]",
        f"(?<=[{MONGOLIAN}])[\u180b-\u180f]",
    )
)
_needed_or_unseen = re.compile(f"({NEEDED})|[{UNSEEN}]")
_blanks = re.compile(f"[{BLANKS}]+")
_selectors = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0000-\U000e0fff]")
_never_seen = re.compile(f"[{UNSEEN}]")

# Embeddings, overrides, isolates and marks turn round what stands beside them (Unicode Standard Annex 9).
_turning = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_line_ends = re.compile("\r\n|[\u2028\u2029]")
_controls = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\uf8ff\U000f0000-\U0010ffff]")

_widths = re.compile("[\uff01-\uff9f\uffa1-\uffee]+")
_room_name = re.compile(r"\w[\w .-]*\Z")
_line_breaks = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Marks that many scripts write their vowels with.
MARKS = {"Mn", "Mc"}


def clean_line(text: str) -> str:
    """One line of visible text, composed (NFC), with single spaces.

    What cannot be seen goes, unless a script or an emoji needs it: it hides, or turns round, or imitates other text.
    """
    while (cleaned := _clean_once(text)) != text:
        # What was between two characters is gone: one of them may have needed the other.
        text = cleaned
    return text


def clean_text(text: str) -> str:
    """Lines of text, whose spaces and joiners stay as they are; "" where nothing of it can be seen."""
    if not clean_line(text):
        return ""
    return _controls.sub("", _turning.sub("", _line_ends.sub("\n", text))).strip()


def clean_name(name: str, fallback: str) -> str:
    """A name to show, or the fallback where nothing is left of it."""
    # What is cut off may have been all that a joiner was needed for.
    return clean_line(clean_line(name)[:MAX_NAME]) or fallback


def check_room_name(name: str) -> str:
    """The name as it is compared and stored, or Refusal("bad-room-name").

    Spaces around it, invisible characters, decomposed letters (NFD) and full-width ones make no other room; capital
    letters do.
    """
    cleaned = clean_room_name(name)
    # The pattern knows letters only, and what a mark stands on is one.
    letters = cleaned[:1] + "".join(char for char in cleaned[1:] if not _is_mark(char))
    if _line_breaks.search(name) or not _room_name.match(letters) or len(cleaned) > MAX_ROOM_NAME:
        raise Refusal("bad-room-name")
    return cleaned


def clean_room_name(name: str) -> str:
    """The name, or a pattern of names, as they are compared."""
    usual = _widths.sub(lambda found: unicodedata.normalize("NFKC", found[0]), name)
    return _selectors.sub("", clean_line(usual))


def looks_of(name: str) -> str:
    """What is the same for names that people take for one: without case, widths and all that cannot be seen."""
    plain = unicodedata.normalize("NFKC", _blanks.sub(" ", _never_seen.sub("", name)))
    return unicodedata.normalize("NFC", plain.upper().lower()).strip(" ")


class Bearer(NamedTuple):
    """Who is to be found: one tab or kernel of a user."""

    id: str
    user: str
    name: str


def find(who: str, people: Iterable[T], bearer: Callable[[T], Bearer]) -> list[T]:
    """All tabs of the one user of that id or name, or LookupError, which says who is there."""
    people = list(people)
    found = find_all(who, people, bearer)
    users = sorted({bearer(person).user for person in found})
    if not users:
        here = ", ".join(sorted({bearer(person).name for person in people})) or "nobody"
        raise LookupError(f"{who!r} is not in the room. Here are: {here}.")
    if len(users) > 1:
        raise LookupError(f"{len(users)} people are called {who!r}: use the user id, one of {users}.")
    return found


def find_all(who: str, people: Iterable[T], bearer: Callable[[T], Bearer]) -> list[T]:
    """All who may be meant. An id goes before a name, and a name as it is written before one that looks like it."""
    all = [(bearer(person), person) for person in people]
    matches = ([person for one, person in all if same(one, who)] for same in _SAME)
    return next(filter(None, matches), [])


_SAME: tuple[Callable[[Bearer, str], bool], ...] = (
    lambda one, who: who in (one.id, one.user),
    lambda one, who: unicodedata.normalize("NFC", who) == unicodedata.normalize("NFC", one.user),
    lambda one, who: clean_line(who) == clean_line(one.name),
    lambda one, who: looks_of(who) == looks_of(one.name),
)


def _clean_once(text: str) -> str:
    visible = _needed_or_unseen.sub(lambda found: found[1] or "", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", _blanks.sub(" ", visible)).strip(" ")


def _is_mark(char: str) -> bool:
    return char in (JOINER, NON_JOINER) or unicodedata.category(char) in MARKS
