"""Requests to a Jupyter server that may be away, moved to https, of an own certificate, or behind a login page."""

from __future__ import annotations

import re
import secrets
import ssl
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.simple_httpclient import HTTPStreamClosedError

from .errors import NoServer

SECONDS = 10.0
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
# X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL.
WRONG_NAME = (62, 64)
FIRST_CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)

UNTRUSTED = (
    "its certificate is not trusted ({}). If it is yours, put the path of its file, or of the one of the authority "
    "that signed it, into SSL_CERT_FILE"
)
MISNAMED = "its certificate is for another address ({}): use one that the certificate names, or have one made for it"
HTTPS_ONLY = "if it speaks https only, write https:// in front of the address"
SIGN_IN = "it wants a sign-in first: it sent a login page"
IN_A_CIRCLE = "it redirects again and again"


class TicketRefused(NoServer):
    """`final`: asking again by itself is of no use."""

    def __init__(self, why: str, *, final: bool) -> None:
        super().__init__(why)
        self.final = final


@dataclass(frozen=True)
class Server:
    """A Jupyter server, what it takes for a sign-in, and how it was found."""

    url: str
    token: str = field(repr=False)
    found: str
    certificate: str = ""
    """The file of the one certificate that is the server's, under whatever name it is reached."""
    beside: bool = False
    """Whether it runs on this machine, and is reached directly."""

    @property
    def headers(self) -> dict[str, str]:
        """The sign-in. Without a token Jupyter wants the same word in a cookie and a header, as its pages read it."""
        return {"Authorization": f"token {self.token}"} if self.token else {"X-XSRFToken": XSRF}

    @property
    def cookies(self) -> dict[str, str]:
        return {} if self.token else {"_xsrf": XSRF}

    def trust(self) -> ssl.SSLContext | None:
        """Whose certificate counts; None over http. Made anew, since somebody may just have named SSL_CERT_FILE."""
        if not self.url.startswith("https:"):
            return None
        return only(self.certificate) if self.certificate else ssl.create_default_context()


# Nobody but this process sends it: there is no other site that could have made it do so.
XSRF = secrets.token_hex(16)


async def ask(
    server: Server, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[HTTPResponse, Server]:
    """GET, or POST what is given. The answer, and the server that gave it: it may have moved to https."""
    for _ in range(MOST_REDIRECTS):
        reply = await _fetch(server, path, headers, body)
        if reply.code not in REDIRECTS:
            return reply, server
        server = replace(server, url=moved(server.url, path, reply.headers.get("Location", "")))
    raise TicketRefused(IN_A_CIRCLE, final=True)


def moved(base: str, path: str, location: str) -> str:
    """The server's base URL after a redirect; TicketRefused where the sign-in must not be sent."""
    there = urljoin(urljoin(base, path), location)
    if there == urljoin(base, path):
        raise TicketRefused(IN_A_CIRCLE, final=True)
    if not urlsplit(there).path.endswith(f"/{path}"):
        raise TicketRefused(SIGN_IN, final=True)
    old, new = urlsplit(base), urlsplit(there)
    to_https = (old.scheme, new.scheme, new.hostname) == ("http", "https", old.hostname) and "@" not in new.netloc
    if not (to_https or (new.scheme, new.netloc) == (old.scheme, old.netloc)):
        host = new.netloc.rpartition("@")[2]
        raise TicketRefused(f"it leads to {new.scheme}://{host}, where no token is sent unasked", final=True)
    return new._replace(path=new.path.removesuffix(path), query="", fragment="").geturl()


def only(file: str) -> ssl.SSLContext:
    """Trusts one certificate, the first in a file, and no authority: who has its key is whom it was made for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        found = FIRST_CERTIFICATE.search(Path(file).read_text("ascii", "replace"))
        context.load_verify_locations(cadata=found[0] if found else "")
    except (OSError, ValueError) as error:
        raise TicketRefused(f"its certificate cannot be read ({file}: {error})", final=True) from None
    return context


async def _fetch(server: Server, path: str, headers: dict[str, str], body: bytes | None) -> HTTPResponse:
    request = HTTPRequest(
        urljoin(server.url, path),
        "GET" if body is None else "POST",
        headers,
        body,
        connect_timeout=SECONDS,
        request_timeout=SECONDS,
        follow_redirects=False,
        ssl_options=server.trust(),
    )
    client = AsyncHTTPClient(force_instance=True)
    try:
        return await client.fetch(request, raise_error=False)
    except (OSError, ValueError, HTTPClientError) as error:
        raise no_answer(error, server.url) from None
    finally:
        client.close()


def no_answer(error: Exception, url: str) -> TicketRefused:
    if isinstance(error, ssl.SSLCertVerificationError):
        words = MISNAMED if error.verify_code in WRONG_NAME else UNTRUSTED
        return TicketRefused(words.format(error.verify_message), final=True)
    if isinstance(error, ssl.SSLError):
        return TicketRefused(f"it does not speak https, or not as this Python does ({error.reason})", final=True)
    if isinstance(error, (HTTPStreamClosedError, ConnectionResetError)) and url.startswith("http:"):
        return TicketRefused(f"it closed the connection; {HTTPS_ONLY}", final=False)
    return TicketRefused(f"it did not answer ({error})", final=False)
