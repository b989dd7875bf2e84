// Evaluated anew for each widget, from a Blob URL. The room itself is served by the server's extension.
const PROTOCOL = 1;

// Python's messages, kept until the room takes them.
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
  bundle = import(`${base}static/videoroom/entry.js${again ? `?${Date.now()}` : ""}`);
  bundle.catch(() => {});
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

const NOWHERE = "This page is not served by a Jupyter server, which alone can show the room here. Instead: ";

// Only what is an address of the web is linked.
function wayOut(page) {
  if (!/^https?:\/\//.test(page)) return "open the notebook in JupyterLab or Notebook 7.";
  const link = document.createElement("a");
  Object.assign(link, { href: page, target: "_blank", rel: "noopener", textContent: "open the room in a tab" });
  return link;
}

function mismatch(theirs) {
  const older = theirs < PROTOCOL ? "server" : "kernel";
  return `The jupyter-videoroom of the ${older} is older than the other one. Update it in the ${older}'s environment,
    restart it, and reload the page.`;
}

function say(el, words, again) {
  const text = document.createElement("span");
  text.role = again ? "alert" : "status";
  text.textContent = words;
  const button = document.createElement("button");
  button.textContent = "Try again";
  button.onclick = again;
  el.replaceChildren(text, ...(again ? [" ", button] : []));
}

function initialize({ model }) {
  // Nothing is awaited: anywidget drops all messages of a model that is not ready within two seconds.
  model.on("msg:custom", (message) => (inbox.take ? inbox.take(message) : inbox.pending.push(message)));
  if (base) load();
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
    el.append(wayOut(model.get("page")));
  }
  return () => {
    gone = true;
    cleanup?.();
  };
}

export default { initialize, render };
