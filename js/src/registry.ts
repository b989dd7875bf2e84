import { computed, effect } from "@preact/signals";
import { placeholder } from "./placeholder";
import { adoptTraits, Bridge } from "./python/bridge";
import type { Inbox, Model } from "./python/model";
import { Requests } from "./python/requests";
import { Session } from "./session";
import { Stage } from "./ui/stage";

// A cell that is run again, or moved, takes its old view away before it brings the new one. A kernel that was restarted
// has to import everything first, which takes a slow machine longer than 5 s.
const CLOSE_AFTER = 15_000;
// Nobody should be seen or heard for long after the room is gone from their page, nor wonder why the camera is still on.
const CLOSE_AFTER_WITH_DEVICES = 5_000;

export interface View {
  model: Model;
  inbox: Inbox;
  el: HTMLElement;
}

/** One room in this page: a session, what shows it, and the views that it may be shown in, the newest last. */
class Place {
  private readonly session: Session;
  private readonly stage: Stage;
  private readonly requests: Requests;
  private readonly bridges = new Map<Inbox, Bridge>();
  private views: View[] = [];
  private stopClosing = () => {};

  constructor(
    room: string,
    private readonly closed: () => void,
  ) {
    this.session = new Session(room);
    this.stage = new Stage(this.session);
    // Python reads the state beside an outcome, so it must not be older.
    this.requests = new Requests(this.session, () => this.each((bridge) => bridge.flush()));
    addEventListener("pagehide", this.leave);
  }

  add(view: View): void {
    this.stopClosing();
    adoptTraits(view.model, this.session);
    this.connect(view);
    this.show(view);
    this.disconnectUnseen();
  }

  remove(view: View): void {
    if (!this.views.includes(view)) return;
    const shown = this.views.at(-1) === view;
    this.views = this.views.filter((other) => other !== view);
    const next = this.views.at(-1);
    if (!next) {
      this.stopClosing = this.closeLater();
      return;
    }
    this.disconnectUnseen();
    // A stage that is inserted again, even at the same place, loses focus and scroll positions.
    if (shown) this.show(next);
  }

  private closeLater(): () => void {
    const open = computed(() => {
      const { camera, microphone, screen } = this.session.own.now.value;
      return camera || microphone !== "off" || screen;
    });
    return effect(() => {
      const timer = setTimeout(() => this.close(), open.value ? CLOSE_AFTER_WITH_DEVICES : CLOSE_AFTER);
      return () => clearTimeout(timer);
    });
  }

  /** Bring the stage to this view; the others say where it is. */
  private show(view: View): void {
    this.views = [...this.views.filter((other) => other !== view), view];
    for (const other of this.views.slice(0, -1)) {
      other.el.replaceChildren(placeholder(this.session.facts.room, () => this.show(other)));
    }
    view.el.replaceChildren(this.stage.host);
    this.stage.resume();
  }

  private connect({ model, inbox }: View): void {
    if (this.bridges.has(inbox)) return;
    this.bridges.set(inbox, new Bridge(model, this.session));
    this.requests.serve(model, inbox);
  }

  /** Models without a view hear no more; the last one does until the room is left, so that Python knows how it ended. */
  private disconnectUnseen(): void {
    for (const [inbox, bridge] of this.bridges) {
      if (this.views.some((view) => view.inbox === inbox)) continue;
      bridge.say("unseen");
      bridge.end();
      this.bridges.delete(inbox);
    }
  }

  private close(): void {
    this.stopClosing();
    this.session.dispose();
    this.each((bridge) => bridge.say("closed"));
    this.each((bridge) => bridge.end());
    this.requests.close();
    removeEventListener("pagehide", this.leave);
    this.stage.unmount();
    this.closed();
  }

  private readonly leave = (): void => {
    this.session.leaveRoom();
    this.each((bridge) => bridge.say("closed"));
  };

  private each(act: (bridge: Bridge) => void): void {
    for (const bridge of this.bridges.values()) act(bridge);
  }
}

// The bundle is one module instance a page, so this is one place a room and page.
const places = new Map<string, Place>();

export function addView(room: string, view: View): () => void {
  const place = places.get(room) ?? new Place(room, () => places.delete(room));
  places.set(room, place);
  place.add(view);
  return () => place.remove(view);
}
