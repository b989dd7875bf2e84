import { useEffect, useRef } from "preact/hooks";

/** Call something again and again while a component is shown, as the component was painted last. */
export function useInterval(act: () => void, milliseconds: number): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const timer = setInterval(() => latest.current(), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}

/** Close what is open when somebody presses anything else, but for what opens and closes it by itself. */
export function usePressedOutside(
  box: { current: HTMLElement | null },
  isOpener: (node: Element) => boolean | undefined,
  close: () => void,
): void {
  useEffect(() => {
    const page = box.current?.ownerDocument;
    const pressed = (event: Event) => {
      const path = event.composedPath() as Element[];
      if (!path.some((node) => node === box.current || isOpener(node))) close();
    };
    page?.addEventListener("pointerdown", pressed, true);
    return () => page?.removeEventListener("pointerdown", pressed, true);
  });
}
