/** A person without a picture: initials on a colour of their own. Their name stands beside it. */
export function Avatar({ user, name, large = false }: { user: string; name: string; large?: boolean }) {
  return (
    <span class={large ? "avatar large" : "avatar"} style={{ background: colourOf(user) }} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** A colour that stays with a person, dark enough for white letters. */
function colourOf(id: string): string {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return `oklch(50% 0.11 ${hash})`;
}

/** "Ana Maria Silva" is "AS", and "Ana (ana@uni)" is "A". */
export function initialsOf(name: string): string {
  const words = name
    .replace(/(?<=\S)\s*\(.*\)$/u, "")
    .trim()
    .split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
