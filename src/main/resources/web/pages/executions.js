// Executions: of one dataset in its tab, of all in View All Executions.

import {html} from '../lit/lit-html.js';
import {datasetPath, get} from '../api.js';
import {further, merged} from '../live.js';
import {empty, head, icon, named, pager, reading, status, when} from '../parts.js';
import {at, dataset as place, go} from '../route.js';
import {Reading} from '../screen.js';
import {dawn, number, reason, t, took} from '../text.js';
import {DatasetFrame} from './frame.js';

const STATUSES = ['processing', 'completed', 'failed', 'rejected'];
const SIZE = 50;

/** A page of executions that keeps up with what happens. */
class List {
  constructor(source, query) {
    this.reading = new Reading(this.load(source, query));
  }

  load(source, {status, dataset, from, to, after}) {
    const wish = {status, dataset, from: dawn(from), to: dawn(to, 1), after, limit: SIZE};
    return async () => {
      const page = await get(at(source, wish));
      const before = new Map(this.reading?.value?.executions.map(e => [e.id, e]));
      return {...page, executions: page.executions.map(e => merged(before.get(e.id), e))};
    };
  }

  arrive(source, query) {
    this.reading.again(this.load(source, query));
  }

  snapshot(snapshot) {
    const page = this.reading.value;
    if (page) this.reading.value = {...page, executions: page.executions.map(e => further(e, snapshot))};
    if (!page || snapshot.isNews) this.reading.soon();
  }
}

const choices = (here, query) => html`
  <nav class="choices" aria-label=${t('executions.filter')}>${['', ...STATUSES].map(one => html`
    <a href=${at(here, {...query, status: one, after: '', page: ''})} aria-current=${(query.status ?? '') === one ? 'true' : 'false'}
      >${one ? icon(one) : ''}${one ? t(`status.${one}`) : t('executions.any')}</a>`)}
  </nav>`;

const table = (executions, withDataset) => html`<table>
  <caption class="unseen">${t('executions.title')}</caption>
  <thead><tr><th scope="col">${t('execution')}</th>
    ${withDataset ? html`<th scope="col">${t('dataset')}</th>` : ''}
    <th scope="col">${t('file.status')}</th><th scope="col" class="number">${t('execution.files')}</th>
    <th scope="col">${t('execution.by')}</th><th scope="col">${t('execution.started')}</th>
    <th scope="col" class="number">${t('execution.took')}</th></tr></thead>
  <tbody>${executions.map(e => html`<tr>
    <td class="name"><a href="/executions/${e.id}"><code>${e.id}</code></a>
      ${e.reason ? html`<p class="why ${e.status === 'failed' ? 'bad' : ''}">${reason({code: e.reasonCode, text: e.reason})}</p>` : ''}</td>
    ${withDataset ? html`<td class="wrap"><a href=${place({domain: e.domain, name: e.dataset})}>${e.domain}/<wbr>${e.dataset}</a></td>` : ''}
    <td class="still">${status(e.status)}${e.live ? html` <span class="status live">${t('execution.live')}</span>` : ''}</td>
    <td class="number">${e.status === 'completed' || !e.files.planned
      ? number(e.files.planned) : t('of', {done: e.files.copied, total: e.files.planned})} <span class="narrow">${t('execution.files')}</span></td>
    <td class="wrap">${named(e.startedBy)}</td>
    <td class="still">${when(e.startedAt ?? e.acceptedAt)}</td>
    <td class="number still">${e.startedAt && e.status !== 'rejected' ? took(e.startedAt, e.finishedAt) : ''}</td></tr>`)}</tbody>
</table>`;

/** Days as the reader counts them; the last one belongs to the span. */
const day = (here, query, field, limits) => html`<div class="field">
  <label for=${field}>${t(`executions.${field}`)}</label>
  <input type="date" id=${field} .value=${query[field] ?? ''} min=${limits.min ?? ''} max=${limits.max ?? ''}
    @change=${event => go(at(here, {...query, [field]: event.target.value, after: '', page: ''}))}></div>`;

const nothing = query => query.status || query.dataset || query.from || query.to
  ? empty('search', t('executions.nomatch'), t('executions.nomatch.hint'))
  : empty('processing', t('executions.none'), t('executions.none.hint'));

/** The tab of a dataset. */
export class DatasetExecutions extends DatasetFrame {
  constructor(context) {
    super(context);
    this.list = new List(datasetPath(this.at, 'executions'), this.query);
  }

  arrive(query) {
    this.query = query;
    this.list.arrive(datasetPath(this.at, 'executions'), query);
  }

  snapshot(snapshot) {
    super.snapshot(snapshot);
    this.list.snapshot(snapshot);
  }

  view() {
    const here = place(this.at, 'executions');
    return this.frame('executions', d => html`
      <div class="row ends">${choices(here, this.query)}
        <a class="button" href=${at('/executions', {dataset: `${d.domain}/${d.name}`})}>${t('executions.view')}</a></div>
      <div class="card">${reading(this.list.reading, page => page.executions.length
        ? html`${table(page.executions, false)}${pager(here, this.query, page.next, SIZE)}`
        : nothing(this.query))}</div>`);
  }

  close() {
    super.close();
    this.list.reading.close();
  }
}

/** View All Executions. */
export class Executions {
  constructor({query}) {
    this.query = query;
    this.list = new List('/executions', query);
    this.datasets = new Reading(() => get('/datasets?limit=500'));
  }

  title() {
    return t('executions.title');
  }

  arrive(query) {
    this.query = query;
    this.list.arrive('/executions', query);
  }

  snapshot(snapshot) {
    this.list.snapshot(snapshot);
  }

  view() {
    const names = this.datasets.value?.datasets.map(d => `${d.domain}/${d.name}`) ?? [];
    const {dataset = '', from, to} = this.query;
    if (dataset && !names.includes(dataset)) names.unshift(dataset);
    return html`${head(t('executions.view'), t('executions.hint'))}
      <div class="stack">
        ${choices('/executions', this.query)}
        <div class="filters">
          <div class="field"><label for="dataset">${t('dataset')}</label>
            <select id="dataset" @change=${event => go(at('/executions', {...this.query, dataset: event.target.value, after: '', page: ''}))}>
              <option value="" ?selected=${!dataset}>${t('executions.allDatasets')}</option>
              ${names.map(one => html`<option value=${one} ?selected=${one === dataset}>${one}</option>`)}
            </select></div>
          ${day('/executions', this.query, 'from', {max: to})}
          ${day('/executions', this.query, 'to', {min: from})}
        </div>
        <div class="card">${reading(this.list.reading, page => page.executions.length
          ? html`${table(page.executions, true)}${pager('/executions', this.query, page.next, SIZE)}`
          : nothing(this.query))}</div>
      </div>`;
  }

  close() {
    this.list.reading.close();
    this.datasets.close();
  }
}
