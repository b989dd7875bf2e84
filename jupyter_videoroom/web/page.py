"""The room in a tab of its own: a small page around the same front end as in a notebook's cell."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tornado import web
from tornado.template import Loader

from ..protocol.errors import Refusal
from ..protocol.names import check_room_name

TEMPLATES = Loader(str(Path(__file__).parent / "templates"))

# Everything comes from this server, and nothing is written into the page itself. Nobody frames it: a page that
# did could lay its own buttons over ours.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' data: blob:",
    "font-src": "'self'",
    "worker-src": "'self' blob:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
FEATURES = ("camera", "microphone", "display-capture", "fullscreen", "picture-in-picture", "autoplay")


class Words(NamedTuple):
    """What stands on the page before the front end speaks for itself."""

    title: str
    no_script: str
    no_room: str
    names: str


WORDS = {
    "en": Words(
        title="Video room",
        no_script="The video room needs JavaScript. Allow it for this address, and reload the page.",
        no_room="No video room can have this name",
        names="A name has 1 to 64 letters, digits, spaces, dots, hyphens or underscores; "
        "the first is a letter or a digit.",
    ),
    "de": Words(
        title="Videoraum",
        no_script="Der Videoraum braucht JavaScript. Bitte für diese Adresse erlauben und die Seite neu laden.",
        no_room="So kann kein Videoraum heißen",
        names="Ein Name hat 1 bis 64 Buchstaben, Ziffern, Leerzeichen, Punkte, Binde- oder Unterstriche; "
        "am Anfang steht ein Buchstabe oder eine Ziffer.",
    ),
}


class PageMixin(web.RequestHandler):
    """Mixed into a handler that has signed its user in."""

    @property
    def sockets(self) -> str:
        """The address of sockets, where they have a host of their own."""
        return ""

    def set_default_headers(self) -> None:
        """The page may use what a call needs, and nothing embedded in it may."""
        super().set_default_headers()
        # Stricter than what the operator allows the rest of the server.
        self.set_header("Content-Security-Policy", policy(self.sockets))
        self.set_header("Permissions-Policy", ", ".join(f"{feature}=(self)" for feature in FEATURES))
        self.set_header("Referrer-Policy", "same-origin")

    def answer_page(self, room: str, *, base_url: str, static: str) -> None:
        """The page of a room, or one that says which names rooms have. `static`: where the front end is served."""
        lang = preferred(self.request.headers.get("Accept-Language", ""))
        told = {"lang": lang, "words": WORDS[lang], "static": static, "base_url": base_url}
        # Reading it sets the cookie with which the page asks for its ticket.
        _ = self.xsrf_token
        try:
            room = check_room_name(room)
        except Refusal:
            self.set_status(404)
            self.finish(TEMPLATES.load("no_room.html").generate(**told))
        else:
            self.finish(TEMPLATES.load("room.html").generate(room=room, **told))


def policy(sockets: str) -> str:
    """The page's content security policy."""
    host = urlsplit(sockets)
    elsewhere = f" {host.scheme}://{host.netloc}" if host.netloc else ""
    sources = {**POLICY, "connect-src": f"{POLICY['connect-src']}{elsewhere}"}
    return "; ".join(f"{source} {values}" for source, values in sources.items())


def preferred(accepted: str) -> str:
    """The language to speak. Browsers name them in the order of preference."""
    languages = (part.strip()[:2].lower() for part in accepted.split(","))
    return next((language for language in languages if language in WORDS), "en")
