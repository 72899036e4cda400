// Pending files: choose, process, or delete for ever.

import {html} from '../lit/lit-html.js';
import {live} from '../lit/directives/live.js';
import {repeat} from '../lit/directives/repeat.js';
import {datasetPath, get} from '../api.js';
import {count, crumbs, empty, head, keyed, named, notice, pager, reading, search, when} from '../parts.js';
import {at, dataset as place} from '../route.js';
import {draw, Reading} from '../screen.js';
import {Selection} from '../select.js';
import {bytes, name, number, t} from '../text.js';
import {askToDelete, askToProcess} from './decide.js';
import {DatasetFrame} from './frame.js';

const SIZE = 100;

export class Pending extends DatasetFrame {
  selection = new Selection();
  stale = false;
  result = null;
  shift = false;

  constructor(context) {
    super(context);
    this.files = new Reading(this.load());
  }

  title() {
    return `${t('pending.title')} · ${this.at.name}`;
  }

  load() {
    const {q, after} = this.query;
    return () => get(at(datasetPath(this.at, 'files'), {status: 'pending', q, after, limit: SIZE}));
  }

  arrive(query) {
    this.query = query;
    this.reload();
  }

  async reload() {
    this.stale = false;
    await this.files.again(this.load());
    if (this.selection.isAll && this.selection.filter === (this.query.q ?? '')) {
      this.selection.recount(this.files.value.total);
    }
  }

  /** Rows never move below somebody's hand: he is told that there is more. */
  snapshot(snapshot) {
    const before = this.dataset.value?.files.pending;
    super.snapshot(snapshot);
    if (before !== undefined && before === this.dataset.value.files.pending) return;
    if (this.selection.size === 0) this.files.soon();
    else this.stale = true;
  }

  view() {
    const {domain, name: dataset} = this.at;
    const trail = crumbs([t('datasets.title'), '/datasets'], [domain], [dataset, place(this.at)], [t('pending.title')]);
    return html`${head(t('pending.title'), t('pending.hint'), {trail})}
      <div class="stack">${reading(this.dataset, d => html`
        ${this.running(d)}
        ${this.stale ? notice('info', t('pending.stale'),
          html`<button class="button tiny" type="button" @click=${() => this.reload()}>${t('pending.update')}</button>`) : ''}
        ${this.result ? this.deleted(this.result) : ''}
        ${reading(this.files, page => this.list(d, page))}`)}</div>`;
  }

  list(d, page) {
    const {q = ''} = this.query;
    const here = place(this.at, 'pending');
    if (!page.total && !q && !this.selection.size) {
      return html`<div class="card">${empty('completed', t('pending.none'), t('pending.none.hint'),
        html`<a class="button main" href=${place(d, 'upload')}>${t('tab.upload')}</a>
          <a class="button" href=${place(d, 'executions')}>${t('executions.view')}</a>`)}</div>`;
    }
    return html`
      <div class="row ends">
        ${search(t('files.search'), q, text => at(here, {q: text}))}
        <div class="row">
          <button class="button" type="button" ?disabled=${!page.total} @click=${() => this.all(page.total)}
            >${t('pending.all', {n: page.total})}</button>
          <button class="button" type="button" ?disabled=${!this.selection.size}
            @click=${() => this.change(s => s.none())}>${t('pending.nothing')}</button>
        </div>
      </div>
      ${this.selection.filter && this.selection.filter !== q
        ? notice('info', t('pending.otherFilter', {q: name(this.selection.filter)})) : ''}
      <div class="card">${page.files.length ? html`
        ${this.wholePage(page)}
        ${this.table(page.files)}${pager(here, this.query, page.next, SIZE)}`
        : empty('search', t('files.nomatch', {q: name(q)}), t('files.nomatch.hint'),
          html`<a class="button" href=${here}>${t('files.clear')}</a>`)}</div>
      ${this.bar(d, page)}`;
  }

  wholePage(page) {
    const offer = !this.selection.isAll && page.total > page.files.length
      && this.selection.state(page.files) === 'all';
    return offer ? html`<div class="wide">${t('pending.page', {n: page.files.length})}
      <button class="button plain tiny" type="button" @click=${() => this.all(page.total)}
        >${t('pending.allFiles', {n: page.total})}</button></div>` : '';
  }

  table(files) {
    const state = this.selection.state(files);
    const whole = event => this.change(s => files.forEach(file => s.set(file, event.target.checked)));
    return html`<table class="picks">
      <caption class="unseen">${t('pending.title')}</caption>
      <thead><tr><th scope="col" class="box"><label><input type="checkbox" aria-label=${t('pending.wholePage')}
          .checked=${live(state === 'all')} .indeterminate=${live(state === 'some')} @change=${whole}></label></th>
        <th scope="col">${t('file.name')}</th><th scope="col" class="number">${t('file.size')}</th>
        <th scope="col">${t('file.by')}</th><th scope="col">${t('file.added')}</th></tr></thead>
      <tbody @mousedown=${event => event.shiftKey && event.preventDefault()}>
        ${repeat(files, file => file.id, (file, i) => this.row(files, file, i))}</tbody>
    </table>`;
  }

  row(files, file, i) {
    const chosen = this.selection.has(file);
    return html`<tr aria-selected=${chosen}>
      <td class="box"><label><input type="checkbox" aria-label=${t('pending.choose', {name: name(file.name)})}
        .checked=${live(chosen)} ?disabled=${!this.selection.takes(file)}
        @click=${event => { this.shift = event.shiftKey; }}
        @change=${event => this.change(s => s.click(files, i, event.target.checked, this.shift))}></label></td>
      <td class="name">${named(file.name)}${file.reason ? html`<p class="why bad">${name(file.reason)}</p>` : ''}</td>
      <td class="number">${bytes(file.size)}</td>
      <td class="wrap">${named(file.userId)}</td>
      <td class="still">${when(file.landedAt)}</td></tr>`;
  }

  bar(d, page) {
    const n = this.selection.size;
    const idle = n === 0;
    const total = Math.max(d.files.pending, n);
    const size = this.selection.bytes;
    return html`<div class="bar" role="region" aria-label=${t('pending.bar')}>
      <p><span class="strong" role="status">${idle ? t('pending.zero') : t('pending.chosen', {n, total})}</span>
        ${size ? html`<span class="soft">${bytes(size)}</span>` : ''}
        ${this.selection.filter ? html`<span class="soft">${t('pending.filter', {q: name(this.selection.filter)})}</span>` : ''}</p>
      ${this.may('delete') ? html`<button class="button danger" type="button" ?disabled=${idle}
        @click=${() => askToDelete(this)}>${t('delete')}</button>` : ''}
      ${this.may('process') ? html`<button class="button main" type="button" ?disabled=${idle}
        @click=${() => askToProcess(this)}>${t('process')}</button>` : ''}
    </div>`;
  }

  deleted({deleted, failed}) {
    return html`<div role="status">${notice(failed.length ? 'bad' : 'good', html`
      <p>${t('delete.done', {n: deleted})}</p>
      ${failed.length ? html`<p>${count('delete.failed', failed.length)}</p>
        <ul>${failed.slice(0, 20).map(one => html`<li class="small">${keyed(one.name ?? one.id)} ${name(one.reason)}</li>`)}</ul>` : ''}`)}</div>`;
  }

  all(total) {
    this.change(s => s.all(this.query.q ?? '', total));
  }

  change(action) {
    action(this.selection);
    this.result = null;
    draw();
  }

  close() {
    super.close();
    this.files.close();
  }
}
