"""What is in a recording: everybody in the call who is wanted and allows it, and what is published, as it goes on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from ...protocol.messages import ChatLine, Participant
from ..publishing import Publication
from .exhibit import Exhibit
from .inputs import Now
from .subject import Part, Room, Subject


class Stage(Room, Protocol):
    """What a session lets one see."""

    me: str
    people: dict[str, Participant]

    def peers(self) -> Iterable[Participant]:
        """The people in the call with us."""

    def publications(self) -> Iterable[Publication]:
        """What we publish."""


class Report(Protocol):
    """Who hears of it."""

    def came(self, subject: Subject) -> None: ...

    def went(self, subject: Subject) -> None: ...

    def chat(self, line: ChatLine) -> None: ...


class Cast:
    """In the videoroom thread; `parts` is replaced, never changed, so that any thread may read it."""

    def __init__(self, stage: Stage, users: Collection[str] | None, now: Now, report: Report) -> None:
        self.parts: tuple[Part, ...] = ()
        self._stage = stage
        self._users = users
        self._now = now
        self._report = report
        self._subjects: dict[str, Subject] = {}
        self._exhibits: dict[str, Exhibit] = {}
        self._closed = False

    def review(self) -> None:
        """Something may have changed in the room."""
        if self._closed:
            return
        # In the order in which they entered the room, which is that of the cells.
        peers = sorted(self._stage.peers(), key=lambda person: person.entered)
        here = {person.id: person for person in peers if self._is_wanted(person)}
        for gone in [id for id in self._subjects if id not in here]:
            self._subjects.pop(gone).close()
        for person in here.values():
            subject = self._subjects.get(person.id)
            if subject is None or (subject.declined and self._stage.me in person.shares):
                self._begin(person)
        # With a choice of people nothing else is recorded: it may be others' pictures, processed.
        if self._users is None:
            self._exhibit()

    def said(self, line: ChatLine) -> None:
        """Words to all, by those who are in the recording or by its maker. Nobody else asked to be kept."""
        me = self._stage.people.get(self._stage.me)
        authors = {subject.user for subject in self._subjects.values() if subject.there} | ({me.user} if me else set())
        if line.to is None and line.user in authors and not self._closed:
            self._report.chat(line)

    def close(self) -> None:
        """It is over."""
        self._closed = True
        for subject in self._subjects.values():
            subject.close()
        for exhibit in self._exhibits.values():
            exhibit.close()
        self._subjects.clear()
        self._exhibits.clear()

    def _is_wanted(self, person: Participant) -> bool:
        return person.kind == "browser" and not person.listens and (self._users is None or person.user in self._users)

    def _begin(self, person: Participant) -> None:
        subject = Subject(person, self._stage, self._now, self._came, self._went)
        self._subjects[person.id] = subject
        subject.ask()

    def _exhibit(self) -> None:
        streams: dict[str, list[Publication]] = {}
        for publication in self._stage.publications():
            streams.setdefault(publication.told.stream, []).append(publication)
        for gone in [stream for stream in self._exhibits if stream not in streams]:
            self._exhibits.pop(gone).close()
        for stream, publications in streams.items():
            if stream not in self._exhibits:
                self._exhibits[stream] = Exhibit(publications[0].name, self._now)
            self._exhibits[stream].follow(publications)
        self._gather()

    def _came(self, subject: Subject) -> None:
        self._gather()
        self._report.came(subject)

    def _went(self, subject: Subject) -> None:
        self._gather()
        if not self._closed:
            self._report.went(subject)

    def _gather(self) -> None:
        people = (part for subject in self._subjects.values() if subject.there for part in subject.parts)
        self.parts = (*people, *(exhibit.part for exhibit in self._exhibits.values()))
