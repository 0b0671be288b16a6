// @ts-check
/** Plotly's look, read from the same custom properties as the style sheets (css/tokens.css). */

const DASHES = ["solid", "9px,3px", "3px,3px", "9px,3px,2px,3px"];
const SYMBOLS = ["circle", "diamond", "square", "triangle-up", "x", "star", "cross", "hexagon"];

/** The margins of every chart, in pixels. Whatever is laid over a chart relies on them. */
export const MARGIN = { l: 44, r: 12, t: 8, b: 40 };

/** @param {Element} element @param {string} property */
function token(element, property) {
  return getComputedStyle(element).getPropertyValue(property).trim();
}

/**
 * The colour, dash and marker of a cost: `slot` is its place in the registry.
 * @param {Element} element within whose style the colour is read
 * @param {number} slot
 */
export function seriesStyle(element, slot) {
  return {
    color: token(element, `--series-${slot}`),
    dash: DASHES[slot % DASHES.length],
    symbol: SYMBOLS[slot % SYMBOLS.length],
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
  const font = { family: token(element, "--sans"), size: 13, color: soft };
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
    margin: { ...MARGIN, pad: 0 },
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
