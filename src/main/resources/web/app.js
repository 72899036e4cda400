// The application: the frame around all pages, routing and session.

import {html, render} from './lit/lit-html.js';
import {announcement, focusHeading} from './accessibility.js';
import {get, onSignedOut, remove} from './api.js';
import {icon, pageHeader, problemNotice} from './components.js';
import {openDialog} from './dialog.js';
import {loadMessages, t} from './i18n.js';
import * as live from './live.js';
import {CreateDatasetPage} from './pages/create-dataset.js';
import {DatasetsPage} from './pages/datasets.js';
import {ExecutionPage} from './pages/execution.js';
import {DatasetExecutionsPage, ExecutionsPage} from './pages/executions.js';
import {FilesPage} from './pages/files.js';
import {PendingPage} from './pages/pending.js';
import {DatasetProblemsPage, ProblemsPage} from './pages/problems.js';
import {SignInPage} from './pages/sign-in.js';
import {currentUpload, UploadPage} from './pages/upload.js';
import {onUpdate, requestUpdate} from './render.js';
import {navigate, startRouter} from './router.js';

/** The user's id if the server asks nobody to sign in. */
const LOCAL_USER = 'local';
const SEGMENT = '([^/]+)';
const PAGES = [
  ['/(?:datasets)?', DatasetsPage],
  ['/datasets/new', CreateDatasetPage],
  [`/datasets/${SEGMENT}/${SEGMENT}`, FilesPage],
  [`/datasets/${SEGMENT}/${SEGMENT}/upload`, UploadPage],
  [`/datasets/${SEGMENT}/${SEGMENT}/executions`, DatasetExecutionsPage],
  [`/datasets/${SEGMENT}/${SEGMENT}/problems`, DatasetProblemsPage],
  [`/datasets/${SEGMENT}/${SEGMENT}/pending`, PendingPage],
  ['/executions', ExecutionsPage],
  [`/executions/${SEGMENT}`, ExecutionPage],
  ['/problems', ProblemsPage],
].map(([pattern, Page]) => [new RegExp(`^${pattern}/?$`), Page]);

/** The signed-in user, or null. */
let me = null;
let startProblem = null;
let page = null;
let path = '';

class NotFoundPage {
  title = () => t('notFound.title');
  view = () => html`${pageHeader(t('notFound.title'), t('notFound.hint'))}
    <p><a class="button main" href="/datasets">${t('datasets.title')}</a></p>`;
}

class ErrorPage {
  title = () => t('error.title');
  view = () => html`${pageHeader(t('error.title'))}${problemNotice(startProblem, signedIn)}`;
}

/** Shows the page of the current URL; a page that is open already gets the new query only. */
function showPage(isNew) {
  const query = Object.fromEntries(new URLSearchParams(location.search));
  if (location.pathname === path && page?.queryChanged) {
    page.queryChanged(query);
    if (isNew) scrollTo(0, 0);
  } else {
    page?.close?.();
    path = location.pathname;
    page = open(query);
    requestUpdate();
    if (isNew) queueMicrotask(goToTop);
  }
  requestUpdate();
}

function open(query) {
  if (!me) return startProblem ? new ErrorPage() : new SignInPage({signedIn});
  const found = PAGES.map(([pattern, Page]) => [pattern.exec(path), Page]).find(([match]) => match);
  if (!found) return new NotFoundPage();
  const params = found[0].slice(1).map(decodeURIComponent);
  return new found[1]({params, query, me});
}

/** Screen readers read the heading of the new page. */
function goToTop() {
  scrollTo(0, 0);
  focusHeading();
}

async function loadUser() {
  try {
    me = await get('/me');
    startProblem = null;
  } catch (problem) {
    me = null;
    startProblem = problem.status === 401 ? null : problem;
  }
}

async function signedIn() {
  await loadUser();
  if (me) live.start();
  path = '';
  showPage(true);
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
  showPage(true);
}

const NAVIGATION = [['/datasets', 'datasets.title'], ['/executions', 'executions.title'], ['/problems', 'problems.nav']];
const isCurrent = url => location.pathname.startsWith(url) || (url === '/datasets' && location.pathname === '/');

const frame = () => html`
  <a class="skip" href="#main">${t('skip')}</a>
  <header class="top"><div>
    <a class="brand" href="/datasets" aria-label=${t('product')}>${icon('logo')}<span>${t('product')}</span></a>
    ${me ? html`<nav aria-label=${t('navigation')}>${NAVIGATION
      .filter(([url]) => me.admin || url !== '/problems')
      .map(([url, key]) => html`<a href=${url} aria-current=${isCurrent(url) ? 'page' : 'false'}>${t(key)}</a>`)}</nav>` : ''}
    <span class="spacer"></span>
    ${me ? sessionStatus() : ''}
  </div></header>
  <main id="main" tabindex="-1">${page.view()}</main>
  <div class="visually-hidden" role="status" id="announcement">${announcement()}</div>`;

function sessionStatus() {
  const upload = currentUpload();
  return html`${upload ? html`<a class="chip" href=${upload.url}>${icon('upload')}<span class="word">${t('upload.chip')}</span> ${upload.percent}</a>` : ''}
    <span class="chip ${live.state}" title=${t(`live.${live.state}.hint`)}><i></i><span class="word">${t(`live.${live.state}`)}</span></span>
    ${me.id !== LOCAL_USER && !me.token ? html`<button class="button plain tiny" type="button" @click=${signOut} title=${me.id}>${t('signOut')}</button>` : ''}`;
}

function showShortcuts() {
  const entry = (keys, text) => html`<dt><kbd>${keys}</kbd></dt><dd>${text}</dd>`;
  return openDialog({
    title: t('shortcuts.title'),
    body: () => html`<dl class="keys">${entry('/', t('shortcuts.search'))}${entry('g d', t('shortcuts.datasets'))}
      ${entry('g e', t('shortcuts.executions'))}${entry('?', t('shortcuts.help'))}</dl>`,
    confirm: t('close'),
    action: async () => {},
  });
}

let prefix = '';

function onKeyDown(event) {
  const isTyping = event.target.closest?.('input:not([type=checkbox]), textarea, select, dialog');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !me) return;
  const keys = prefix + event.key;
  prefix = event.key === 'g' ? 'g' : '';
  if (event.key === '/' && document.getElementById('search')) {
    event.preventDefault();
    document.getElementById('search').focus();
  } else if (event.key === '?') showShortcuts();
  else if (keys === 'gd') navigate('/datasets');
  else if (keys === 'ge') navigate('/executions');
}

onUpdate(() => {
  const focused = document.activeElement;
  document.title = `${page.title()} · ${t('product')}`;
  render(frame(), document.getElementById('app'));
  // If the focused element is gone, Tab would start at the top of the window.
  if (!focused?.isConnected) focusHeading();
});
onSignedOut(signedOut);
await loadMessages();
await loadUser();
startRouter(showPage);
document.addEventListener('keydown', onKeyDown);
live.subscribe(snapshot => {
  if (snapshot) page.onSnapshot?.(snapshot);
  requestUpdate();
});
if (me) live.start();
