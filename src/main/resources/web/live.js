// Live updates: snapshots by server-sent events, or by polling where those fail. Each snapshot is
// complete, so a missed one does no harm. Older snapshots are dropped: the page never goes back.

import {get} from './api.js';

const POLL_INTERVAL = 5000;
const MAX_FAILURES = 3;
const RETRY_STREAM_AFTER_POLLS = 6;
const REFRESH_INTERVAL = 15000;

let source = null;
let failures = 0;
let pollTimer = 0;
let polls = 0;
let enabled = false;
let version = -1;
let fingerprint = '';
let last = null;
let listener = () => {};

export let state = 'reconnecting';

/** @param action gets each new snapshot, and null when only the connection state changed */
export function subscribe(action) {
  listener = action;
  document.addEventListener('visibilitychange', () => document.hidden ? disconnect() : enabled && connect());
  addEventListener('pagehide', disconnect);
  // An execution that starts and ends between two snapshots appears in neither.
  setInterval(() => state === 'live' && last && !document.hidden && listener({...last, isNews: true}), REFRESH_INTERVAL);
}

export function start() {
  enabled = true;
  connect();
}

export function stop() {
  enabled = false;
  version = -1;
  disconnect();
}

/** Hidden pages disconnect: a browser allows six connections to a host. */
function disconnect() {
  source?.close();
  source = null;
  clearInterval(pollTimer);
  pollTimer = 0;
}

function connect() {
  if (source || pollTimer || document.hidden) return;
  source = new EventSource('/api/v1/live');
  source.addEventListener('open', () => setState('live'));
  source.addEventListener('snapshot', event => {
    failures = 0;
    setState('live');
    receive(JSON.parse(event.data));
  });
  source.addEventListener('error', () => {
    failures++;
    setState('reconnecting');
    // The browser retries by itself unless it closed the stream.
    if (failures < MAX_FAILURES && source.readyState !== EventSource.CLOSED) return;
    disconnect();
    pollTimer = setInterval(poll, POLL_INTERVAL);
    poll();
  });
}

async function poll() {
  try {
    const {datasets} = await get('/datasets?limit=500');
    setState('polling');
    const {executions} = await get('/executions?status=processing&limit=500');
    publish({datasets, executions});
    // Tries the stream again every few polls, and at once after the server was away.
    if (++polls % RETRY_STREAM_AFTER_POLLS === 0) {
      disconnect();
      failures = MAX_FAILURES - 1;
      connect();
    }
  } catch {
    polls = -1;
    setState('reconnecting');
  }
}

function receive(snapshot) {
  if (snapshot.version <= version) return;
  version = snapshot.version;
  publish(snapshot);
}

/** Marks a snapshot as news if more than progress changed: lists are then loaded again. */
function publish(snapshot) {
  const now = JSON.stringify(snapshot.datasets.map(d => [d.domain, d.name, d.liveExecution, d.runningExecution]));
  listener({...snapshot, isNews: now !== fingerprint});
  fingerprint = now;
  last = snapshot;
}

function setState(now) {
  if (state === now) return;
  state = now;
  listener(null);
}

/** The dataset with what the snapshot knows of it, if anything. */
export function withSnapshot(dataset, snapshot) {
  const now = snapshot.datasets?.find(d => d.domain === dataset.domain && d.name === dataset.name);
  return now ? {...dataset, ...now} : dataset;
}

/** The execution with the progress in the snapshot, if any. */
export const withProgress = (execution, snapshot) =>
  newest(execution, snapshot.executions?.find(e => e.id === execution.id) ?? execution);

const isOver = execution => execution.status !== 'processing';

/** Merges two states of one execution: a final status stays, and progress never decreases. */
export function newest(before, now) {
  if (!before || before.id !== now.id || isOver(now)) return now;
  if (isOver(before)) return before;
  const most = key => ({...now[key], copied: Math.max(now[key].copied, before[key].copied)});
  return {...before, ...now, files: most('files'), bytes: most('bytes')};
}
