import { batch, computed, signal } from "@preact/signals";
import { ownKernelAllowed } from "../common/choices";
import type { Handlers } from "../wire/messages";
import type { Asked, ClientMessage } from "../wire/protocol.gen";
import type { Facts } from "./facts";
import type { SessionState } from "./handover";

/** To whom one sends: a person, a kernel that was allowed to see and hear one, or nobody who may get anything. */
export type Audience = "person" | "kernel" | "nobody";

interface ConsentPorts {
  send(message: ClientMessage): void;
  /** Done when no kernel gets any more what is not theirs. */
  settled(): Promise<unknown>;
}

/**
 * Which kernels may see and hear one. They ask, oneself decides: yes for one kernel and this call, no for all kernels of
 * a user and as long as one is in the room.
 */
export class Consents {
  /** The questions that wait for an answer, the oldest first. */
  readonly questions = signal<readonly Asked[]>([]);
  private user = "";
  /** Those who were once seen to be people. A server that has been restarted does not know them for some moments. */
  private readonly met = new Set<string>();
  /** What was said here, whatever anybody else says of it. */
  private readonly granted = signal<ReadonlySet<string>>(new Set());

  /** The users whose kernels were refused. A server that has been restarted lets them ask again. */
  readonly refused = signal<ReadonlySet<string>>(new Set());

  /** The kernels that see and hear one: allowed here, and known to all by the server's word. */
  readonly sharing = computed<readonly string[]>(() => {
    const shares = this.facts.me.value?.shares ?? [];
    return shares.filter((kernel) => this.granted.value.has(kernel));
  });

  /** Another text with every change of whom one's tracks may go to. */
  readonly audiences = computed(() =>
    [...this.facts.people.value.keys()].map((id) => `${id} ${this.audience(id)}`).join(),
  );

  readonly handlers: Partial<Handlers> = {
    asked: (question) => this.asked(question),
    welcome: ({ user, resumed }) => {
      this.user = user;
      // What is still to be answered is asked again.
      if (!resumed) this.questions.value = [];
    },
    joined: ({ members }) => this.keep(new Set(members)),
    "member-left": ({ participant }) => this.forget(participant),
  };

  constructor(
    private readonly facts: Facts,
    private readonly ports: ConsentPorts,
  ) {}

  /** To nobody goes anything before it is known to be a person, or a kernel that one has allowed. */
  audience(participant: string): Audience {
    if (this.facts.people.value.get(participant)?.kind === "browser") this.met.add(participant);
    if (this.met.has(participant)) return "person";
    return this.sharing.value.includes(participant) ? "kernel" : "nobody";
  }

  allow(kernel: string): void {
    const user = this.ownerOf(kernel);
    batch(() => {
      this.drop(kernel);
      this.refused.value = without(this.refused.value, user);
      this.granted.value = new Set(this.granted.value).add(kernel);
    });
    this.answer(kernel, true);
  }

  /** Whatever else that user's kernels ask is refused with it. */
  decline(kernel: string): void {
    const user = this.ownerOf(kernel);
    const declined = this.questions.value.filter((question) => question.user === user);
    batch(() => {
      this.refuse(user);
      for (const question of declined) this.drop(question.kernel);
    });
    for (const question of declined) this.answer(question.kernel, false);
  }

  /** Take it back. Nothing goes to the kernel any more by the time that it is told. */
  async revoke(kernel: string): Promise<void> {
    batch(() => {
      this.refuse(this.ownerOf(kernel));
      this.forget(kernel);
    });
    await this.ports.settled();
    this.answer(kernel, false);
  }

  /** Put the question to oneself that a user's kernels in one's call may not put any more. */
  decideAgain(user: string): void {
    const call = this.facts.me.value?.call;
    const kernels = [...this.facts.people.value.values()].filter(
      (person) => person.kind === "kernel" && person.user === user && call && person.call === call,
    );
    const unanswered = kernels.filter(({ id }) => !this.granted.value.has(id));
    const asked = unanswered.map(
      ({ id, name, recording = false }): Asked => ({ type: "asked", kernel: id, user, name, recording }),
    );
    this.questions.value = [...this.questions.value.filter((question) => question.user !== user), ...asked];
  }

  /** What was said, for another tab that goes on in one's place. */
  get answers(): { consents: string[]; refused: string[] } {
    return { consents: [...this.granted.value], refused: [...this.refused.value] };
  }

  takeOver({ consents, refused }: Pick<SessionState, "consents" | "refused">): void {
    batch(() => {
      this.granted.value = new Set(consents);
      this.refused.value = new Set(refused);
    });
  }

  /** The call is over, and with it all that was allowed in it. */
  clear(): void {
    this.keep(new Set());
  }

  private asked(question: Asked): void {
    const { kernel, user } = question;
    const own = ownKernelAllowed.value && user === this.user;
    // After a restart the server does not know any more what was said, and the kernel asks again.
    if (this.granted.value.has(kernel)) this.allow(kernel);
    else if (this.refused.value.has(user)) this.answer(kernel, false);
    else if (own) this.allow(kernel);
    else
      this.questions.value = [...this.questions.value.filter((other) => other.kernel !== kernel), question];
  }

  private ownerOf(kernel: string): string {
    const asked = this.questions.value.find((question) => question.kernel === kernel);
    return asked?.user ?? this.facts.people.value.get(kernel)?.user ?? "";
  }

  private refuse(user: string): void {
    this.refused.value = new Set(this.refused.value).add(user);
  }

  private answer(kernel: string, allowed: boolean): void {
    this.ports.send({ type: "consent", kernel, allowed });
  }

  private forget(kernel: string): void {
    batch(() => {
      this.drop(kernel);
      this.granted.value = without(this.granted.value, kernel);
    });
  }

  private drop(kernel: string): void {
    this.questions.value = this.questions.value.filter((question) => question.kernel !== kernel);
  }

  private keep(present: ReadonlySet<string>): void {
    batch(() => {
      this.questions.value = this.questions.value.filter(({ kernel }) => present.has(kernel));
      this.granted.value = new Set([...this.granted.value].filter((kernel) => present.has(kernel)));
    });
  }
}

function without(all: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set([...all].filter((other) => other !== one));
}
