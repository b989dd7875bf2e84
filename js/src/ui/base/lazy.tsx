import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { explain } from "../../common/troubles";
import type { RoomProps } from "../room";

/** A component of a part of the bundle that is loaded when it is shown for the first time. */
export function lazy<Props extends RoomProps>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return function Lazy(props: Props) {
    const loaded = useSignal<{ Component: ComponentType<Props> } | null>(null);
    useEffect(() => {
      load().then(
        (Component) => {
          loaded.value = { Component };
        },
        () => props.session.store.complain(explain("part-missing")),
      );
    }, [loaded]);
    const Component = loaded.value?.Component;
    return Component ? <Component {...props} /> : null;
  };
}
