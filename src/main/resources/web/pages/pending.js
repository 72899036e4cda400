// Pending files: select, then process or permanently delete.

import {html} from '../lit/lit-html.js';
import {live} from '../lit/directives/live.js';
import {repeat} from '../lit/directives/repeat.js';
import {datasetPath, get} from '../api.js';
import {AsyncValue} from '../async-value.js';
import {asyncContent, breadcrumbs, count, emptyState, externalText, notice, objectKey, pageHeader, pager, searchBox, shortTime} from '../components.js';
import {bytes, escapeInvisible, number, t} from '../i18n.js';
import {requestUpdate} from '../render.js';
import {datasetUrl, urlWith} from '../router.js';
import {Selection} from '../selection.js';
import {confirmDelete, confirmProcess} from './confirmations.js';
import {DatasetPage} from './dataset-page.js';

const SIZE = 100;

export class PendingPage extends DatasetPage {
  selection = new Selection();
  /** Whether the pending files have changed since the list was loaded. */
  stale = false;
  /** The result of the last deletion, until the selection changes. */
  result = null;
  shift = false;

  constructor(context) {
    super(context);
    this.files = new AsyncValue(this.load());
  }

  title() {
    return `${t('pending.title')} · ${this.ref.name}`;
  }

  /** Remembers the number of pending files before the list is loaded, so that no later change is missed. */
  load() {
    const {q, after} = this.query;
    return async () => {
      await this.dataset.ready;
      this.listed = this.pending;
      return get(urlWith(datasetPath(this.ref, 'files'), {status: 'pending', q, after, limit: SIZE}));
    };
  }

  queryChanged(query) {
    this.query = query;
    this.reload();
  }

  async reload() {
    this.stale = false;
    await this.files.reload(this.load());
    if (this.selection.isAll && this.selection.filter === (this.query.q ?? '')) {
      this.selection.setTotal(this.files.value.total);
    }
  }

  /** While files are selected, the list does not change by itself: rows would move under the pointer. */
  onDatasetChanged() {
    if (this.listed === undefined || this.listed === this.pending) return;
    if (this.selection.size === 0) this.files.invalidate();
    else this.stale = true;
  }

  /** The number of pending files, or null if it is unknown. */
  get pending() {
    return this.dataset.value?.files.pending ?? null;
  }

  view() {
    const {domain, name: dataset} = this.ref;
    const trail = breadcrumbs([t('datasets.title'), '/datasets'], [domain], [dataset, datasetUrl(this.ref)], [t('pending.title')]);
    return html`${pageHeader(t('pending.title'), t('pending.hint'), {trail})}
      <div class="stack">${asyncContent(this.dataset, d => html`
        ${this.running(d)}
        ${this.stale ? notice('info', t('pending.stale'),
          html`<button class="button tiny" type="button" @click=${() => this.reload()}>${t('pending.update')}</button>`) : ''}
        ${this.result ? this.deletionResult(this.result) : ''}
        ${asyncContent(this.files, page => this.list(d, page))}`)}</div>`;
  }

  list(d, page) {
    const {q = ''} = this.query;
    const here = datasetUrl(this.ref, 'pending');
    if (!page.total && !q && !this.selection.size) {
      return html`<div class="card">${emptyState('completed', t('pending.none'), t('pending.none.hint'),
        html`<a class="button main" href=${datasetUrl(d, 'upload')}>${t('tab.upload')}</a>
          <a class="button" href=${datasetUrl(d, 'executions')}>${t('executions.view')}</a>`)}</div>`;
    }
    return html`
      <div class="row spread">
        ${searchBox(t('files.search'), q, text => urlWith(here, {q: text}))}
        <div class="row">
          <button class="button" type="button" ?disabled=${!page.total} @click=${() => this.selectAll(page.total)}
            >${t('pending.selectAll', {n: page.total})}</button>
          <button class="button" type="button" ?disabled=${!this.selection.size}
            @click=${() => this.change(s => s.clear())}>${t('pending.deselectAll')}</button>
        </div>
      </div>
      ${this.selection.filter && this.selection.filter !== q
        ? notice('info', t('pending.otherFilter', {q: escapeInvisible(this.selection.filter)})) : ''}
      <div class="card">${page.files.length ? html`
        ${this.selectAllOffer(page)}
        ${this.table(page.files)}${pager(here, this.query, page.next, SIZE)}`
        : emptyState('search', t('files.nomatch', {q: escapeInvisible(q)}), t('files.nomatch.hint'),
          html`<a class="button" href=${here}>${t('files.clear')}</a>`)}</div>
      ${this.selectionBar(d)}`;
  }

