/* global BUILT */
// `make watch` appends this to entry.js and page.js: the page reloads when the file that it came from names another build.
async function isOutdated() {
  const answer = await fetch(import.meta.url, { cache: "no-store" });
  return answer.ok && !(await answer.text()).includes(BUILT);
}

// Once, since a second reload would begin anew what a slow server has not answered yet.
async function reloadAfterBuild() {
  // A server that is not there now may be there again.
  while (!(await isOutdated().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 500));
  // Else the browser asks whether what was not saved may be lost.
  await globalThis.jupyterapp?.commands.execute("docmanager:save-all");
  location.reload();
}

reloadAfterBuild();
