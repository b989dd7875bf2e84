import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { words } from "../lang";
import { pageAddress } from "../wire/server";
import { CheckIcon, LinkIcon, OpenIcon } from "./base/icons";
import type { RoomProps } from "./room";

const CONFIRMATION = 3_000;

/** The ways to the room's own page: for others, and for oneself. */
export function PageButtons({ session: { room, store, handover } }: RoomProps) {
  const address = pageAddress(room);
  if (!address) return null;
  return (
    <>
      <CopyLink address={address} />
      {!handover.elsewhere.value && (
        <button
          type="button"
          class="quiet own-tab"
          aria-label={words.page.openInTab}
          title={store.outgoing.value ? words.page.notWhileRinging : words.page.openInTab}
          disabled={store.outgoing.value !== null}
          onClick={() => handover.openTab()}
        >
          <OpenIcon />
        </button>
      )}
    </>
  );
}

function CopyLink({ address }: { address: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      copied.value = true;
    } catch {
      // Pages that came over plain http have no clipboard.
      prompt(words.page.copyYourself, address);
    }
  };
  useEffect(() => {
    if (!copied.value) return;
    const timer = setTimeout(() => {
      copied.value = false;
    }, CONFIRMATION);
    return () => clearTimeout(timer);
  }, [copied.value, copied]);
  return (
    <>
      <span class="copied" aria-live="polite">
        {copied.value && words.page.copied}
      </span>
      <button
        type="button"
        class="quiet"
        aria-label={words.page.copyLink}
        title={words.page.copyHint}
        onClick={() => void copy()}
      >
        {copied.value ? <CheckIcon /> : <LinkIcon />}
      </button>
    </>
  );
}

/** The browser opened no tab: a link, which it does not block. */
export function BlockedTab({ session: { room, handover } }: RoomProps) {
  if (!handover.blocked.value) return null;
  return (
    <p class="notice" role="alert">
      {words.page.blocked}
      {/* biome-ignore lint/security/noBlankTarget: a page of our own, which asks the one that opened it for the call. */}
      <a href={pageAddress(room) ?? ""} target="_blank" rel="opener">
        {words.page.openYourself}
      </a>
    </p>
  );
}

/** Where the call was, while it is in another tab. */
export function Elsewhere({ session: { handover } }: RoomProps) {
  return (
    <div class="elsewhere">
      <p class="lead" role="status">
        {handover.elsewhere.value === "call" ? words.page.call : words.page.room}
      </p>
      <button type="button" class="primary" onClick={() => handover.bringBack()}>
        {words.page.bringBack}
      </button>
    </div>
  );
}
