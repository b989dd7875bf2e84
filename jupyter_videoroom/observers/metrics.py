"""The rooms in numbers, on Jupyter's own `/metrics`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from ..core import effects as fx
from ..rooms import Rooms

# Seconds. Joining is to feel like switching a light on; what takes more than some seconds has failed.
BUCKETS = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """An observer that counts, and a collector that is asked when Prometheus comes by: nothing is done in between."""

    def __init__(self, rooms: Rooms, registry: CollectorRegistry = REGISTRY) -> None:
        self._rooms = rooms
        self._registry = registry
        self._invites: Counter[str] = Counter()
        self._refusals: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()
        self._joins: Counter[float] = Counter()
        self._join_seconds = 0.0
        registry.register(self)

    def __call__(self, room: str, fact: fx.Fact) -> None:
        match fact:
            case fx.InviteClosed():
                self._invites[fact.outcome] += 1
            case fx.Refused():
                self._refusals[fact.code] += 1
            case fx.Failed():
                self._failures[fact.code] += 1
            case fx.JoinTimed():
                self._joins[next((bound for bound in BUCKETS if fact.seconds <= bound), float("inf"))] += 1
                self._join_seconds += fact.seconds

    def close(self) -> None:
        self._registry.unregister(self)

    def describe(self) -> list[Metric]:
        """Prometheus asks for this when a collector is registered: nothing is to be collected yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Everything, as it is now."""
        numbers = self._rooms.numbers()
        yield GaugeMetricFamily("videoroom_rooms", "Rooms with somebody in them.", numbers.rooms)
        yield GaugeMetricFamily("videoroom_calls", "Calls that are going on.", numbers.calls)
        participants = GaugeMetricFamily("videoroom_participants", "Participants in all rooms.", labels=["kind"])
        for kind in ("browser", "kernel"):
            participants.add_metric([kind], numbers.participants[kind])
        yield participants
        yield CounterMetricFamily("videoroom_relayed_messages", "Signals passed on.", numbers.relayed)
        yield _labelled("videoroom_invites", "Rings that are over.", "outcome", self._invites)
        yield _labelled("videoroom_refused", "Requests and messages that were refused.", "reason", self._refusals)
        yield _labelled("videoroom_failures", "What pages say did not work.", "code", self._failures)
        yield self._join_latency()

    def _join_latency(self) -> Metric:
        name, words = "videoroom_join_seconds", "From the click to a peer's first picture or sound, as pages say."
        total, buckets = 0, []
        for bound in BUCKETS:
            total += self._joins[bound]
            buckets.append((str(bound), total))
        buckets.append(("+Inf", sum(self._joins.values())))
        return HistogramMetricFamily(name, words, buckets=buckets, sum_value=self._join_seconds)


def _labelled(name: str, words: str, label: str, counts: Counter[str]) -> Metric:
    family = CounterMetricFamily(name, words, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family