  /** Offered once all files on this page are selected and there are more. */
  selectAllOffer(page) {
    const isOffered = !this.selection.isAll && page.total > page.files.length
      && this.selection.state(page.files) === 'all';
    return isOffered ? html`<div class="select-all-offer">${t('pending.pageSelected', {n: page.files.length})}
      <button class="button plain tiny" type="button" @click=${() => this.selectAll(page.total)}
        >${t('pending.selectAllFiles', {n: page.total})}</button></div>` : '';
  }

  table(files) {
    const state = this.selection.state(files);
    const selectPage = event => this.change(s => files.forEach(file => s.set(file, event.target.checked)));
    return html`<table class="selectable">
      <caption class="visually-hidden">${t('pending.title')}</caption>
      <thead><tr><th scope="col" class="box"><label><input type="checkbox" aria-label=${t('pending.selectPage')}
          .checked=${live(state === 'all')} .indeterminate=${live(state === 'some')} @change=${selectPage}></label></th>
        <th scope="col">${t('file.name')}</th><th scope="col" class="number">${t('file.size')}</th>
        <th scope="col">${t('file.by')}</th><th scope="col">${t('file.added')}</th></tr></thead>
      <tbody @mousedown=${event => event.shiftKey && event.preventDefault()}>
        ${repeat(files, file => file.id, (file, i) => this.row(files, file, i))}</tbody>
    </table>`;
  }

  row(files, file, i) {
    const selected = this.selection.has(file);
    return html`<tr aria-selected=${selected}>
      <td class="box"><label><input type="checkbox" aria-label=${t('pending.select', {name: escapeInvisible(file.name)})}
        .checked=${live(selected)} ?disabled=${!this.selection.isSelectable(file)}
        @click=${event => { this.shift = event.shiftKey; }}
        @change=${event => this.change(s => s.click(files, i, event.target.checked, this.shift))}></label></td>
      <td class="name">${externalText(file.name)}${file.reason ? html`<p class="detail bad">${escapeInvisible(file.reason)}</p>` : ''}</td>
      <td class="number">${bytes(file.size)}</td>
      <td class="wrap">${externalText(file.userId)}</td>
      <td class="nowrap">${shortTime(file.landedAt)}</td></tr>`;
  }

  selectionBar(d) {
    const n = this.selection.size;
    const isEmpty = n === 0;
    const total = Math.max(d.files.pending, n);
    const size = this.selection.bytes;
    return html`<div class="selection-bar" role="region" aria-label=${t('pending.selection')}>
      <p><span class="bold" role="status">${isEmpty ? t('pending.noneSelected') : t('pending.selected', {n, total})}</span>
        ${size ? html`<span class="muted">${bytes(size)}</span>` : ''}
        ${this.selection.filter ? html`<span class="muted">${t('pending.selectedFilter', {q: escapeInvisible(this.selection.filter)})}</span>` : ''}</p>
      ${this.may('delete') ? html`<button class="button danger" type="button" ?disabled=${isEmpty}
        @click=${() => confirmDelete(this)}>${t('delete')}</button>` : ''}
      ${this.may('process') ? html`<button class="button main" type="button" ?disabled=${isEmpty}
        @click=${() => confirmProcess(this)}>${t('process')}</button>` : ''}
    </div>`;
  }

  deletionResult({deleted, failed}) {
    return html`<div role="status">${notice(failed.length ? 'bad' : 'good', html`
      <p>${t('delete.done', {n: deleted})}</p>
      ${failed.length ? html`<p>${count('delete.failed', failed.length)}</p>
        <ul>${failed.slice(0, 20).map(one => html`<li class="small">${objectKey(one.name ?? one.id)} ${escapeInvisible(one.reason)}</li>`)}</ul>` : ''}`)}</div>`;
  }

  selectAll(total) {
    this.change(s => s.selectAll(this.query.q ?? '', total));
  }

  change(action) {
    action(this.selection);
    this.result = null;
    requestUpdate();
  }

  close() {
    super.close();
    this.files.close();
  }
}
