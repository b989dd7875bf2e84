import { words } from "../lang";
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
      <button
        type="button"
        class="quiet"
        aria-label={words.alert.dismiss}
        title={words.alert.dismiss}
        onClick={dismiss}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
