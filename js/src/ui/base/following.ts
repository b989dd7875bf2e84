import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";

// So near to the end that one wants to see what comes.
const NEAR = 40;

/** Keep the end of a list in sight as it grows, unless somebody has scrolled up to read: then `following` is false. */
export function useFollowing(list: { current: HTMLElement | null }, shown: boolean, news: unknown[]) {
  const following = useSignal(true);
  const toEnd = () => {
    following.value = true;
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };
  const scrolled = () => {
    if (!list.current || !shown) return;
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    following.value = scrollHeight - scrollTop - clientHeight < NEAR;
  };
  useLayoutEffect(() => {
    if (following.value) toEnd();
  }, [shown, ...news]);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (following.value) toEnd();
    });
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, [shown, ...news]);
  return { following, scrolled, toEnd };
}
