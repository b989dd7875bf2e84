"""The room in a tab of its own: a small page around the same front end as in a notebook's cell."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jupyter_server.auth.decorator import authorized
from jupyter_server.extension.handler import ExtensionHandlerJinjaMixin
from tornado import web

from ..protocol.errors import Refusal
from ..protocol.names import check_room_name
from .handlers import OfThisServer, PlainErrors

# Everything comes from this server, and nothing is written into the page itself. Nobody frames it: whoever does could
# lay their own buttons over ours.
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


class RoomPage(ExtensionHandlerJinjaMixin, OfThisServer, PlainErrors):
    """GET videoroom/room/NAME"""

    @property
    def content_security_policy(self) -> str:
        """Stricter than Jupyter's, whatever the operator allows the rest of the server."""
        sockets = urlsplit(self.ws_url)
        elsewhere = f" {sockets.scheme}://{sockets.netloc}" if sockets.netloc else ""
        policy = {**POLICY, "connect-src": f"{POLICY['connect-src']}{elsewhere}"}
        return "; ".join(f"{source} {values}" for source, values in policy.items())

    def set_default_headers(self) -> None:
        """The page may use what a call needs, and nothing embedded in it may."""
        super().set_default_headers()
        self.set_header("Permissions-Policy", ", ".join(f"{feature}=(self)" for feature in FEATURES))
        self.set_header("Referrer-Policy", "same-origin")

    @web.authenticated
    @authorized
    def get(self, room: str) -> None:
        lang = preferred(self.request.headers.get("Accept-Language", ""))
        words = WORDS[lang]
        try:
            room = check_room_name(room)
        except Refusal:
            self.set_status(404)
            self._show("no_room.html", lang=lang, words=words)
        else:
            self._show("room.html", lang=lang, words=words, room=room)

    def _show(self, template: str, **values: Any) -> None:
        # Rendering also sets the XSRF cookie, with which the page asks for its ticket.
        self.finish(self.render_template(template, static=self.static_url_prefix, **values))


def preferred(accepted: str) -> str:
    """The language to speak. Browsers name them in the order of preference."""
    languages = (part.strip()[:2].lower() for part in accepted.split(","))
    return next((language for language in languages if language in WORDS), "en")


PAGES = [(r"/videoroom/room/([^/]+)", RoomPage)]
