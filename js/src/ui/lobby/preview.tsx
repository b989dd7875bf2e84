import { words } from "../../lang";
import { MicIcon, VideoIcon, VideoOffIcon } from "../base/icons";
import type { Uses } from "../base/props";
import { useVideo } from "../base/video";

/** How one would be seen: off until asked. */
export function Preview({ session }: Uses<"facts" | "own" | "media">) {
  const { own, media } = session;
  const { stream, opening } = own.now.value;
  if (!own.previewing.value) return <PreviewButton session={session} />;
  return (
    <div class="preview" aria-busy={opening}>
      {stream ? <Mirror stream={stream} /> : <NoPicture opening={opening} />}
      <button type="button" class="small stop-preview" onClick={() => media.endPreview()}>
        {words.lobby.stop}
      </button>
    </div>
  );
}

function PreviewButton({ session: { facts, media } }: Uses<"facts" | "media">) {
  const { camera, microphone } = media.wanted.now.value;
  const { both, neither, ...one } = words.lobby.try;
  const reason = !facts.mayPublish.value ? words.devices.guest : camera || microphone ? null : neither;
  return (
    <div class="preview off">
      <button
        type="button"
        disabled={reason !== null}
        aria-describedby="why-no-preview"
        onClick={() => void media.preview()}
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
