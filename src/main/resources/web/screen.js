// Draws after each change, once for all changes of a turn.

let paint = () => {};
let due = false;

export function onDraw(action) {
  paint = action;
}

export function draw() {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    paint();
  });
}

let saying = '';

/** Tells those who do not see the screen, once for each event and never for mere progress. */
export function say(text) {
  saying = saying === text ? text + '\u00a0' : text;
  draw();
}

export const said = () => saying;

/** Something that is read from the API: drawn when it comes, kept while it is read again. */
export class Reading {
  value = null;
  problem = null;
  busy = false;
  #turn = 0;
  #load;

  constructor(load) {
    this.#load = load;
    this.again();
  }

  async again(load = this.#load) {
    this.#load = load;
    const turn = ++this.#turn;
    this.busy = true;
    draw();
    try {
      const value = await load();
      if (turn !== this.#turn) return;
      this.value = value;
      this.problem = null;
    } catch (problem) {
      if (turn !== this.#turn) return;
      this.problem = problem;
    }
    this.busy = false;
    draw();
  }

  close() {
    this.#turn++;
  }
}
