// Which picture is on the screen, and since when.

export class Painted {
  #id = null;
  #since = Infinity;

  // It stands in the page now, and is seen after the next frame.
  picture(id) {
    if (id === this.#id) return;
    this.#id = id;
    this.#since = Infinity;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      if (id === this.#id) this.#since = performance.now();
    };
    requestAnimationFrame(() => port2.postMessage(null));
  }

  nothing() {
    this.#id = null;
  }

  // The id of what was seen at a time (an event's `timeStamp`); null is nothing.
  at(time) {
    return time >= this.#since ? this.#id : null;
  }

  // Milliseconds.
  since(time) {
    return Math.round(time - this.#since);
  }
}
