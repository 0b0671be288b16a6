// @ts-check
/** Plotly's look, read from the same custom properties as the style sheets (css/tokens.css). */

/** In pixels, for a line of the usual width; a thicker one has longer dashes. */
const DASHES = [[], [9, 3], [3, 3], [9, 3, 2, 3]];
const USUAL_WIDTH = 2.25;
const USUAL_MARKER = 6;
const USUAL_TYPE = 13;
const SYMBOLS = ["circle", "diamond", "square", "triangle-up", "x", "star", "cross", "hexagon"];

/** The margins of every chart, in pixels, for type of the usual size: `chartMargin` has them for the size that is set. */
export const MARGIN = { l: 44, r: 12, t: 8, b: 40 };

/** @param {Element} element @param {string} property */
function token(element, property) {
  return getComputedStyle(element).getPropertyValue(property).trim();
}

/** @param {Element} element @param {string} property @param {number} usual where the style sheet is missing */
function measure(element, property, usual) {
  return Number(token(element, property)) || usual;
}

/**
 * The margins of a chart, in pixels: they grow with its type. Whatever is laid over a chart relies on them.
 * @param {Element} element within whose style the type is read
 */
export function chartMargin(element) {
  const scale = measure(element, "--chart-font-size", USUAL_TYPE) / USUAL_TYPE;
  return { l: MARGIN.l * scale, r: MARGIN.r * scale, t: MARGIN.t * scale, b: MARGIN.b * scale };
}

/**
 * The colour, dash and marker of a cost, the width of its line and the size of its markers in pixels: `slot` is its place in the registry.
 * @param {Element} element within whose style the colour is read
 * @param {number} slot
 */
export function seriesStyle(element, slot) {
  const width = measure(element, "--line-width", USUAL_WIDTH);
  const scale = width / USUAL_WIDTH;
  const dash = DASHES[slot % DASHES.length].map((length) => `${length * scale}px`);
  return {
    color: token(element, `--series-${slot}`),
    dash: dash.join(",") || "solid",
    symbol: SYMBOLS[slot % SYMBOLS.length],
    size: USUAL_MARKER * scale,
    width,
  };
}

/**
 * Everything of a chart's layout that does not depend on its data.
 * @param {Element} element within whose style the colours are read
 * @returns {any}
 */
export function chartLayout(element) {
  const [ink, soft, hairline, paper] = ["--ink", "--ink-soft", "--hairline", "--paper-raised"].map((name) =>
    token(element, name),
  );
  const font = { family: token(element, "--sans"), size: measure(element, "--chart-font-size", USUAL_TYPE), color: soft };
  const axis = {
    fixedrange: true,
    zeroline: false,
    gridcolor: hairline,
    linecolor: hairline,
    ticks: "",
    nticks: 6,
    automargin: false,
    exponentformat: "e", // the default writes powers with inline styles, which the page's policy refuses
    tickfont: font,
    title: { font },
  };
  return {
    font,
    margin: { ...chartMargin(element), pad: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    hovermode: "x",
    dragmode: false,
    hoverlabel: { bgcolor: paper, bordercolor: hairline, font: { ...font, color: ink } },
    xaxis: { ...axis, showgrid: false, showline: true },
    yaxis: { ...axis, nticks: 5 },
  };
}

export const CHART_CONFIG = { displayModeBar: false, showSendToCloud: false, displaylogo: false, responsive: false };
