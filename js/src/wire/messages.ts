import type { Ping, ServerMessage } from "./protocol.gen";

/** What the server says about the room; pings stay in the signaling. */
export type RoomMessage = Exclude<ServerMessage, Ping>;

export type Handlers = {
  [T in RoomMessage["type"]]: (message: Extract<RoomMessage, { type: T }>) => void;
};

/** Something of the room that the server's messages are about. */
export interface Feature {
  readonly handlers: Partial<Handlers>;
  /** The room is gone from the page. */
  dispose?(): void;
}

/** Hand the message to the handler of its type. A type of a newer server is nobody's, and dropped. */
export function dispatch(handlers: Partial<Handlers>, message: RoomMessage): void {
  const handler = handlers[message.type] as ((message: RoomMessage) => void) | undefined;
  handler?.(message);
}
