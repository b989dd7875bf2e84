/* global BUILT */
// `make watch` appends this to entry.js and page.js: the page reloads when the file that it came from names another build.
async function reloadAfterBuild() {
  const answer = await fetch(import.meta.url, { cache: "no-store" });
  if (!answer.ok || (await answer.text()).includes(BUILT)) return;
  // Else the browser asks whether what was not saved may be lost.
  await globalThis.jupyterapp?.commands.execute("docmanager:save-all");
  location.reload();
}

// A server that is not there now may be there again.
setInterval(() => reloadAfterBuild().catch(() => {}), 500);
