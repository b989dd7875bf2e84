import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { playThroughChosen } from "../../devices/speaker";
import { words } from "../../lang";
import { Boundary } from "../base/boundary";
import { SoundIcon } from "../base/icons";
import type { Uses } from "../base/props";
import { usePlaying } from "../base/video";
import { type Sound, soundsIn } from "./heard";
import { volumeFor } from "./volume";

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
