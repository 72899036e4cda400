// FileStatus: every file of a dataset and how far it has come.

import {html} from '../lit/lit-html.js';
import {datasetPath, get} from '../api.js';
import {count, empty, icon, named, pager, reading, search, status, when} from '../parts.js';
import {at, dataset as place} from '../route.js';
import {Reading} from '../screen.js';
import {bytes, name, number, t} from '../text.js';
import {DatasetFrame} from './frame.js';

const STATUSES = ['pending', 'processing', 'completed', 'superseded', 'deleted'];
const SIZE = 100;

export class Files extends DatasetFrame {
  constructor(context) {
    super(context);
    this.files = new Reading(this.load());
  }

  load() {
    const {status, q, after} = this.query;
    return () => get(at(datasetPath(this.at, 'files'), {status, q, after, limit: SIZE}));
  }

  arrive(query) {
    this.query = query;
    this.files.again(this.load());
  }

  snapshot(snapshot) {
    if (super.snapshot(snapshot)) this.files.soon();
  }

  view() {
    const here = place(this.at);
    const {status: chosen = '', q = ''} = this.query;
    return this.frame('', d => html`
      <nav class="choices" aria-label=${t('files.filter')}>
        ${this.choice(here, '', t('files.all'), STATUSES.reduce((sum, one) => sum + d.files[one], 0))}
        ${STATUSES.filter((one, i) => i < 3 || d.files[one] || one === chosen)
          .map(one => this.choice(here, one, t(`status.${one}`), d.files[one]))}
      </nav>
      <div class="row ends">
        ${search(t('files.search'), q, text => at(here, {status: chosen, q: text}))}
        ${d.files.pending ? html`<a class="button main" href=${place(d, 'pending')}>${t('pending.title')}</a>` : ''}
      </div>
      <div class="card">${reading(this.files, page => page.files.length
        ? html`${this.table(page)}${pager(here, this.query, page.next, SIZE)}`
        : this.nothing(d))}</div>`);
  }

  choice(here, one, text, n) {
    const {status: chosen = '', q} = this.query;
    return html`<a href=${at(here, {status: one, q})} aria-current=${one === chosen ? 'true' : 'false'}
      >${one ? icon(one) : ''}${text} <b>${number(n)}</b></a>`;
  }

  table(page) {
    return html`<table>
      <caption class="unseen">${t('tab.files')}, ${count('files', page.total)}</caption>
      <thead><tr><th scope="col">${t('file.name')}</th><th scope="col">${t('file.status')}</th>
        <th scope="col" class="number">${t('file.size')}</th>
        <th scope="col">${t('file.by')}</th><th scope="col">${t('file.added')}</th></tr></thead>
      <tbody>${page.files.map(file => html`<tr>
        <td class="name">${named(file.name)}
          ${file.reason ? html`<p class="why ${file.status === 'pending' ? 'bad' : ''}">${name(file.reason)}</p>` : ''}</td>
        <td>${file.executionId && file.status !== 'pending'
          ? html`<a href="/executions/${file.executionId}">${status(file.status)}</a>` : status(file.status)}</td>
        <td class="number">${bytes(file.size)}</td>
        <td class="wrap">${named(file.userId)}</td>
        <td class="still">${when(file.landedAt)}</td></tr>`)}</tbody>
    </table>`;
  }

  nothing(d) {
    const {status: chosen, q} = this.query;
    if (q) {
      return empty('search', t('files.nomatch', {q: name(q)}), t('files.nomatch.hint'),
        html`<a class="button" href=${at(place(d), {status: chosen})}>${t('files.clear')}</a>`);
    }
    if (chosen) return empty(chosen, t(`files.none.${chosen}`), t(`files.none.${chosen}.hint`));
    return empty('upload', t('files.none'), t('files.none.hint'),
      html`<a class="button main" href=${place(d, 'upload')}>${t('tab.upload')}</a>`);
  }

  close() {
    super.close();
    this.files.close();
  }
}
