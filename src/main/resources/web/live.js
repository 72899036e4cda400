// What is happening now. A snapshot replaces all that came before it, so none can be missed; one
// that is older than the last is dropped, so that nothing goes backwards.

import {get} from './api.js';

const POLL = 5000;
const PATIENCE = 3;
const BEAT = 15000;

let source = null;
let failures = 0;
let poll = 0;
let wanted = false;
let version = -1;
let shape = '';
let last = null;
let listen = () => {};

export let state = 'reconnecting';

/** @param action is handed each newer snapshot, and null where only the state changed */
export function follow(action) {
  listen = action;
  document.addEventListener('visibilitychange', () => document.hidden ? rest() : wanted && connect());
  addEventListener('pagehide', rest);
  // What began and ended between two looks of the server leaves no trace in a snapshot.
  setInterval(() => state === 'live' && last && !document.hidden && listen({...last, isNews: true}), BEAT);
}

export function start() {
  wanted = true;
  connect();
}

export function stop() {
  wanted = false;
  rest();
}

/** Hidden pages hold no connection: a browser has six for a host. */
function rest() {
  source?.close();
  source = null;
  clearInterval(poll);
  poll = 0;
}

function connect() {
  if (source || poll || document.hidden) return;
  source = new EventSource('/api/v1/live');
  // A server where nothing is has nothing to tell.
  source.addEventListener('open', () => become('live'));
  source.addEventListener('snapshot', event => {
    failures = 0;
    become('live');
    take(JSON.parse(event.data));
  });
  source.addEventListener('error', () => {
    failures++;
    become('reconnecting');
    // After some errors, or one that the browser takes for final, asking again and again remains.
    if (failures < PATIENCE && source.readyState !== EventSource.CLOSED) return;
    rest();
    poll = setInterval(ask, POLL);
    ask();
  });
}

let turns = 0;

async function ask() {
  try {
    const {datasets} = await get('/datasets?limit=500');
    become('polling');
    const {executions} = await get('/executions?status=processing&limit=500');
    tell({datasets, executions});
    // The stream may be back; each sixth time it is tried, and as soon as the server is there again.
    if (++turns % 6 === 0) {
      rest();
      failures = PATIENCE - 1;
      connect();
    }
  } catch {
    turns = -1;
    become('reconnecting');
  }
}

function take(snapshot) {
  if (snapshot.version <= version) return;
  version = snapshot.version;
  tell(snapshot);
}

/** What is more than progress is news: then lists are read again. */
function tell(snapshot) {
  const now = JSON.stringify(snapshot.datasets.map(d => [d.domain, d.name, d.liveExecution, d.runningExecution]));
  listen({...snapshot, isNews: now !== shape});
  shape = now;
  last = snapshot;
}

function become(now) {
  if (state === now) return;
  state = now;
  listen(null);
}

/** The dataset as the snapshot has it, or as it is where the snapshot does not speak of it. */
export function fresher(dataset, snapshot) {
  const now = snapshot.datasets?.find(d => d.domain === dataset.domain && d.name === dataset.name);
  return now ? {...dataset, ...now} : dataset;
}

/** The execution with the progress that the snapshot knows of. */
export const further = (execution, snapshot) =>
  merged(execution, snapshot.executions?.find(e => e.id === execution.id) ?? execution);

const over = execution => execution.status !== 'processing';

/** Of two readings of an execution the one that is further on: it never goes back. */
export function merged(before, now) {
  if (!before || before.id !== now.id || over(now)) return now;
  if (over(before)) return before;
  const most = key => ({...now[key], copied: Math.max(now[key].copied, before[key].copied)});
  return {...before, ...now, files: most('files'), bytes: most('bytes')};
}
