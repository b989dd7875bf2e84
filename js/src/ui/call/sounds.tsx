import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Streams } from "../../call/streams";
import { playThroughChosen } from "../../devices/speaker";
import { words } from "../../lang";
import type { Facts } from "../../room/facts";
import { publishedIn } from "../../room/kernels";
import { Boundary } from "../base/boundary";
import { SoundIcon } from "../base/icons";
import type { Uses } from "../base/props";
import { usePlaying } from "../base/video";
import { volumeFor } from "./volume";

/** Something that is heard in a call. It is called as a tile of its own would be. */
export interface Sound {
  key: string;
  name: string;
  participant: string;
  stream: MediaStream | null;
}

/** All that is heard in one's call: microphones, the sound of shared screens, and what kernels publish. */
export function soundsIn(facts: Facts, streams: Streams): Sound[] {
  const persons = facts.personsInCall();
  const screens = persons.filter((id) => facts.person(id)?.media.screen);
  const published = publishedIn(facts).filter(({ track }) => track.kind === "audio");
  const nameOf = (id: string) => facts.nameOf(id);
  return [
    ...persons.map((id) => sound(id, nameOf(id), id, streams.of(id)?.microphone)),
    ...screens.map((id) =>
      sound(`${id}/screen`, words.tiles.screenOf(nameOf(id)), id, streams.of(id)?.screenSound),
    ),
    ...published.map(({ kernel, track: { name, stream } }) => {
      const title = words.tiles.track(name, nameOf(kernel));
      return sound(`${kernel}/track/${stream}`, title, kernel, streams.published(kernel, stream));
    }),
  ];
}

function sound(key: string, name: string, participant: string, stream: MediaStream | null = null): Sound {
  return { key, name, participant, stream };
}

/**
 * Plays all that is heard in a call, whether it has a tile or not. A page shows it once, in the stage of the room:
 * the small window has pictures only, so that nobody is heard twice.
 */
export function Sounds({ session }: Uses<"facts" | "view" | "log" | "streams">) {
  return (
    <>
      {soundsIn(session.facts, session.streams).map((sound) => (
        <Boundary key={sound.key} session={session} instead="">
          <Player session={session} sound={sound} />
        </Boundary>
      ))}
    </>
  );
}

function Player({ session, sound }: Uses<"facts" | "view"> & { sound: Sound }) {
  const { view } = session;
  const audio = useRef<HTMLAudioElement>(null);
  const { volume, muted } = volumeFor(session, sound.participant);
  useSignalEffect(() => void playThroughChosen(audio.current));
  usePlaying(audio, sound.stream, () => {
    view.soundBlocked.value = true;
  });
  useLayoutEffect(() => {
    const element = audio.current;
    return () => element?.pause();
  }, []);
  return <audio ref={audio} data-name={sound.name} autoplay volume={volume} muted={muted} />;
}

/** Where the browser plays no sound before a click, this is the click. */
export function SoundButton({ session: { view } }: Uses<"view">) {
  if (!view.soundBlocked.value) return null;
  const play = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    view.soundBlocked.value = false;
    const root = currentTarget.getRootNode() as ShadowRoot;
    for (const element of root.querySelectorAll<HTMLMediaElement>("video, audio"))
      void element.play().catch(() => {});
  };
  return (
    <button type="button" class="primary" onClick={play}>
      <SoundIcon /> {words.call.turnOnSound}
    </button>
  );
}
