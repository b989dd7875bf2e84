import { afterEach, describe, expect, it, vi } from "vitest";
import { browserOf, explain, explainDevice, explainRoute, quote } from "../src/common/troubles";
import { speak, words } from "../src/lang";

const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI =
  "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";

afterEach(async () => {
  vi.unstubAllGlobals();
  await speak("en");
});

describe("words", () => {
  it("name the device that is missing", () => {
    expect(explainDevice("no-device", "microphone").what).toBe("Not found: microphone.");
  });

  it("say what to do", () => {
    expect(explain("extension-missing").fix).toContain("pip install jupyter-videoroom");
  });

  it("tell how a permission is given back in this browser", () => {
    vi.stubGlobal("navigator", { userAgent: FIREFOX });
    expect(explainDevice("permission-denied", "camera").fix).toContain(words.allow.firefox);
    vi.stubGlobal("navigator", { userAgent: SAFARI });
    expect(explainDevice("permission-denied", "camera").fix).toContain("Safari");
  });

  it("name the person to whom there is no way, and what to configure", () => {
    const trouble = explainRoute("p1", "Bo $& <b>");
    expect(trouble).toMatchObject({ code: "no-route", peer: "p1", report: "no-route" });
    expect(trouble.what).toContain("Bo $& <b>");
    expect(trouble.fix).toContain("turn_urls");
  });

  it("come in German, too", async () => {
    await speak("de-DE");
    expect(explainDevice("no-device", "microphone").what).toBe("Der Browser findet das Mikrofon nicht.");
  });

  it("take over what the server has put into words", () => {
    const reply = { code: "call-full", message: "The call is full.", fix: "Wait." };
    expect(quote(reply)).toMatchObject({
      code: "call-full",
      what: "The call is full.",
      report: null,
      remedy: null,
    });
  });
});

describe("the browser", () => {
  it("is told by what it calls itself", () => {
    expect(browserOf(CHROME)).toBe("chromium");
    expect(browserOf(`${CHROME} Edg/140.0`)).toBe("edge");
    expect(browserOf(FIREFOX)).toBe("firefox");
    expect(browserOf(SAFARI)).toBe("safari");
    expect(browserOf("Lynx/2.9")).toBe("other");
  });
});
