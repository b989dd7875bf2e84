import { signal } from "@preact/signals";
import type { Trouble } from "../common/troubles";
import type { Handlers } from "../wire/messages";
import type { Log } from "./log";
import type { Dialog, PanelTab } from "./model";

/** What is shown of the room beside the people and their pictures. */
export class View {
  readonly trouble = signal<Trouble | null>(null);
  /** The last thing worth telling that is no trouble. */
  readonly notice = signal("");
  readonly tab = signal<PanelTab>("chat");
  /** Whether somebody wants the panel open in a call; null: where there is space. */
  readonly panelOpen = signal<boolean | null>(null);
  /** Somebody is about to write a message. */
  readonly writing = signal(false);
  /** What lies over the room. */
  readonly dialog = signal<Dialog | null>(null);
  /** A text that somebody wants to copy, and the browser does not. */
  readonly toCopy = signal<string | null>(null);
  /** How often somebody has asked for the parts of the page that had not come. */
  readonly partsWanted = signal(0);
  /** The browser plays no sound before a click. */
  readonly soundBlocked = signal(false);

  readonly handlers: Partial<Handlers> = {
    joined: () => {
      this.notice.value = "";
    },
  };

  constructor(private readonly log: Log) {}

  /** Lay a dialog over the room; null: none any more. */
  show(dialog: Dialog | null): void {
    this.dialog.value = dialog;
  }

  /** Note it, and show it until something else happens. */
  notify(text: string): void {
    this.notice.value = text;
    this.log.note(text);
  }

  complain(trouble: Trouble): void {
    this.trouble.value = trouble;
    this.log.note(`${trouble.what} (${trouble.code})`, "error");
  }

  /** Devices are not wanted any more, or they work. */
  clearDeviceTrouble(): void {
    if (this.trouble.value?.remedy === "devices") this.trouble.value = null;
  }

  /** Somebody is reached after all, or gone. */
  clearTroubleWith(participant: string): void {
    if (this.trouble.value?.peer === participant) this.trouble.value = null;
  }

  /** The call has ended: so has all that was only about it. */
  clearCall(): void {
    if (this.dialog.value === "leaving") this.show(null);
    this.clearDeviceTrouble();
    this.soundBlocked.value = false;
  }

  /** Show the chat, and be ready to write. */
  openChat(): void {
    this.tab.value = "chat";
    this.panelOpen.value = true;
    this.writing.value = true;
  }
}
