import { words } from "../../lang";
import type { Uses } from "./props";

/** What the server knows a user by: names are chosen. */
export function Account({ session, user, id }: Uses<"facts"> & { user: string; id?: string }) {
  return (
    <p class="account" id={id}>
      {words.names.account} <bdi>{session.facts.accountOf(user)}</bdi>
    </p>
  );
}
