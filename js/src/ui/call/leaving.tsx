import { useId } from "preact/hooks";
import { words } from "../../lang";
import { Modal } from "../base/dialog";
import { PhoneOffIcon } from "../base/icons";
import type { Uses } from "../base/props";

/** Somebody leaves the room in the middle of a call, which would end it: perhaps they mean one only. */
export function LeavingDialog({ session }: Uses<"view" | "leaveRoom">) {
  const meaning = useId();
  const { title, meaning: says, leave, stay } = words.leaving;
  const close = () => {
    session.view.dialog.value = null;
  };
  const leaveBoth = () => {
    close();
    session.leaveRoom();
  };
  return (
    <Modal label={title} describedBy={meaning} onEscape={close}>
      <h2>{title}</h2>
      <p id={meaning}>{says}</p>
      <div class="answers">
        <button type="button" data-first onClick={close}>
          {stay}
        </button>
        <button type="button" class="danger" onClick={leaveBoth}>
          <PhoneOffIcon /> {leave}
        </button>
      </div>
    </Modal>
  );
}
