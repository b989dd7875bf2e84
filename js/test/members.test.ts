import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Members } from "../src/room/members";

const RETURN = 15_000;
let members: Members;
const ids = () => members.ids.value;

beforeEach(() => {
  vi.useFakeTimers();
  members = new Members();
  members.isReached = () => true;
});

afterEach(() => void vi.useRealTimers());

it("are those who are expected, until the server says who is there", () => {
  members.expect(["ana", "bo"]);
  expect(ids()).toEqual(["ana", "bo"]);
  members.joined(["cy", "bo"]);
  expect(ids()).toEqual(["bo", "cy"]);
});

it("come and go, each in their place", () => {
  members.joined(["ana"]);
  members.add("bo");
  members.add("ana");
  expect(ids()).toEqual(["ana", "bo"]);
  members.remove("ana");
  expect(ids()).toEqual(["bo"]);
  members.clear();
  expect(ids()).toEqual([]);
});

describe("after a restart of the server", () => {
  beforeEach(() => {
    members.joined(["ana", "bo", "cy"]);
    members.isReached = (id) => id === "ana";
    members.joined(["bo"]);
  });

  it("stay those whose media comes, for a while, and come back into their place", () => {
    expect(ids()).toEqual(["ana", "bo"]);
    members.add("ana");
    vi.advanceTimersByTime(RETURN);
    expect(ids()).toEqual(["ana", "bo"]);
  });

  it("are gone those who do not come back", () => {
    vi.advanceTimersByTime(RETURN);
    expect(ids()).toEqual(["bo"]);
  });

  it("are nobody's any more once the call is over", () => {
    members.clear();
    members.expect(["ana"]);
    vi.advanceTimersByTime(RETURN);
    expect(ids()).toEqual(["ana"]);
  });
});
