import { words } from "../../lang";
import type { RoomProps } from "../base/props";
import { TabList, TabPanel } from "../base/tabs";
import { Chat, CopyEvents, Events, Outputs } from "../parts";
import "./panel.css";
import { PeopleList } from "./people";

/** Beside the call, or over it: who is here, what is said and what happened. */
export function Panel({ session }: RoomProps) {
  const { tab } = session.view;
  const shown = tab.value;
  const unread = session.chat.unread.value;
  const outputs = session.outputs.objects.value.length;
  const tabs = [
    { name: "chat", label: unread > 0 ? words.chat.titleWithUnread(unread) : words.chat.title },
    // Most rooms have none.
    ...(outputs > 0 ? [{ name: "outputs", label: words.outputs.tab(outputs) } as const] : []),
    { name: "events", label: words.events.title },
  ] as const;
  return (
    <aside class="panel" aria-label={words.room.panel}>
      <PeopleList session={session} />
      <div class="tabs">
        <TabList label={words.room.tabs} tabs={tabs} selected={tab} />
        {shown === "events" && <CopyEvents.Component session={session} />}
      </div>
      <TabPanel name="chat" shown={shown === "chat"}>
        <Chat.Component session={session} shown={shown === "chat"} />
      </TabPanel>
      {outputs > 0 && (
        <TabPanel name="outputs" shown={shown === "outputs"}>
          {shown === "outputs" && <Outputs.Component session={session} />}
        </TabPanel>
      )}
      <TabPanel name="events" shown={shown === "events"}>
        <Events.Component session={session} shown={shown === "events"} />
      </TabPanel>
    </aside>
  );
}
