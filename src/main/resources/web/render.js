// Renders after each change, once for all changes of one turn of the event loop.

let render = () => {};
let scheduled = false;

export function onUpdate(action) {
  render = action;
}

export function requestUpdate() {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    render();
  });
}
