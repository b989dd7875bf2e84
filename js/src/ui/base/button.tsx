import type { ComponentProps } from "preact";

/** A button with an icon and no words: its label is for screen readers, and shows while a pointer rests on it. */
export function IconButton({ label, ...others }: ComponentProps<"button"> & { label: string }) {
  return <button type="button" aria-label={label} title={label} {...others} />;
}
