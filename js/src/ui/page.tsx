import { words } from "../lang";
import { pageAddress } from "../wire/server";
import { CopyButton } from "./base/copy";
import { LinkIcon, OpenIcon } from "./base/icons";
import { IconButton } from "./base/labelled";
import type { Uses } from "./base/props";
import "./page.css";

/** The ways to the room's own page: for others, and for oneself. */
export function PageButtons({ session }: Uses<"facts" | "rings" | "view" | "handover">) {
  const { facts, rings, handover } = session;
  const address = pageAddress(facts.room);
  if (!address) return null;
  return (
    <>
      <CopyButton
        session={session}
        text={() => address}
        says={{ label: words.page.copyLink, hint: words.page.copyHint, copied: words.page.copied }}
        class="quiet"
      >
        <LinkIcon />
      </CopyButton>
      {!handover.elsewhere.value && (
        <IconButton
          class="quiet own-tab"
          label={words.page.openInTab}
          title={rings.outgoing.value ? words.page.notWhileRinging : words.page.openInTab}
          disabled={rings.outgoing.value !== null}
          onClick={() => handover.openTab()}
        >
          <OpenIcon />
        </IconButton>
      )}
    </>
  );
}

/** The browser opened no tab: a link, which it does not block. */
export function BlockedTab({ session: { facts, handover } }: Uses<"facts" | "handover">) {
  if (!handover.blocked.value) return null;
  return (
    <p class="notice" role="alert">
      {words.page.blocked}
      {/* biome-ignore lint/security/noBlankTarget: a page of our own, which asks the one that opened it for the call. */}
      <a href={pageAddress(facts.room) ?? ""} target="_blank" rel="opener">
        {words.page.openYourself}
      </a>
    </p>
  );
}

/** Where the call was, while it is in another tab. */
export function Elsewhere({ session: { handover } }: Uses<"handover">) {
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
