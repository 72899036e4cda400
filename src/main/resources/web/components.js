// Components that several pages share.

import {html} from './lit/lit-html.js';
import {announce} from './accessibility.js';
import {dateTime, escapeInvisible, exactDateTime, number, percent, t, utc} from './i18n.js';
import {icon} from './icons.js';
import {historyDepth, navigate, urlWith} from './router.js';

export {icon};

/** The icon and the word say the same as the colour. */
export const statusBadge = status => html`<span class="status ${status}">${icon(status)}${t(`status.${status}`)}</span>`;

export const shortTime = iso => iso
  ? html`<time datetime=${iso} title=${utc(iso)}>${dateTime(iso)}</time>`
  : '';

export const exactTime = iso => iso
  ? html`<time datetime=${iso} title=${utc(iso)}>${exactDateTime(iso)}</time>`
  : '';

/** A text that others chose: it keeps its own writing direction and is cut after three lines. */
export const externalText = text => html`<span class="clamp" title=${escapeInvisible(text)}><bdi>${escapeInvisible(text)}</bdi></span>`;

/** An object key, or a part of one. */
export const objectKey = text => html`<code class="clamp" title=${escapeInvisible(text)}>${escapeInvisible(text)}</code>`;

export const notice = (kind, content, actions = '') => html`
  <div class="notice ${kind}">
    ${icon({bad: 'failed', good: 'completed', busy: 'processing', warn: 'warning'}[kind] ?? 'info')}
    <div>${content}</div>
    ${actions ? html`<div class="row">${actions}</div>` : ''}
  </div>`;

/** Shows a Problem; retry is optional. */
export const problemNotice = (problem, retry) => html`<div role="alert">${notice('bad', html`
    <p class="bold">${problem.title ? escapeInvisible(problem.title) : t('error.title')}</p>
    <p>${escapeInvisible(problem.message)}</p>
    ${problem.hint ? html`<p>${problem.hint}</p>` : ''}
    ${problem.link ? html`<p><a href=${problem.link.href}>${problem.link.text}</a></p>` : ''}`,
  retry ? html`<button class="button tiny" type="button" @click=${retry}>${t('retry')}</button>` : '')}</div>`;

/** Renders the value of an AsyncValue; before that, its problem or a loading text. */
export function asyncContent(source, view) {
  if (source.value !== null) {
    return html`${source.problem ? problemNotice(source.problem, () => source.reload()) : ''}${view(source.value)}`;
  }
  if (source.problem) return problemNotice(source.problem, () => source.reload());
  return html`<p class="muted" role="status">${t('loading')}</p>`;
}

/** @param trail pairs of a text and a URL; the last has no URL */
export const breadcrumbs = (...trail) => html`
  <nav aria-label=${t('breadcrumbs')}><ul class="breadcrumbs">
    ${trail.map(([text, address]) => html`<li>${address ? html`<a href=${address}>${text}</a>` : text}</li>`)}
  </ul></nav>`;

export const pageHeader = (title, hint = '', {trail = '', side = ''} = {}) => html`
  <div class="page-header">
    ${trail}
    <div class="row spread"><h1 tabindex="-1">${title}</h1>${side}</div>
    ${hint ? html`<p class="muted">${hint}</p>` : ''}
  </div>`;

export const emptyState = (picture, title, hint, actions = '') => html`
  <div class="empty">${icon(picture)}<h2>${title}</h2><p>${hint}</p>
    ${actions ? html`<div class="row">${actions}</div>` : ''}</div>`;

/** @param side a text beside the percentage */
export const progressBar = (label, done, total, {kind = '', side = ''} = {}) => html`
  <div class="row spread"><span class="bold">${label}</span><span class="muted">${side ? `${side} · ` : ''}${percent(done, total)}</span></div>
  <progress class=${kind} max=${total || 1} value=${total ? done : 0} aria-label=${label}></progress>`;

/** Keyset paging: forward by the key of the last row, back by the browser's history. */
export const pager = (path, query, next, size) => html`
  ${query.after || next ? html`<nav class="row pad" aria-label=${t('pages')}>
    ${query.after ? html`<a class="button" href=${urlWith(path, {...query, after: '', page: ''})}>${t('pages.first')}</a>` : ''}
    ${query.after && historyDepth() > 0
      ? html`<button class="button" type="button" @click=${() => history.back()}>${t('pages.back')}</button>` : ''}
    <span class="spacer"></span>
    ${next ? html`<a class="button" href=${urlWith(path, {...query, after: next, page: Number(query.page || 1) + 1})}
      >${t('pages.next', {n: size})}</a>` : ''}
  </nav>` : ''}`;

const SEARCH_DELAY = 250;
let searchTimer = 0;

/** @param urlOf the URL for a search text; it replaces the current one, so the history stays short */
export const searchBox = (label, value, urlOf) => html`
  <div class="search" role="search">
    ${icon('search')}
    <input type="search" id="search" .value=${value} aria-label=${label} placeholder=${label}
      autocomplete="off" spellcheck="false" @input=${event => {
        clearTimeout(searchTimer);
        const {value: q} = event.target;
        searchTimer = setTimeout(() => navigate(urlOf(q), {replace: true}), SEARCH_DELAY);
      }}>
  </div>`;

/** The text with a button that copies it. */
export function copyable(text) {
  const copy = async event => {
    const button = event.currentTarget;
    await navigator.clipboard.writeText(text);
    button.dataset.done = '';
    button.querySelector('span').textContent = t('copied');
    announce(t('copied'));
  };
  return html`<span class="path"><code>${escapeInvisible(text)}</code>
    <button class="button tiny" type="button" @click=${copy}>${icon('copy')}<span>${t('copy')}</span></button></span>`;
}

export const count = (key, n) => t(key, {n, count: number(n)});
