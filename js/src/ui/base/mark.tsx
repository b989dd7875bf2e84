import type { ComponentChildren } from "preact";

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
