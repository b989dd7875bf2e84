import { words } from "../lang";
import { IconButton } from "./base/button";
import { CloseIcon } from "./base/icons";
import type { Uses } from "./base/props";

/** What went wrong, why most likely, and what to do. */
export function Alert({ session }: Uses<"view" | "tryAgain">) {
  const { trouble } = session.view;
  const shown = trouble.value;
  if (!shown) return null;
  const dismiss = () => {
    trouble.value = null;
  };
  return (
    <div role="alert" class="alert">
      <p>
        <strong>{shown.what}</strong> {shown.why} {shown.fix}
      </p>
      {shown.remedy && (
        <button type="button" onClick={() => session.tryAgain(shown)}>
          {words.alert.tryAgain}
        </button>
      )}
      <IconButton class="quiet" label={words.alert.dismiss} onClick={dismiss}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}
