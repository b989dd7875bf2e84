import { looksOf } from "../common/names";
import { words } from "../lang";
import type { People } from "./model";

/** Somebody under a name that they chose. */
export interface Named {
  user: string;
  name: string;
}

/** What a name looks like, found once for everybody: most people are the same from one look to the next. */
const known = new WeakMap<Named, string>();

function looksIn(one: Named): string {
  const text = known.get(one) ?? looksOf(one.name);
  known.set(one, text);
  return text;
}

/** Which names are no good alone, since more than one user goes by them, as far as the eye can tell. */
export class Clashes {
  private readonly bearers = new Map<string, string>();
  private readonly shared = new Set<string>();

  constructor(all: Iterable<Named>) {
    for (const one of all) this.add(looksIn(one), one.user);
  }

  /** Also what ends as an account does that is shown beside a name: it may be made up. */
  has(one: Named): boolean {
    const looks = looksIn(one);
    return this.shared.has(looks) || looks.endsWith(")");
  }

  equals(other: Clashes): boolean {
    return (
      this.shared.size === other.shared.size && [...this.shared].every((looks) => other.shared.has(looks))
    );
  }

  private add(looks: string, user: string): void {
    const bearer = this.bearers.get(looks) ?? user;
    this.bearers.set(looks, bearer);
    if (bearer !== user) this.shared.add(looks);
  }
}

/** The same people, but those who could be taken for somebody else are called by their account as well. */
export function distinguish(people: People, you: string | null): People {
  const clashes = new Clashes(people.values());
  const own = people.get(you ?? "")?.user;
  return new Map(
    [...people].map(([id, person]) => {
      const { user, name, account } = person;
      if (user === own || !clashes.has(person)) return [id, person];
      return [id, { ...person, name: words.names.withAccount(name, account) }];
    }),
  );
}
