// The list of datasets, with pending files, live content and the last execution of each.

import {html} from '../lit/lit-html.js';
import {get} from '../api.js';
import {AsyncValue} from '../async-value.js';
import {asyncContent, count, emptyState, externalText, pageHeader, pager, shortTime, statusBadge} from '../components.js';
import {bytes, number, t} from '../i18n.js';
import {withSnapshot} from '../live.js';
import {datasetUrl, urlWith} from '../router.js';

export class DatasetsPage {
  constructor({query, me}) {
    this.query = query;
    this.me = me;
    this.datasets = new AsyncValue(() => get(urlWith('/datasets', {after: query.after})));
  }

  title() {
    return t('datasets.title');
  }

  onSnapshot(snapshot) {
    if (this.datasets.value) {
      this.datasets.value = {
        ...this.datasets.value,
        datasets: this.datasets.value.datasets.map(d => withSnapshot(d, snapshot)),
      };
    }
    if (snapshot.isNews || !this.datasets.value) this.datasets.invalidate();
  }

  view() {
    const create = this.me.admin
      ? html`<a class="button main" href="/datasets/new">${t('create.title')}</a>`
      : '';
    return html`${pageHeader(t('datasets.title'), t('datasets.hint'), {side: create})}
      ${asyncContent(this.datasets, page => page.datasets.length || this.query.after
        ? html`<div class="card">${this.table(page.datasets)}${pager('/datasets', this.query, page.next, 100)}</div>`
        : html`<div class="card">${emptyState('box', t('datasets.none'), t('datasets.none.hint'), create)}</div>`)}`;
  }

  table(datasets) {
    return html`<table>
      <caption class="visually-hidden">${t('datasets.title')}</caption>
      <thead><tr>
        <th scope="col">${t('dataset')}</th><th scope="col">${t('domain')}</th>
        <th scope="col" class="number">${t('status.pending')}</th>
        <th scope="col" class="number">${t('datasets.live')}</th>
        <th scope="col">${t('datasets.last')}</th>
      </tr></thead>
      <tbody>${datasets.map(d => this.row(d))}</tbody>
    </table>`;
  }

  row(d) {
    return html`<tr>
      <td class="name"><a href=${datasetUrl(d)}>${d.name}</a>
        ${d.description ? html`<p class="detail">${externalText(d.description)}</p>` : ''}</td>
      <td>${d.domain}</td>
      <td class="number">${d.files.pending
        ? html`<a href=${datasetUrl(d, 'pending')} aria-label=${count('datasets.pending', d.files.pending)}>${number(d.files.pending)}</a>`
        : number(0)} <span class="phone-only">${t('status.pending')}</span></td>
      <td class="number">${d.live
        ? html`${count('files', d.live.files)} <span class="muted">${bytes(d.live.bytes)}</span>`
        : html`<span class="muted">${t('datasets.noContent')}</span>`}</td>
      <td>${this.last(d)}</td>
    </tr>`;
  }

  last(d) {
    if (d.runningExecution) {
      return html`<a href="/executions/${d.runningExecution}">${statusBadge('processing')}</a>`;
    }
    const last = d.lastExecution;
    return last
      ? html`<span class="row"><a href="/executions/${last.id}"
          aria-label=${t('datasets.execution', {dataset: d.name, status: t(`status.${last.status}`)})}>${statusBadge(last.status)}</a>
          <span class="muted small">${shortTime(last.finishedAt ?? last.acceptedAt)}</span></span>`
      : html`<span class="muted">${t('datasets.never')}</span>`;
  }

  close() {
    this.datasets.close();
  }
}
