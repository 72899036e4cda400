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

/** Gives the focus to the heading of the place. */
export function beginHere() {
  document.querySelector('h1')?.focus({preventScroll: true});
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
  #outdated = 0;
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
    const [value, problem] = await load().then(value => [value, null], problem => [null, problem]);
    if (turn !== this.#turn) return;
    this.busy = false;
    if (problem === null) this.value = value;
    this.problem = problem;
    draw();
    if (this.#outdated === 0) return;
    this.#outdated = 0;
    await this.again();
  }

  /** Something changed: what is being read may be older, and is read once more. */
  soon() {
    if (this.busy) this.#outdated++;
    else this.again();
  }

  close() {
    this.#turn++;
  }
}
