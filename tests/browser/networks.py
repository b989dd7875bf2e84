"""Networks of one's own on this machine: places with a browser each, wires between them that are thin, lossy or cut.

A place is a network namespace (network_namespaces(7)), kept by a process that waits in it. `make debian` installs what
that takes. All of it is gone with the process that made it.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CLONE_NEWNET = 0x40000000
PROGRAMS = ("ip", "tc", "nft", "unshare", "nsenter")
CHUNK = 65_536


class NoNetworks(Exception):
    """Namespaces cannot be made here."""


def check() -> None:
    """NoNetworks that says what is missing."""
    if os.geteuid() != 0:
        raise NoNetworks("networks of one's own need root: run the tests as root, for example in a container")
    if missing := [name for name in PROGRAMS if not shutil.which(name)]:
        raise NoNetworks(f"not installed: {', '.join(missing)}. On Debian: make debian")
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise NoNetworks(tried.stderr.strip())


class Place:
    """Has a loopback and whatever wires are drawn to it."""

    def __init__(self) -> None:
        # It says when the namespace is there, and ends with the process that holds its other end.
        self._keeper = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "ip link set lo up && echo && exec cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._keeper.stdout
        self._keeper.stdout.readline()
        self.pid = self._keeper.pid
        self._inside = ("nsenter", f"--net=/proc/{self.pid}/ns/net")
        self._listeners: list[socket.socket] = []

    def run(self, *command: str, check: bool = True) -> str:
        """A program, in this place."""
        return subprocess.run([*self._inside, *command], check=check, capture_output=True, text=True).stdout

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A program, in this place, that goes on."""
        return subprocess.Popen([*self._inside, *command])

    def wrapper(self, program: str, folder: Path) -> Path:
        """The path of a program that starts another one in this place."""
        script = folder / f"{Path(program).name}-in-{self.pid}"
        script.write_text(f'#!/bin/sh\nexec {" ".join(self._inside)} {program} "$@"\n')
        script.chmod(0o755)
        return script

    def reaches(self, port: int) -> None:
        """This place's own 127.0.0.1:PORT is the one of the caller's place, by no wire: there the server is."""
        with self._within():
            listener = socket.create_server(("127.0.0.1", port))
        self._listeners.append(listener)
        threading.Thread(target=_forward, args=(listener, port), daemon=True).start()

    def close(self) -> None:
        for listener in self._listeners:
            # A thread that waits in accept() is not woken by close() alone.
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self._keeper.kill()
        self._keeper.communicate()

    @contextmanager
    def _within(self) -> Iterator[None]:
        """Sockets that this thread makes meanwhile belong to this place, for good."""
        with open("/proc/thread-self/ns/net") as home, open(f"/proc/{self.pid}/ns/net") as there:
            _enter(there.fileno())
            try:
                yield
            finally:
                _enter(home.fileno())


class Wire:
    """Between two places, whose addresses on it are 10.77.N.1 and 10.77.N.2; neither has another way out."""

    def __init__(self, one: Place, other: Place, number: int = 0) -> None:
        self.address = {one: f"10.77.{number}.1", other: f"10.77.{number}.2"}
        self.name = {one: f"one{number}", other: f"other{number}"}
        there = ("peer", "name", self.name[other], "netns", str(other.pid))
        one.run("ip", "link", "add", self.name[one], "type", "veth", *there)
        for place in (one, other):
            place.run("ip", "address", "add", f"{self.address[place]}/24", "dev", self.name[place])
            place.run("ip", "link", "set", self.name[place], "up")
        for place, beyond in ((one, other), (other, one)):
            place.run("ip", "route", "add", "default", "via", self.address[beyond])

    def thins(self, sender: Place, kbit: int, packets: int) -> None:
        """What goes out there, in kbit/s, through a queue of so many packets."""
        dev = self.name[sender]
        sender.run("tc", "qdisc", "replace", "dev", dev, "root", "handle", "1:", "htb", "default", "1")
        # A burst of two packets: the rate holds at once and not after a while.
        rate = ("rate", f"{kbit}kbit", "ceil", f"{kbit}kbit", "burst", "3000", "cburst", "3000")
        sender.run("tc", "class", "replace", "dev", dev, "parent", "1:", "classid", "1:1", "htb", *rate)
        sender.run(
            "tc", "qdisc", "replace", "dev", dev, "parent", "1:1", "handle", "10:", "pfifo", "limit", str(packets)
        )

    def widens(self, sender: Place) -> None:
        sender.run("tc", "qdisc", "del", "dev", self.name[sender], "root", check=False)

    def loses(self, receiver: Place, per_mille: int) -> None:
        """Of what arrives there by UDP, at random."""
        self._drops(receiver, f"numgen random mod 1000 < {per_mille}")

    def blocks(self, receiver: Place) -> None:
        """Nothing arrives there by UDP."""
        self._drops(receiver, "")

    def _drops(self, receiver: Place, which: str) -> None:
        self.heals(receiver)
        rule = f"meta l4proto udp {which} drop;"
        receiver.run("nft", f"table inet faults {{ chain in {{ type filter hook input priority 0; {rule} }}; }}")

    def heals(self, receiver: Place) -> None:
        receiver.run("nft", "delete", "table", "inet", "faults", check=False)


def _enter(namespace: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(namespace, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


def _forward(listener: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_pass_on, args=(client, port), daemon=True).start()


def _pass_on(client: socket.socket, port: int) -> None:
    """Both ways, until one of the two has no more to say."""
    with suppress(OSError), client, socket.create_connection(("127.0.0.1", port)) as host:
        other = {client: host, host: client}
        while True:
            for source in select.select(list(other), [], [])[0]:
                if not (data := source.recv(CHUNK)):
                    return
                other[source].sendall(data)
