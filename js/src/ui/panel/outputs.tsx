import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { shortTime } from "../../common/times";
import { words } from "../../lang";
import { type Cut, toTable, toText } from "../../room/excerpts";
import type { SharedObject } from "../../wire/protocol.gen";
import { Boundary } from "../base/boundary";
import { useFollowing } from "../base/following";
import { Markdown } from "../base/markdown";
import type { Uses } from "../base/props";
import "./outputs.css";

const ENDINGS: Record<SharedObject["type"], string> = {
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/svg+xml": ".svg",
  "text/plain": ".txt",
  "text/markdown": ".md",
  "application/json": ".json",
};

interface OutputProps extends Uses<"outputs"> {
  object: SharedObject;
}

/** What kernels show to all, the newest last. Nothing of it runs: it is pictures, text and tables. */
export function Outputs({ session }: Uses<"log" | "outputs">) {
  const objects = session.outputs.objects.value;
  const list = useRef<HTMLDivElement>(null);
  const { scrolled } = useFollowing(list, true, [objects]);
  return (
    <div
      role="log"
      aria-label={words.outputs.title}
      class="outputs"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard, too.
      tabIndex={0}
      ref={list}
      onScroll={scrolled}
    >
      {objects.map((object) => (
        <Boundary
          key={object.id}
          session={session}
          instead={<Unreadable session={session} object={object} />}
        >
          <Output session={session} object={object} />
        </Boundary>
      ))}
    </div>
  );
}

function Output({ session, object }: OutputProps) {
  const Body = object.type.startsWith("image/") ? Picture : Words;
  return (
    <figure class="output">
      <figcaption>
        <bdi>{titleOf(object)}</bdi>{" "}
        <small>
          <bdi>{object.name}</bdi>, {shortTime(new Date(object.at * 1000))}
        </small>
      </figcaption>
      <Body session={session} object={object} />
    </figure>
  );
}

function Picture({ session, object }: OutputProps) {
  const broken = useSignal(false);
  const fail = () => {
    broken.value = true;
  };
  if (broken.value) return <Unreadable session={session} object={object} />;
  return (
    <a href={session.outputs.address(object)} download={fileNameOf(object)}>
      <img src={session.outputs.address(object)} alt={titleOf(object)} loading="lazy" onError={fail} />
    </a>
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
  if (failed.value) return <p class="outcome failed">{words.outputs.gone}</p>;
  if (text.value === null) return <p class="hint">{words.room.loading}</p>;
  if (object.type === "application/json")
    return <Table session={session} object={object} text={text.value} />;
  return <Text session={session} object={object} text={text.value} />;
}

interface TextProps extends OutputProps {
  text: string;
}

function Text({ session, object, text: whole }: TextProps) {
  const { text, cuts } = useMemo(() => toText(whole), [whole]);
  return (
    <>
      {object.type === "text/markdown" ? <Markdown text={text} /> : <pre dir="auto">{text}</pre>}
      <Rest session={session} object={object} cuts={cuts} />
    </>
  );
}

function Table({ session, object, text }: TextProps) {
  const table = useMemo(() => toTable(text), [text]);
  if (table === null) return <Unreadable session={session} object={object} />;
  return (
    <>
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
      <Rest session={session} object={object} cuts={table.cuts} />
    </>
  );
}

/** How much is not shown, and the way to it. */
function Rest({ cuts, ...props }: OutputProps & { cuts: readonly Cut[] }) {
  if (cuts.length === 0) return null;
  return (
    <p class="outcome">
      {cuts.map(({ of, shown, all }) => words.outputs.cut[of](toNumber(shown), toNumber(all))).join(" ")}{" "}
      <Download {...props} />
    </p>
  );
}

function Unreadable(props: OutputProps) {
  return (
    <p class="outcome failed">
      {words.outputs.unreadable} <Download {...props} />
    </p>
  );
}

function Download({ session, object }: OutputProps) {
  return (
    <a href={session.outputs.address(object)} download={fileNameOf(object)}>
      {words.outputs.download}
    </a>
  );
}

function titleOf({ title }: SharedObject): string {
  return title || words.outputs.untitled;
}

function fileNameOf(object: SharedObject): string {
  return `${titleOf(object)}${ENDINGS[object.type]}`;
}

function toNumber(count: number): string {
  return count.toLocaleString(words.locale);
}
