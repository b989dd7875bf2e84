// What in the room is too faint to be read or found, by WCAG 2.2, AA: 1.4.3 for text, 1.4.11 for icons and fields.
(() => {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });

  /** Whatever CSS calls a colour, as red, green, blue and opacity. */
  function parse(colour) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  }

  const over = ([r, g, b, alpha], below) => [r, g, b].map((part, i) => alpha * part + (1 - alpha) * below[i]);

  function luminance(colour) {
    const [r, g, b] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ratio(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;

  function chain(element) {
    const parent = parentOf(element);
    return parent ? [...chain(parent), element] : [element];
  }

  // Over a picture anything may be below: the brightest and the darkest are tried.
  const PICTURES = ".tile, .preview:not(.off)";
  const groundsBelow = (element) => (element.closest(PICTURES) ? [[255, 255, 255], [0, 0, 0]] : [[255, 255, 255]]);

  /** The colours that may be behind what an element draws, its own ground included or not. */
  function grounds(element, own = true) {
    const ancestors = chain(element);
    const picture = element.closest(PICTURES);
    const layers = picture ? ancestors.slice(ancestors.indexOf(picture) + 1) : ancestors;
    const painted = own ? layers : layers.slice(0, -1);
    return groundsBelow(element).map((ground) =>
      painted.reduce((below, layer) => over(parse(getComputedStyle(layer).backgroundColor), below), ground),
    );
  }

  const opacity = (element) => chain(element).reduce((all, one) => all * Number(getComputedStyle(one).opacity), 1);

  function worst(element, colour, own = true) {
    const [r, g, b, alpha] = parse(colour);
    const ink = [r, g, b, alpha * opacity(element)];
    return Math.min(...grounds(element, own).map((ground) => ratio(over(ink, ground), ground)));
  }

  function isExempt(element) {
    const { width, height } = element.getBoundingClientRect();
    const away = !element.checkVisibility({ visibilityProperty: true }) || opacity(element) === 0 || width * height === 0;
    return away || element.closest(".hidden-words, :disabled") !== null;
  }

  function isLarge({ fontSize, fontWeight }) {
    const size = Number.parseFloat(fontSize);
    return size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
  }

  const FIELDS = "input:not([type=checkbox]), textarea, select";

  function* measure(scope) {
    for (const element of scope.querySelectorAll("*")) {
      if (isExempt(element)) continue;
      const style = getComputedStyle(element);
      const field = element.matches(FIELDS);
      const texts = [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
      if ((texts.length > 0 && !element.closest("select, svg")) || field)
        yield [element, "text", worst(element, style.color), isLarge(style) ? 3 : 4.5];
      if (field && element.placeholder && !element.value)
        yield [element, "placeholder", worst(element, getComputedStyle(element, "::placeholder").color), 4.5];
      if (field && !element.matches(".recipient"))
        yield [element, "border", worst(element, style.borderBottomColor, false), 3];
      if (element.matches("svg.icon")) yield [element.parentElement, "icon", worst(element, style.color), 3];
    }
  }

  const describe = ([element, what, found, wanted]) =>
    `${what} of ${element.outerHTML.slice(0, 90)}: ${found.toFixed(2)} < ${wanted}`;

  globalThis.contrast = () => {
    const root = document.querySelector(".jupyter-videoroom").shadowRoot;
    const scope = root.querySelector(".scrim") ?? root.querySelector(".room");
    const all = [...measure(scope)];
    return { measured: all.length, faint: all.filter(([, , found, wanted]) => found < wanted).map(describe) };
  };
})();
