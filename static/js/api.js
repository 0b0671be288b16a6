// @ts-check
/** REST on this server: a question and its answer, or an error that says in a sentence what the server does not accept. */

export class Refusal extends Error {
  /** @param {import("./runs/stream.js").Problem} problem @param {number} [status] @param {number} [retryAfter] seconds, 0 where none are said */
  constructor(problem, status = 0, retryAfter = 0) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {string} path @param {Record<string, string | number>} query
 * @returns {Promise<any>} rejected with a `Refusal`, or a TypeError when the server cannot be reached
 */
export async function get(path, query) {
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return answerOf(await fetch(`${path}?${new URLSearchParams(pairs)}`));
}

/** @param {string} path @param {unknown} body @returns {Promise<any>} rejected as `get` is */
export async function post(path, body) {
  return answerOf(
    await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  );
}

/**
 * A request whose answer may be one of several kinds.
 * @param {string} path @param {{method?: string, body?: unknown}} [how]
 * @returns {Promise<{status: number, body: any}>} rejected as `get` is
 */
export async function exchange(path, { method = "GET", body } = {}) {
  const content = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...content });
  if (!response.ok) throw new Refusal(await response.json(), response.status, Number(response.headers.get("Retry-After")));
  return { status: response.status, body: await response.json() };
}

/** Removes something that is not needed any more, even while the page is being left; nothing is said if it is gone. @param {string} path */
export async function remove(path) {
  try {
    await fetch(path, { method: "DELETE", keepalive: true });
  } catch {
    // What cannot be removed is forgotten by the server in time.
  }
}

/** @param {Response} response */
async function answerOf(response) {
  if (response.ok) return response.json();
  throw new Refusal(await response.json());
}

/**
 * One question at a time: what is asked while an answer is awaited waits, and only the newest of it is asked. With a
 * `rest`, a question waits until no newer one has come for so many milliseconds: a slider asks many in a row.
 */
export class Latest {
  /**
   * @param {(question: any) => Promise<any>} ask
   * @param {{onAnswer: (answer: any, question: any) => void, onFailure: (error: Error, question: any) => void, rest?: number}} options
   */
  constructor(ask, { onAnswer, onFailure, rest = 0 }) {
    this._rest = rest;
    this._timer = 0;
    this._ask = ask;
    this._onAnswer = onAnswer;
    this._onFailure = onFailure;
    this._isBusy = false;
    /** @type {{question: any} | null} */
    this._next = null;
  }

  /** @param {any} question */
  ask(question) {
    this._next = { question };
    clearTimeout(this._timer);
    if (this._rest > 0) this._timer = window.setTimeout(() => this._start(), this._rest);
    else this._start();
  }

  /** Takes back what has not been asked yet. */
  withdraw() {
    clearTimeout(this._timer);
    this._next = null;
  }

  _start() {
    if (!this._isBusy) this._proceed();
  }

  async _proceed() {
    this._isBusy = true;
    while (this._next !== null) {
      const { question } = this._next;
      this._next = null;
      try {
        const answer = await this._ask(question);
        if (this._next === null) this._onAnswer(answer, question);
      } catch (error) {
        if (this._next === null) this._onFailure(/** @type {Error} */ (error), question);
      }
    }
    this._isBusy = false;
  }
}
