// @ts-check
/**
 * The wire to a training: one socket, kept for as long as the training may be told something (pause, another rate, more
 * epochs). What comes over it is handed on as it is; nothing here knows what a row means.
 */

import { socketAt } from "../runs/stream.js";

/**
 * @typedef {{type: string, [name: string]: any}} Message
 */

const ID = "training";

export class Channel {
  /**
   * @param {string} path of the stream on this server
   * @param {Message} first what is said as soon as there is a connection
   * @param {{onMessage: (message: Message) => void, onLost: () => void}} handlers `onLost`: it failed, or ended from the other side
   */
  constructor(path, first, { onMessage, onLost }) {
    this._socket = socketAt(path);
    this._isOver = false;
    this._socket.addEventListener("open", () => this.send(first));
    this._socket.addEventListener("message", (event) => {
      if (!this._isOver) onMessage(JSON.parse(event.data));
    });
    this._socket.addEventListener("close", () => {
      if (this._isOver) return;
      this._isOver = true;
      onLost();
    });
  }

  /** @param {Message} message */
  send(message) {
    if (this._socket.readyState === WebSocket.OPEN) this._socket.send(JSON.stringify({ ...message, id: ID }));
  }

  /** Ends it; after that no handler is called. */
  close() {
    this._isOver = true;
    this._socket.close();
  }
}
