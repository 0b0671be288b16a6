// @ts-check
/**
 * The stream: one socket a run. It is opened when somebody presses Run and closed when the run has ended, so a class
 * that is reading costs the server nothing, and a lost connection is mended by pressing Run again.
 */

/**
 * @typedef {{field: string, message: string}} FieldError
 * @typedef {{title: string, detail: string, errors: FieldError[]}} Problem
 * @typedef {object} Handlers
 * @property {(lanes: any[]) => void} onStarted
 * @property {(lane: number, columns: Record<string, any[]>) => void} onRows
 * @property {(summaries: any[]) => void} onFinished
 * @property {(problem: Problem) => void} onRefused the server does not accept the experiments
 * @property {() => void} onLost the connection failed or ended before the run did
 */

/**
 * Runs experiments, one lane each.
 * @param {string} path of the stream on this server
 * @param {{experiments: any[], explain?: boolean}} request
 * @param {Handlers} handlers
 * @returns {() => void} ends the run; after that no handler is called
 */
export function runExperiments(path, request, handlers) {
  const socket = socketAt(path);
  let isOver = false;

  function end() {
    isOver = true;
    socket.close();
  }

  socket.addEventListener("open", () => {
    socket.send(JSON.stringify({ type: "run", id: "run", ...request }));
  });
  socket.addEventListener("message", (event) => {
    if (isOver) return;
    const message = JSON.parse(event.data);
    if (message.type === "started") handlers.onStarted(message.lanes);
    else if (message.type === "rows") handlers.onRows(message.lane, message.columns);
    else if (message.type === "finished") {
      end();
      handlers.onFinished(message.summaries);
    } else if (message.type === "failed") {
      end();
      handlers.onRefused(message.problem);
    }
  });
  socket.addEventListener("close", () => {
    if (isOver) return;
    isOver = true;
    handlers.onLost();
  });
  return end;
}

/** @param {string} path of the stream on this server */
export function socketAt(path) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(address);
}
