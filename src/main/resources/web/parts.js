// What more than one place shows.

import {html} from './lit/lit-html.js';
import {icon} from './icons.js';
import {at, depth, go} from './route.js';
import {say} from './screen.js';
import {exactly, moment, name, number, percent, t, utc} from './text.js';

export {icon};

/** Icon, word and colour: no one of them says it alone. */
export const status = word => html`<span class="status ${word}">${icon(word)}${t(`status.${word}`)}</span>`;

export const when = iso => iso
  ? html`<time datetime=${iso} title=${utc(iso)}>${moment(iso)}</time>`
  : '';

export const whenExactly = iso => iso
  ? html`<time datetime=${iso} title=${utc(iso)}>${exactly(iso)}</time>`
  : '';

/** A name from outside is text of its own direction, and never more than three lines. */
export const named = text => html`<span class="clamp" title=${name(text)}><bdi>${name(text)}</bdi></span>`;

/** A key of a bucket, or the part of one. */
export const keyed = text => html`<code class="clamp" title=${name(text)}>${name(text)}</code>`;

export const notice = (kind, content, actions = '') => html`
  <div class="notice ${kind}">
    ${icon({bad: 'failed', good: 'completed', busy: 'processing', warn: 'warning'}[kind] ?? 'info')}
    <div>${content}</div>
    ${actions ? html`<div class="row">${actions}</div>` : ''}
  </div>`;

/** What went wrong and what to do about it. */
export const failure = (problem, again) => html`<div role="alert">${notice('bad', html`
    <p class="strong">${problem.title ? name(problem.title) : t('error.title')}</p>
    <p>${name(problem.message)}</p>
    ${problem.hint ? html`<p>${problem.hint}</p>` : ''}
    ${problem.link ? html`<p><a href=${problem.link.href}>${problem.link.text}</a></p>` : ''}`,
  again ? html`<button class="button tiny" type="button" @click=${again}>${t('again')}</button>` : '')}</div>`;

export function reading(source, view) {
  if (source.value !== null) {
    return html`${source.problem ? failure(source.problem, () => source.again()) : ''}${view(source.value)}`;
  }
  if (source.problem) return failure(source.problem, () => source.again());
  return html`<p class="soft" role="status">${t('loading')}</p>`;
}

/** @param trail pairs of a text and the address behind it */
export const crumbs = (...trail) => html`
  <nav aria-label=${t('crumbs')}><ul class="crumbs">
    ${trail.map(([text, address]) => html`<li>${address ? html`<a href=${address}>${text}</a>` : text}</li>`)}
  </ul></nav>`;

export const head = (title, hint = '', {trail = '', side = ''} = {}) => html`
  <div class="head">
    ${trail}
    <div class="row ends"><h1 tabindex="-1">${title}</h1>${side}</div>
    ${hint ? html`<p class="soft">${hint}</p>` : ''}
  </div>`;

export const empty = (picture, title, hint, actions = '') => html`
  <div class="empty">${icon(picture)}<h2>${title}</h2><p>${hint}</p>
    ${actions ? html`<div class="row">${actions}</div>` : ''}</div>`;

/** Bar and numbers of something that goes on. */
export const progress = (label, done, total, {kind = '', side = ''} = {}) => html`
  <div class="row ends"><span class="strong">${label}</span><span class="soft">${side ? `${side} · ` : ''}${percent(done, total)}</span></div>
  <progress class=${kind} max=${total || 1} value=${total ? done : 0} aria-label=${label}></progress>`;

/** Keyset pages go forward by their key and back by the history. */
export const pager = (path, query, next, size) => html`
  ${query.after || next ? html`<nav class="row pad" aria-label=${t('pages')}>
    ${query.after ? html`<a class="button" href=${at(path, {...query, after: '', page: ''})}>${t('pages.first')}</a>` : ''}
    ${query.after && depth() > 0
      ? html`<button class="button" type="button" @click=${() => history.back()}>${t('pages.back')}</button>` : ''}
    <span class="push"></span>
    ${next ? html`<a class="button" href=${at(path, {...query, after: next, page: Number(query.page || 1) + 1})}
      >${t('pages.next', {n: size})}</a>` : ''}
  </nav>` : ''}`;

let typing = 0;

/** Searches as one types; the address follows without filling the history. */
export const search = (label, value, address) => html`
  <div class="search" role="search">
    ${icon('search')}
    <input type="search" id="search" .value=${value} aria-label=${label} placeholder=${label}
      autocomplete="off" spellcheck="false" @input=${event => {
        clearTimeout(typing);
        const {value: q} = event.target;
        typing = setTimeout(() => go(address(q), {replace: true}), 250);
      }}>
  </div>`;

export function copyable(text) {
  const copy = async event => {
    const button = event.currentTarget;
    await navigator.clipboard.writeText(text);
    button.dataset.done = '';
    button.querySelector('span').textContent = t('copied');
    say(t('copied'));
  };
  return html`<span class="path"><code>${name(text)}</code>
    <button class="button tiny" type="button" @click=${copy}>${icon('copy')}<span>${t('copy')}</span></button></span>`;
}

export const count = (key, n) => t(key, {n, count: number(n)});
