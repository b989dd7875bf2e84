import type { Session } from "../../session";

/** What a component gets: the parts of a session that it uses, itself or by what is in it. */
export interface Uses<Part extends keyof Session> {
  session: Pick<Session, Part>;
}

/** What those get in which most of a session is shown. */
export interface RoomProps {
  session: Session;
}
