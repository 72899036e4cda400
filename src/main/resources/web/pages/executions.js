// Lists of executions: the tab of one dataset, and View All Executions.

import {html} from '../lit/lit-html.js';
import {datasetPath, get} from '../api.js';
import {AsyncValue} from '../async-value.js';
import {asyncContent, emptyState, externalText, icon, pageHeader, pager, shortTime, statusBadge} from '../components.js';
import {duration, number, reasonText, startOfDay, t} from '../i18n.js';
import {newest, withProgress} from '../live.js';
import {datasetUrl, navigate, urlWith} from '../router.js';
import {DatasetPage} from './dataset-page.js';

const STATUSES = ['processing', 'completed', 'failed', 'rejected'];
const SIZE = 50;

/** The executions on one page of a list, kept up to date. */
class ExecutionList {
  constructor(path, query) {
    this.page = new AsyncValue(this.load(path, query));
  }

  load(path, {status, dataset, from, to, after}) {
    const parameters = {status, dataset, from: startOfDay(from), to: startOfDay(to, 1), after, limit: SIZE};
    return async () => {
      const page = await get(urlWith(path, parameters));
      const before = new Map(this.page?.value?.executions.map(e => [e.id, e]));
      return {...page, executions: page.executions.map(e => newest(before.get(e.id), e))};
    };
  }

  queryChanged(path, query) {
    this.page.reload(this.load(path, query));
  }

  onSnapshot(snapshot) {
    const page = this.page.value;
    if (page) this.page.value = {...page, executions: page.executions.map(e => withProgress(e, snapshot))};
    if (!page || snapshot.isNews) this.page.invalidate();
  }
}

const statusLinks = (here, query) => html`
  <nav class="status-filter" aria-label=${t('executions.filter')}>${['', ...STATUSES].map(status => html`
    <a href=${urlWith(here, {...query, status, after: '', page: ''})} aria-current=${(query.status ?? '') === status ? 'true' : 'false'}
      >${status ? icon(status) : ''}${status ? t(`status.${status}`) : t('executions.any')}</a>`)}
  </nav>`;

const table = (executions, withDataset) => html`<table>
  <caption class="visually-hidden">${t('executions.title')}</caption>
  <thead><tr><th scope="col">${t('execution')}</th>
    ${withDataset ? html`<th scope="col">${t('dataset')}</th>` : ''}
    <th scope="col">${t('file.status')}</th><th scope="col" class="number">${t('execution.files')}</th>
    <th scope="col">${t('execution.by')}</th><th scope="col">${t('execution.started')}</th>
    <th scope="col" class="number">${t('execution.took')}</th></tr></thead>
  <tbody>${executions.map(e => html`<tr>
    <td class="name"><a href="/executions/${e.id}"><code>${e.id}</code></a>
      ${e.reason ? html`<p class="detail ${e.status === 'failed' ? 'bad' : ''}">${reasonText({code: e.reasonCode, text: e.reason})}</p>` : ''}</td>
    ${withDataset ? html`<td class="wrap"><a href=${datasetUrl({domain: e.domain, name: e.dataset})}>${e.domain}/<wbr>${e.dataset}</a></td>` : ''}
    <td class="nowrap">${statusBadge(e.status)}${e.live ? html` <span class="status live">${t('execution.live')}</span>` : ''}</td>
    <td class="number">${e.status === 'completed' || !e.files.planned
      ? number(e.files.planned) : t('of', {done: e.files.copied, total: e.files.planned})} <span class="phone-only">${t('execution.files')}</span></td>
    <td class="wrap">${externalText(e.startedBy)}</td>
    <td class="nowrap">${shortTime(e.startedAt ?? e.acceptedAt)}</td>
    <td class="number nowrap">${e.startedAt && e.status !== 'rejected' ? duration(e.startedAt, e.finishedAt) : ''}</td></tr>`)}</tbody>
</table>`;

/** A day in the user's time zone; the last day is included. */
const dayInput = (here, query, field, limits) => html`<div class="field">
  <label for=${field}>${t(`executions.${field}`)}</label>
  <input type="date" id=${field} .value=${query[field] ?? ''} min=${limits.min ?? ''} max=${limits.max ?? ''}
    @change=${event => navigate(urlWith(here, {...query, [field]: event.target.value, after: '', page: ''}))}></div>`;

const noExecutions = query => query.status || query.dataset || query.from || query.to
  ? emptyState('search', t('executions.nomatch'), t('executions.nomatch.hint'))
  : emptyState('processing', t('executions.none'), t('executions.none.hint'));

/** The Executions tab of a dataset. */
export class DatasetExecutionsPage extends DatasetPage {
  constructor(context) {
    super(context);
    this.list = new ExecutionList(datasetPath(this.ref, 'executions'), this.query);
  }

  queryChanged(query) {
    this.query = query;
    this.list.queryChanged(datasetPath(this.ref, 'executions'), query);
  }

  onSnapshot(snapshot) {
    super.onSnapshot(snapshot);
    this.list.onSnapshot(snapshot);
  }

  view() {
    const here = datasetUrl(this.ref, 'executions');
    return this.frame('executions', d => html`
      <div class="row spread">${statusLinks(here, this.query)}
        <a class="button" href=${urlWith('/executions', {dataset: `${d.domain}/${d.name}`})}>${t('executions.view')}</a></div>
      <div class="card">${asyncContent(this.list.page, page => page.executions.length
        ? html`${table(page.executions, false)}${pager(here, this.query, page.next, SIZE)}`
        : noExecutions(this.query))}</div>`);
  }

  close() {
    super.close();
    this.list.page.close();
  }
}

/** View All Executions. */
export class ExecutionsPage {
  constructor({query}) {
    this.query = query;
    this.list = new ExecutionList('/executions', query);
    this.datasets = new AsyncValue(() => get('/datasets?limit=500'));
  }

  title() {
    return t('executions.title');
  }

  queryChanged(query) {
    this.query = query;
    this.list.queryChanged('/executions', query);
  }

  onSnapshot(snapshot) {
    this.list.onSnapshot(snapshot);
  }

  view() {
    const names = this.datasets.value?.datasets.map(d => `${d.domain}/${d.name}`) ?? [];
    const {dataset = '', from, to} = this.query;
    if (dataset && !names.includes(dataset)) names.unshift(dataset);
    return html`${pageHeader(t('executions.view'), t('executions.hint'))}
      <div class="stack">
        ${statusLinks('/executions', this.query)}
        <div class="filters">
          <div class="field"><label for="dataset">${t('dataset')}</label>
            <select id="dataset" @change=${event => navigate(urlWith('/executions', {...this.query, dataset: event.target.value, after: '', page: ''}))}>
              <option value="" ?selected=${!dataset}>${t('executions.allDatasets')}</option>
              ${names.map(one => html`<option value=${one} ?selected=${one === dataset}>${one}</option>`)}
            </select></div>
          ${dayInput('/executions', this.query, 'from', {max: to})}
          ${dayInput('/executions', this.query, 'to', {min: from})}
        </div>
        <div class="card">${asyncContent(this.list.page, page => page.executions.length
          ? html`${table(page.executions, true)}${pager('/executions', this.query, page.next, SIZE)}`
          : noExecutions(this.query))}</div>
      </div>`;
  }

  close() {
    this.list.page.close();
    this.datasets.close();
  }
}
