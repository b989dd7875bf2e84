"""Real browsers: each person's is a process of its own, with that person's camera and microphone."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright

from .media import Devices
from .servers import STRANGE_HOST

PROBES = Path(__file__).with_name("probes.js")
VIEW = {"width": 1200, "height": 900}

CHROMIUM = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    f"--host-resolver-rules=MAP {STRANGE_HOST} 127.0.0.1",
]
FAKE_DEVICES = "--use-fake-device-for-media-stream"
GRANTED = "--use-fake-ui-for-media-stream"

FIREFOX: dict[str, str | float | bool] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.navigator.audio.fake_frequency": 880,
}


class MissingBrowser(Exception):
    """A browser that the tests need is not on this machine."""


def program(name: str) -> str:
    """The path of a browser, or the Debian package that has it."""
    found = shutil.which(name)
    if found is None:
        raise MissingBrowser(f"{name} is missing. On Debian: make debian")
    return found


class OwnBrowser:
    """A browser process and the ways to open a page in it and to end it."""

    def __init__(self, browser: Browser, mark: str, permissions: list[str] | None) -> None:
        self._browser = browser
        self._mark = mark
        self._permissions = permissions

    @property
    def alive(self) -> bool:
        return self._browser.is_connected()

    def context(self, locale: str | None = None) -> BrowserContext:
        """A fresh profile: no cookies, hence a user of its own."""
        context = self._browser.new_context(
            viewport={"width": VIEW["width"], "height": VIEW["height"]},
            permissions=self._permissions,
            locale=locale,
            # As somebody who clicks the warning of a self-signed certificate away.
            ignore_https_errors=True,
        )
        context.add_init_script(path=PROBES)
        return context

    def cpu(self) -> float:
        """Seconds that all its processes have worked so far."""
        group = os.getpgid(_process_with(self._mark))
        return sum(_ticks(entry, group) for entry in Path("/proc").glob("[0-9]*/stat")) / os.sysconf("SC_CLK_TCK")

    def yields(self, niceness: int) -> None:
        """All the processes that it has now leave the cores to others, as far as setpriority(2) goes.

        On Linux that is each thread's own affair; threads that they start later inherit it.
        """
        group = os.getpgid(_process_with(self._mark))
        for stat in Path("/proc").glob("[0-9]*/stat"):
            if _group(_fields(stat)) == group:
                for thread in (stat.parent / "task").glob("[0-9]*"):
                    with suppress(ProcessLookupError):
                        os.setpriority(os.PRIO_PROCESS, int(thread.name), niceness)

    def close(self) -> None:
        if self.alive:
            self._browser.close()

    def kill(self) -> None:
        """SIGKILL for the whole process group: no page can leave properly."""
        os.killpg(os.getpgid(_process_with(self._mark)), signal.SIGKILL)


def chromium(
    playwright: Playwright,
    devices: Devices | None,
    *,
    allowed: bool = True,
    fakes: int = 0,
    executable: Path | None = None,
) -> OwnBrowser:
    """With these devices, with so many of the browser's own, or with none at all.

    `allowed` is what the user answers when asked for them. `executable`: what starts it, if not its own name.
    """
    mark = f"--own-browser={secrets.token_hex(8)}"
    args = [*CHROMIUM, mark]
    if devices:
        args += [
            FAKE_DEVICES,
            f"--use-file-for-fake-video-capture={devices.camera}",
            f"--use-file-for-fake-audio-capture={devices.microphone}",
        ]
    if fakes:
        args.append(f"{FAKE_DEVICES}=device-count={fakes}")
    if allowed:
        args.append(GRANTED)
    browser = playwright.chromium.launch(executable_path=executable or program("chromium"), args=args)
    return OwnBrowser(browser, mark, ["camera", "microphone"] if allowed else [])


def firefox(playwright: Playwright) -> OwnBrowser:
    browser = playwright.firefox.launch(
        channel="moz-firefox", executable_path=program("firefox-esr"), firefox_user_prefs=FIREFOX
    )
    return OwnBrowser(browser, "", None)


def _process_with(mark: str) -> int:
    """The oldest process that was started with this argument: the browser, not one of its children."""
    return min(
        int(entry.parent.name)
        for entry in Path("/proc").glob("[0-9]*/cmdline")
        if mark.encode() in _read(entry).split(b"\0")
    )


def _ticks(stat: Path, group: int) -> int:
    """User and system time of a process, if it is of this group."""
    fields = _fields(stat)
    return int(fields[11]) + int(fields[12]) if _group(fields) == group else 0


def _group(fields: list[bytes]) -> int | None:
    return int(fields[2]) if fields else None


def _fields(stat: Path) -> list[bytes]:
    """Those after the name in parentheses (proc(5))."""
    return _read(stat).rpartition(b")")[2].split()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # the process has ended meanwhile
        return b""
