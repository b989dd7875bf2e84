import type { ComponentChildren, ComponentProps } from "preact";

/** A button with an icon and no words: its label is for screen readers, and shows while a pointer rests on it. */
export function IconButton({ label, ...others }: ComponentProps<"button"> & { label: string }) {
  return <button type="button" aria-label={label} title={label} {...others} />;
}

interface MarkProps {
  class: string;
  text: string;
  title?: string;
  /** Its icon. */
  children: ComponentChildren;
}

/** An icon that tells something about somebody. Its text is for screen readers, and shows while a pointer rests on it. */
export function Mark({ class: name, text, title = text, children }: MarkProps) {
  return (
    <span class={name} title={title}>
      {children}
      <span class="hidden-words">{text}</span>
    </span>
  );
}
