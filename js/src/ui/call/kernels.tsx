import { useId } from "preact/hooks";
import { words } from "../../lang";
import { ownerOf, recording as recordersIn } from "../../room/kernels";
import type { Row } from "../../room/people";
import type { Asked } from "../../wire/protocol.gen";
import { Account } from "../base/account";
import { Modal } from "../base/dialog";
import { EyeIcon } from "../base/icons";
import type { Uses } from "../base/props";
import "./kernels.css";

type KernelUses = Uses<"facts" | "consents">;

/** A kernel would like to see and hear one. Somebody who does not want to think about it declines. */
export function ConsentDialog({ session, question }: KernelUses & { question: Asked }) {
  const { facts, consents } = session;
  const { kernel, name, recording } = question;
  const says = words.kernels;
  const whose = facts.isOwn(question) ? says.own : says.of(ownerOf(question, session.facts));
  // It may begin to, while one is thinking about it.
  const records = recording || facts.person(kernel)?.recording;
  const decline = () => consents.decline(kernel);
  const meaning = useId();
  const account = useId();
  return (
    <Modal label={says.asks(name)} describedBy={`${meaning} ${account}`} onEscape={decline}>
      <h2>{says.asks(name)}</h2>
      <p id={meaning}>
        {says.meaning(whose)}
        {records && <strong class="warning">{says.toRecord}</strong>}
      </p>
      <Account session={session} user={question.user} id={account} />
      <div class="answers">
        <button type="button" data-first onClick={decline}>
          {says.decline}
        </button>
        <button type="button" class="primary" onClick={() => consents.allow(kernel)}>
          {says.allow}
        </button>
      </div>
    </Modal>
  );
}

/** Somebody who has refused a user's kernels is not asked again, and may think better of it. */
export function DecideAgain({ session, row: { user, name } }: Uses<"consents"> & { row: Row }) {
  return (
    <button
      type="button"
      class="call-now"
      aria-label={words.kernels.decideAgainAbout(name)}
      onClick={() => session.consents.decideAgain(user)}
    >
      {words.kernels.decideAgain}
    </button>
  );
}

/** What kernels do in the call that nobody in it may overlook: who sees oneself, and who records. */
export function KernelBadges({ session }: KernelUses) {
  const { consents } = session;
  const watching = consents.sharing.value;
  const recorders = recordersIn(session.facts);
  return (
    <div class="kernel-badges" aria-live="polite">
      {recorders.map((name) => (
        <span key={name} class="badge recording">
          <span class="dot" />
          {words.kernels.recording(name)}
        </span>
      ))}
      {watching.map((kernel) => (
        <Watching key={kernel} session={session} kernel={kernel} />
      ))}
    </div>
  );
}

function Watching({ session: { facts, consents }, kernel }: KernelUses & { kernel: string }) {
  const name = facts.nameOf(kernel);
  const person = facts.person(kernel);
  const stop = words.kernels.stop(name);
  return (
    <span class="badge watching">
      <EyeIcon /> {words.kernels.watching(name)} {person && facts.isOwn(person) && `(${words.kernels.own})`}
      <button
        type="button"
        class="small"
        aria-label={stop}
        title={stop}
        onClick={() => void consents.revoke(kernel)}
      >
        {words.kernels.stopShort}
      </button>
    </span>
  );
}
