import { lazy } from "./base/lazy";

// What the first screen, which is the lobby, does without.
export const CallStage = lazy(() => import("./call/call").then(({ CallStage }) => CallStage));
export const CallLength = lazy(() => import("./call/length").then(({ CallLength }) => CallLength));
export const RingDialog = lazy(() => import("./call/ring").then(({ RingDialog }) => RingDialog));
export const ConsentDialog = lazy(() => import("./call/kernels").then(({ ConsentDialog }) => ConsentDialog));
export const DecideAgain = lazy(() => import("./call/kernels").then(({ DecideAgain }) => DecideAgain));
export const LeavingDialog = lazy(() => import("./dialogs").then(({ LeavingDialog }) => LeavingDialog));
export const DevicesDialog = lazy(() => import("./dialogs").then(({ DevicesDialog }) => DevicesDialog));
export const ShortcutsDialog = lazy(() => import("./dialogs").then(({ ShortcutsDialog }) => ShortcutsDialog));
export const CopyDialog = lazy(() => import("./dialogs").then(({ CopyDialog }) => CopyDialog));
export const Chat = lazy(() => import("./panel/chat").then(({ Chat }) => Chat));
export const Events = lazy(() => import("./panel/events").then(({ Events }) => Events));
export const CopyEvents = lazy(() => import("./panel/events").then(({ CopyEvents }) => CopyEvents));
export const MissedCalls = lazy(() => import("./panel/missed").then(({ MissedCalls }) => MissedCalls));
export const Search = lazy(() => import("./panel/search").then(({ Search }) => Search));
export const Outputs = lazy(() => import("./panel/outputs").then(({ Outputs }) => Outputs));

/** Fetch before a call what it needs, so that joining and answering do not wait for it. */
export function fetchForCalls(): void {
  CallStage.fetch();
  CallLength.fetch();
  RingDialog.fetch();
  LeavingDialog.fetch();
  DevicesDialog.fetch();
}
