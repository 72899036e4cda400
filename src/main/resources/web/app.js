// The frame around all places: who, where, and what is live.

import {html, render} from './lit/lit-html.js';
import {get, onSignedOut, remove} from './api.js';
import {ask} from './dialog.js';
import * as live from './live.js';
import {Create} from './pages/create.js';
import {Datasets} from './pages/datasets.js';
import {Execution} from './pages/execution.js';
import {DatasetExecutions, Executions} from './pages/executions.js';
import {Files} from './pages/files.js';
import {Pending} from './pages/pending.js';
import {Problems} from './pages/problems.js';
import {SignIn} from './pages/sign-in.js';
import {underway, Upload} from './pages/upload.js';
import {failure, head, icon} from './parts.js';
import {go, start} from './route.js';
import {beginHere, draw, onDraw, said} from './screen.js';
import {load, t} from './text.js';

/** Who sits at this machine, where nobody signs in. */
const NOBODY = 'local';
const SEGMENT = '([^/]+)';
const PLACES = [
  ['/(?:datasets)?', Datasets],
  ['/datasets/new', Create],
  [`/datasets/${SEGMENT}/${SEGMENT}`, Files],
  [`/datasets/${SEGMENT}/${SEGMENT}/upload`, Upload],
  [`/datasets/${SEGMENT}/${SEGMENT}/executions`, DatasetExecutions],
  [`/datasets/${SEGMENT}/${SEGMENT}/pending`, Pending],
  ['/executions', Executions],
  [`/executions/${SEGMENT}`, Execution],
  ['/problems', Problems],
].map(([pattern, Place]) => [new RegExp(`^${pattern}/?$`), Place]);

let me = null;
let trouble = null;
let place = null;
let path = '';

class Nowhere {
  title = () => t('nowhere.title');
  view = () => html`${head(t('nowhere.title'), t('nowhere.hint'))}
    <p><a class="button main" href="/datasets">${t('datasets.title')}</a></p>`;
}

function arrived(moved) {
  const query = Object.fromEntries(new URLSearchParams(location.search));
  if (location.pathname === path && place?.arrive) {
    place.arrive(query);
    if (moved) scrollTo(0, 0);
  } else {
    place?.close?.();
    path = location.pathname;
    place = open(query);
    draw();
    if (moved) queueMicrotask(focus);
  }
  draw();
}

function open(query) {
  if (!me) return trouble ? new Troubled() : new SignIn({signedIn});
  const found = PLACES.map(([pattern, Place]) => [pattern.exec(path), Place]).find(([match]) => match);
  if (!found) return new Nowhere();
  const params = found[0].slice(1).map(decodeURIComponent);
  return new found[1]({params, query, me});
}

class Troubled {
  title = () => t('error.title');
  view = () => html`${head(t('error.title'))}${failure(trouble, signedIn)}`;
}

/** Those who hear the page hear where they are; nothing is focused where somebody types. */
function focus() {
  scrollTo(0, 0);
  beginHere();
}

async function identify() {
  try {
    me = await get('/me');
    trouble = null;
  } catch (problem) {
    me = null;
    trouble = problem.status === 401 ? null : problem;
  }
}

async function signedIn() {
  await identify();
  if (me) live.start();
  path = '';
  arrived(true);
}

async function signOut() {
  await remove('/session');
  signedOut();
}

function signedOut() {
  live.stop();
  if (!me) return;
  me = null;
  path = '';
  arrived(true);
}

const NAVIGATION = [['/datasets', 'datasets.title'], ['/executions', 'executions.title'], ['/problems', 'problems.nav']];
const current = address => location.pathname.startsWith(address) || (address === '/datasets' && location.pathname === '/');

const shell = () => html`
  <a class="skip" href="#main">${t('skip')}</a>
  <header class="top"><div>
    <a class="brand" href="/datasets" aria-label=${t('product')}>${icon('logo')}<span>${t('product')}</span></a>
    ${me ? html`<nav aria-label=${t('navigation')}>${NAVIGATION
      .filter(([address]) => me.admin || address !== '/problems')
      .map(([address, key]) => html`<a href=${address} aria-current=${current(address) ? 'page' : 'false'}>${t(key)}</a>`)}</nav>` : ''}
    <span class="push"></span>
    ${me ? status() : ''}
  </div></header>
  <main id="main" tabindex="-1">${place.view()}</main>
  <div class="unseen" role="status" id="said">${said()}</div>`;

function status() {
  const busy = underway();
  return html`${busy ? html`<a class="chip" href=${busy.address}>${icon('upload')}<span class="word">${t('upload.chip')}</span> ${busy.share}</a>` : ''}
    <span class="chip ${live.state}" title=${t(`live.${live.state}.hint`)}><i></i><span class="word">${t(`live.${live.state}`)}</span></span>
    ${me.id !== NOBODY && !me.token ? html`<button class="button plain tiny" type="button" @click=${signOut} title=${me.id}>${t('signOut')}</button>` : ''}`;
}

function keys() {
  const entry = (key, text) => html`<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`;
  return ask({
    title: t('keys.title'),
    body: () => html`<dl class="keys">${entry('/', t('keys.search'))}${entry('g d', t('keys.datasets'))}
      ${entry('g e', t('keys.executions'))}${entry('?', t('keys.keys'))}</dl>`,
    confirm: t('close'),
    act: async () => {},
  });
}

let first = '';

function typed(event) {
  const writing = event.target.closest?.('input:not([type=checkbox]), textarea, select, dialog');
  if (writing || event.ctrlKey || event.metaKey || event.altKey || !me) return;
  const both = first + event.key;
  first = event.key === 'g' ? 'g' : '';
  if (event.key === '/' && document.getElementById('search')) {
    event.preventDefault();
    document.getElementById('search').focus();
  } else if (event.key === '?') keys();
  else if (both === 'gd') go('/datasets');
  else if (both === 'ge') go('/executions');
}

onDraw(() => {
  const held = document.activeElement;
  document.title = `${place.title()} · ${t('product')}`;
  render(shell(), document.getElementById('app'));
  // What had the focus may be gone, and keys would begin at the window's top again.
  if (!held?.isConnected) beginHere();
});
onSignedOut(signedOut);
await load();
await identify();
start(arrived);
document.addEventListener('keydown', typed);
live.follow(snapshot => {
  if (snapshot) place.snapshot?.(snapshot);
  draw();
});
if (me) live.start();
