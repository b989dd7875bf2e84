import { afterEach, describe, expect, it } from "vitest";
import { quote } from "../src/common/troubles";
import { de } from "../src/lang/de";
import { en } from "../src/lang/en";
import { speak, words } from "../src/lang/index";

afterEach(() => speak("en"));

/** All names of words, however deep. */
function names(section: object, path = ""): string[] {
  return Object.entries(section).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? names(value, `${path}${name}.`) : [`${path}${name}`],
  );
}

function texts(section: object): string[] {
  return Object.values(section).flatMap((value) => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? texts(value) : [];
  });
}

describe("the languages", () => {
  it("have the same words", () => {
    const german = names(de).filter((name) => !name.startsWith("refusals."));
    expect(german.sort()).toEqual(names(en).sort());
  });

  it("have no empty text and no exclamation mark", () => {
    for (const text of [...texts(en), ...texts(de)]) expect(text).toMatch(/^[^!]+$/);
  });
});

describe("the language", () => {
  it.each([
    ["de", "de"],
    ["de-AT", "de"],
    ["DE_de", "de"],
    ["en-GB", "en"],
    ["fr", "en"],
    ["", "en"],
  ])("of a page in %s is %s", async (locale, spoken) => {
    await speak(locale);
    expect(words.locale).toBe(spoken);
  });
});

describe("a refusal of the server", () => {
  const reply = { code: "call-full", message: "The call is full.", fix: "Wait." };

  it("is told in the page's language", async () => {
    await speak("de");
    expect(quote(reply)).toMatchObject({ what: "Der Anruf ist voll.", why: "" });
  });

  it("is told in the server's words where there are no others", async () => {
    await speak("de");
    expect(quote({ ...reply, code: "from-the-future" })).toMatchObject({
      what: "The call is full.",
      fix: "Wait.",
    });
    await speak("en");
    expect(quote(reply).what).toBe("The call is full.");
  });
});
