// FileStatus: all files of a dataset with their status.

import {html} from '../lit/lit-html.js';
import {datasetPath, get} from '../api.js';
import {AsyncValue} from '../async-value.js';
import {asyncContent, count, emptyState, externalText, icon, pager, searchBox, shortTime, statusBadge} from '../components.js';
import {bytes, escapeInvisible, number, t} from '../i18n.js';
import {datasetUrl, urlWith} from '../router.js';
import {DatasetPage} from './dataset-page.js';

const STATUSES = ['pending', 'processing', 'completed', 'superseded', 'deleted'];
const SIZE = 100;

export class FilesPage extends DatasetPage {
  constructor(context) {
    super(context);
    this.files = new AsyncValue(this.load());
  }

  /** Remembers the dataset's state before the list is loaded, so that no later change is missed. */
  load() {
    const {status, q, after} = this.query;
    return async () => {
      await this.dataset.ready;
      this.listed = this.fingerprint;
      return get(urlWith(datasetPath(this.ref, 'files'), {status, q, after, limit: SIZE}));
    };
  }

  queryChanged(query) {
    this.query = query;
    this.files.reload(this.load());
  }

  onDatasetChanged() {
    if (this.listed !== undefined && this.listed !== this.fingerprint) this.files.invalidate();
  }

  get fingerprint() {
    const {files, runningExecution, liveExecution} = this.dataset.value ?? {};
    return JSON.stringify([files, runningExecution, liveExecution]);
  }

  view() {
    const here = datasetUrl(this.ref);
    const {status: current = '', q = ''} = this.query;
    return this.frame('', d => html`
      <nav class="status-filter" aria-label=${t('files.filter')}>
        ${this.statusLink(here, '', t('files.all'), STATUSES.reduce((sum, one) => sum + d.files[one], 0))}
        ${STATUSES.filter((one, i) => i < 3 || d.files[one] || one === current)
          .map(one => this.statusLink(here, one, t(`status.${one}`), d.files[one]))}
      </nav>
      <div class="row spread">
        ${searchBox(t('files.search'), q, text => urlWith(here, {status: current, q: text}))}
        ${d.files.pending ? html`<a class="button main" href=${datasetUrl(d, 'pending')}>${t('pending.title')}</a>` : ''}
      </div>
      <div class="card">${asyncContent(this.files, page => page.files.length
        ? html`${this.table(page)}${pager(here, this.query, page.next, SIZE)}`
        : this.noFiles(d))}</div>`);
  }

  statusLink(here, status, text, n) {
    const {status: current = '', q} = this.query;
    return html`<a href=${urlWith(here, {status, q})} aria-current=${status === current ? 'true' : 'false'}
      >${status ? icon(status) : ''}${text} <b>${number(n)}</b></a>`;
  }

  table(page) {
    return html`<table>
      <caption class="visually-hidden">${t('tab.files')}, ${count('files', page.total)}</caption>
      <thead><tr><th scope="col">${t('file.name')}</th><th scope="col">${t('file.status')}</th>
        <th scope="col" class="number">${t('file.size')}</th>
        <th scope="col">${t('file.by')}</th><th scope="col">${t('file.added')}</th></tr></thead>
      <tbody>${page.files.map(file => html`<tr>
        <td class="name">${externalText(file.name)}
          ${file.reason ? html`<p class="detail ${file.status === 'pending' ? 'bad' : ''}">${escapeInvisible(file.reason)}</p>` : ''}</td>
        <td>${file.executionId && file.status !== 'pending'
          ? html`<a href="/executions/${file.executionId}">${statusBadge(file.status)}</a>` : statusBadge(file.status)}</td>
        <td class="number">${bytes(file.size)}</td>
        <td class="wrap">${externalText(file.userId)}</td>
        <td class="nowrap">${shortTime(file.landedAt)}</td></tr>`)}</tbody>
    </table>`;
  }

  noFiles(d) {
    const {status, q} = this.query;
    if (q) {
      return emptyState('search', t('files.nomatch', {q: escapeInvisible(q)}), t('files.nomatch.hint'),
        html`<a class="button" href=${urlWith(datasetUrl(d), {status})}>${t('files.clear')}</a>`);
    }
    if (status) return emptyState(status, t(`files.none.${status}`), t(`files.none.${status}.hint`));
    return emptyState('upload', t('files.none'), t('files.none.hint'),
      html`<a class="button main" href=${datasetUrl(d, 'upload')}>${t('tab.upload')}</a>`);
  }

  close() {
    super.close();
    this.files.close();
  }
}
