import { words } from "../../lang";
import { MicIcon, VideoIcon, VideoOffIcon } from "../base/icons";
import type { RoomProps } from "../base/props";
import { useVideo } from "../base/video";

/** How one would be seen: off until asked. */
export function Preview({ session }: RoomProps) {
  const { store, calling } = session;
  const { previewing, own } = store;
  if (!previewing.value) return <PreviewButton session={session} />;
  return (
    <div class="preview" aria-busy={own.value.opening}>
      {own.value.stream ? <Mirror stream={own.value.stream} /> : <NoPicture opening={own.value.opening} />}
      <button type="button" class="small stop-preview" onClick={() => calling.media.endPreview()}>
        {words.lobby.stop}
      </button>
    </div>
  );
}

function PreviewButton({ session: { store, calling } }: RoomProps) {
  const { camera, microphone } = calling.media.wanted.now.value;
  const { both, neither, ...one } = words.lobby.try;
  const reason = !store.mayPublish.value ? words.devices.guest : camera || microphone ? null : neither;
  return (
    <div class="preview off">
      <button
        type="button"
        disabled={reason !== null}
        aria-describedby="why-no-preview"
        onClick={() => void calling.media.preview()}
      >
        {camera || !microphone ? <VideoIcon /> : <MicIcon />}{" "}
        {camera === microphone ? both : camera ? one.camera : one.microphone}
      </button>
      <small id="why-no-preview">{reason}</small>
    </div>
  );
}

function Mirror({ stream }: { stream: MediaStream }) {
  const video = useVideo(stream);
  return <video ref={video} autoplay playsInline muted aria-label={words.lobby.preview} />;
}

function NoPicture({ opening }: { opening: boolean }) {
  return (
    <p class="dark">
      <VideoOffIcon /> {opening ? words.lobby.opening : words.lobby.noPicture}
    </p>
  );
}
