// Evaluated anew for each widget, from a Blob URL. The room itself comes from the server's extension.
const PROTOCOL = 2;

// Python's messages, until the room takes them.
const inbox = { pending: [], take: null };

function findBase() {
  const config = document.getElementById("jupyter-config-data");
  const { baseUrl = "" } = config ? JSON.parse(config.textContent) : document.body.dataset;
  const path = decodeURI(baseUrl);
  const base = path && new URL(path, location.origin);
  return base && base.origin === location.origin ? base : null;
}

const base = findBase();
let bundle;

// Firefox never asks again for a module that failed once, unless its address differs.
function load(again) {
  return (bundle = import(`${base}static/videoroom/entry.js${again ? `?${Date.now()}` : ""}`));
}

async function explain() {
  const reply = await fetch(`${base}videoroom/api/health`).catch(() => null);
  if (!reply) return "The Jupyter server cannot be reached. Check that it is running, then try again.";
  if (reply.status === 404) {
    return `The Jupyter server at ${base} has no jupyter-videoroom extension. Run
      “pip install jupyter-videoroom” in the server's own environment, which may not be the kernel's, and restart it.`;
  }
  return "The browser did not load the room: a blocker or a policy stopped it. Allow it, then try again.";
}

const NOWHERE = "This page is not served by a Jupyter server. Instead: open the notebook in JupyterLab or Notebook 7.";

function wayOut(model, el) {
  model.on("msg:custom", ({ address }) => {
    if (!/^https?:\/\//.test(address)) return;
    el.append(" Or ", create("a", { href: address, target: "_blank", textContent: "open the room in a tab" }));
  });
  model.send({ tell: "nowhere" });
}

function create(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function mismatch(theirs) {
  const older = theirs < PROTOCOL ? "server" : "kernel";
  return `The jupyter-videoroom of the ${older} is older than the other one. Update it in the ${older}'s environment,
    restart it, and reload the page.`;
}

function say(el, words, again) {
  const text = create("span", { role: again ? "alert" : "status", textContent: words });
  const button = create("button", { textContent: "Try again", onclick: again });
  el.replaceChildren(text, ...(again ? [" ", button] : []));
}

function initialize({ model }) {
  // Nothing is awaited: anywidget drops the messages of a model that is not ready within 2 s.
  model.on("msg:custom", (message) => (inbox.take ? inbox.take(message) : inbox.pending.push(message)));
  // What fails is told by the view.
  if (base) load().then(({ introduce }) => introduce?.(model), () => {});
}

function render({ model, el, signal }) {
  let cleanup = null;
  let gone = false;
  const show = async () => {
    say(el, "Opening the room…");
    try {
      const { protocol, attach } = await bundle;
      if (gone) return;
      if (protocol === PROTOCOL) cleanup = attach({ model, inbox, el, signal });
      else say(el, mismatch(protocol));
    } catch (error) {
      console.error(error);
      say(el, await explain(), () => {
        load(true);
        show();
      });
    }
  };
  if (base) show();
  else {
    say(el, NOWHERE);
    wayOut(model, el);
  }
  return () => {
    gone = true;
    cleanup?.();
  };
}

export default { initialize, render };
