import { words } from "../../lang";
import { VideoIcon, VideoOffIcon } from "../base/icons";
import { useVideo } from "../base/video";
import type { RoomProps } from "../room";

/** How one would be seen: off until asked. */
export function Preview({ session: { store, calling } }: RoomProps) {
  const { previewing, own, mayPublish } = store;
  if (!previewing.value) {
    return (
      <div class="preview off">
        <button
          type="button"
          disabled={!mayPublish.value}
          aria-describedby="why-no-preview"
          onClick={() => void calling.media.preview()}
        >
          <VideoIcon /> {words.lobby.try}
        </button>
        <small id="why-no-preview">{!mayPublish.value && words.devices.guest}</small>
      </div>
    );
  }
  return (
    <div class="preview" aria-busy={own.value.opening}>
      {own.value.stream ? <Mirror stream={own.value.stream} /> : <NoPicture opening={own.value.opening} />}
      <button type="button" class="small stop-preview" onClick={() => calling.media.endPreview()}>
        {words.lobby.stop}
      </button>
    </div>
  );
}

function Mirror({ stream }: { stream: MediaStream }) {
  const video = useVideo(stream, () => {});
  return <video ref={video} autoplay playsInline muted aria-label={words.lobby.preview} />;
}

function NoPicture({ opening }: { opening: boolean }) {
  return (
    <p class="dark">
      <VideoOffIcon /> {opening ? words.lobby.opening : words.lobby.noPicture}
    </p>
  );
}
