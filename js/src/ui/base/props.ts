import type { Session } from "../../session";

/** What every part of a room gets. */
export interface RoomProps {
  session: Session;
}
