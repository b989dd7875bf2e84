import { signal } from "@preact/signals";
import type { Handlers } from "../wire/messages";
import type { SharedObject } from "../wire/protocol.gen";
import { objectAddress } from "../wire/server";

// As many as the server keeps.
const KEPT = 20;

/** What kernels show to everybody in the room. */
export class Outputs {
  /** Oldest first. */
  readonly objects = signal<readonly SharedObject[]>([]);

  readonly handlers: Partial<Handlers> = { shared: ({ objects }) => this.take(objects) };

  constructor(private readonly room: string) {}

  address({ id }: SharedObject): string {
    return objectAddress(this.room, id);
  }

  /** The words of an object that is no picture. */
  async read(object: SharedObject): Promise<string> {
    const reply = await fetch(this.address(object), { credentials: "same-origin" });
    if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
    return reply.text();
  }

  private take(objects: readonly SharedObject[]): void {
    const known = new Map([...this.objects.value, ...objects].map((object) => [object.id, object]));
    this.objects.value = [...known.values()].sort((a, b) => a.id - b.id).slice(-KEPT);
  }
}
