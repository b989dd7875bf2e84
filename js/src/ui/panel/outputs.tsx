import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { shortTime } from "../../common/times";
import { words } from "../../lang";
import { toTable } from "../../room/outputs";
import type { SharedObject } from "../../wire/protocol.gen";
import { useFollowing } from "../base/following";
import { Markdown } from "../base/markdown";
import type { RoomProps } from "../room";

interface OutputProps extends RoomProps {
  object: SharedObject;
}

/** What kernels show to all, the newest last. Nothing of it runs: it is pictures, text and tables. */
export function Outputs({ session, shown }: RoomProps & { shown: boolean }) {
  const objects = session.outputs.objects.value;
  const list = useRef<HTMLDivElement>(null);
  const { scrolled } = useFollowing(list, shown, [objects]);
  return (
    <div
      role="log"
      aria-label={words.outputs.title}
      class="outputs"
      tabIndex={shown ? 0 : -1}
      ref={list}
      onScroll={scrolled}
    >
      {objects.map((object) => (
        <Output key={object.id} session={session} object={object} />
      ))}
    </div>
  );
}

function Output({ session, object }: OutputProps) {
  const title = object.title || words.outputs.untitled;
  return (
    <figure class="output">
      <figcaption>
        <bdi>{title}</bdi>{" "}
        <small>
          <bdi>{object.name}</bdi>, {shortTime(new Date(object.at * 1000))}
        </small>
      </figcaption>
      {object.type.startsWith("image/") ? (
        <a href={session.outputs.address(object)} download={title}>
          <img src={session.outputs.address(object)} alt={title} loading="lazy" />
        </a>
      ) : (
        <Words session={session} object={object} />
      )}
    </figure>
  );
}

function Words({ session, object }: OutputProps) {
  const text = useSignal<string | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    session.outputs.read(object).then(
      (read) => {
        text.value = read;
      },
      () => {
        failed.value = true;
      },
    );
  }, [object.id]);
  if (failed.value) return <p class="fate failed">{words.outputs.gone}</p>;
  if (text.value === null) return <p class="hint">{words.outputs.loading}</p>;
  if (object.type === "text/markdown") return <Markdown text={text.value} />;
  if (object.type === "application/json") return <Table text={text.value} />;
  return <pre dir="auto">{text.value}</pre>;
}

function Table({ text }: { text: string }) {
  const table = toTable(text);
  if (table === null) return <p class="fate failed">{words.outputs.gone}</p>;
  return (
    <div class="scrolled">
      <table>
        <thead>
          <tr>
            {table.columns.map((name) => (
              <th scope="col" dir="auto">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td dir="auto">{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
