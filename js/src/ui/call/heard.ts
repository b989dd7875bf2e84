import type { Streams } from "../../call/streams";
import { words } from "../../lang";
import type { Facts } from "../../room/facts";
import { publishedIn } from "../../room/kernels";

/** Something that is heard in a call. It is called as a tile of its own would be. */
export interface Sound {
  key: string;
  name: string;
  participant: string;
  stream: MediaStream | null;
}

/** All that is heard in one's call: microphones, the sound of shared screens, and what kernels publish. */
export function soundsIn(facts: Facts, streams: Streams): Sound[] {
  const { members, listeners } = facts;
  const persons = members.ids.value.filter((id) => facts.person(id)?.kind !== "kernel" && !listeners.has(id));
  const screens = persons.filter((id) => facts.person(id)?.media.screen);
  const published = publishedIn(facts).filter(({ track }) => track.kind === "audio");
  const nameOf = (id: string) => facts.nameOf(id);
  return [
    ...persons.map((participant) => ({
      key: participant,
      name: nameOf(participant),
      participant,
      stream: streams.of(participant)?.microphone ?? null,
    })),
    ...screens.map((participant) => ({
      key: `${participant}/screen`,
      name: words.tiles.screenOf(nameOf(participant)),
      participant,
      stream: streams.of(participant)?.screenSound ?? null,
    })),
    ...published.map(({ kernel, track: { name, stream } }) => ({
      key: `${kernel}/track/${stream}`,
      name: words.tiles.track(name, nameOf(kernel)),
      participant: kernel,
      stream: streams.published(kernel, stream),
    })),
  ];
}
