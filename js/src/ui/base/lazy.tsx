import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { explain } from "../../common/troubles";
import { words } from "../../lang";
import type { Uses } from "./props";

interface Part<Props> {
  /** Loads it when it is shown for the first time, if it was not fetched before. */
  Component: ComponentType<Props>;
  /** Have it at hand, so that it is shown at once. */
  fetch(): void;
}

/** A part of the bundle that the first screen does without. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): Part<Props & Uses<"view">> {
  let Loaded: ComponentType<Props> | null = null;
  const fetch = async () => {
    Loaded ??= await load();
  };
  return {
    Component: (props) => {
      const { view } = props.session;
      const arrived = useSignal(Loaded !== null);
      const wanted = view.partsWanted.value;
      useEffect(() => {
        fetch().then(
          () => {
            arrived.value = true;
          },
          () => view.complain(explain("part-missing")),
        );
      }, [wanted]);
      return arrived.value && Loaded ? <Loaded {...props} /> : <p class="awaited">{words.room.loading}</p>;
    },
    // Showing it tells what went wrong.
    fetch: () => void fetch().catch(() => {}),
  };
}
