// Runs in every page: the notebook that is open in it, through JupyterLab's and Notebook 7's own objects.
(() => {
  const app = () => globalThis.jupyterapp;
  // JupyterLab's default workspace may have other people's notebooks open behind this one.
  const notebooks = () => [...app().shell.widgets("main")].filter((widget) => widget.content?.cellsArray);
  const panel = () => notebooks().find((widget) => widget.isVisible) ?? notebooks()[0];
  const kernel = () => panel().sessionContext.session?.kernel;
  const cell = (source) => ({ cell_type: "code", source, metadata: {}, outputs: [], execution_count: null });

  globalThis.jupyter = {
    ready: (path) =>
      !!app() &&
      !!panel()?.context.isReady &&
      panel().context.path.endsWith(path) &&
      kernel()?.connectionStatus === "connected",
    cells: () => panel().content.model.cells.length,
    run: () => app().commands.execute("notebook:run-all-cells"),
    save: () => panel().context.save(),
    restartKernel: () => kernel().restart(),

    write(sources) {
      const notebook = panel().content.model.sharedModel;
      notebook.deleteCellRange(0, notebook.cells.length);
      notebook.insertCells(0, sources.map(cell));
    },

    add(source) {
      panel().content.model.sharedModel.addCell(cell(source));
      panel().content.activeCellIndex = panel().content.model.cells.length - 1;
      return app().commands.execute("notebook:run-cell");
    },

    // Runs the cell at this place, without waiting for its end.
    runAt(index) {
      panel().content.activeCellIndex = index;
      panel().content.widgets[index].ended = false;
      app()
        .commands.execute("notebook:run-cell")
        .finally(() => {
          panel().content.widgets[index].ended = true;
        });
    },

    hasRun: (index) => panel().content.widgets[index].ended,

    // Runs a cell without waiting for its end.
    begin(source) {
      globalThis.jupyter.add(source);
    },

    // Runs code in a console on the same kernel, which is closed again.
    async executeInConsole(code) {
      const { id, name } = kernel();
      const options = { path: `console-${id}`, kernelPreference: { id, name } };
      const opened = await app().commands.execute("console:create", options);
      await opened.sessionContext.ready;
      try {
        return await runs(opened.sessionContext.session.kernel, code);
      } finally {
        opened.close();
      }
    },

    // Opens a second notebook on the same kernel; from now on that one is meant.
    async openAnother() {
      const { id, name } = kernel();
      const opened = await app().commands.execute("notebook:create-new", { kernelId: id, kernelName: name });
      await opened.sessionContext.ready;
    },

    async close() {
      await panel().context.save();
      panel().close();
    },

    // Runs code in the kernel without a cell: what it printed, or the error.
    execute: (code) => runs(kernel(), code),
  };

  async function runs(kernel, code) {
    const future = kernel.requestExecute({ code, store_history: false });
    let printed = "";
    future.onIOPub = ({ content, header }) => {
      if (header.msg_type === "stream" && content.name === "stdout") printed += content.text;
    };
    const { content } = await future.done;
    if (content.status !== "ok") throw new Error(`${content.ename}: ${content.evalue}`);
    return printed;
  }
})();
