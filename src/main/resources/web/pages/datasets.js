// All datasets, with what waits in each and what happened last.

import {html} from '../lit/lit-html.js';
import {get} from '../api.js';
import {fresher} from '../live.js';
import {count, empty, head, named, pager, reading, status, when} from '../parts.js';
import {at, dataset as place} from '../route.js';
import {Reading} from '../screen.js';
import {bytes, number, t} from '../text.js';

export class Datasets {
  constructor({query, me}) {
    this.query = query;
    this.me = me;
    this.datasets = new Reading(() => get(at('/datasets', {after: query.after})));
  }

  title() {
    return t('datasets.title');
  }

  snapshot(snapshot) {
    if (this.datasets.value) {
      this.datasets.value = {
        ...this.datasets.value,
        datasets: this.datasets.value.datasets.map(d => fresher(d, snapshot)),
      };
    }
    if (!snapshot.isNews && this.datasets.value) return;
    this.datasets.soon();
  }

  view() {
    const create = this.me.admin
      ? html`<a class="button main" href="/datasets/new">${t('create.title')}</a>`
      : '';
    return html`${head(t('datasets.title'), t('datasets.hint'), {side: create})}
      ${reading(this.datasets, page => page.datasets.length || this.query.after
        ? html`<div class="card">${this.table(page.datasets)}${pager('/datasets', this.query, page.next, 100)}</div>`
        : html`<div class="card">${empty('box', t('datasets.none'), t('datasets.none.hint'), create)}</div>`)}`;
  }

  table(datasets) {
    return html`<table>
      <caption class="unseen">${t('datasets.title')}</caption>
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
      <td class="name"><a href=${place(d)}>${d.name}</a>
        ${d.description ? html`<p class="why">${named(d.description)}</p>` : ''}</td>
      <td>${d.domain}</td>
      <td class="number">${d.files.pending
        ? html`<a href=${place(d, 'pending')} aria-label=${count('datasets.pending', d.files.pending)}>${number(d.files.pending)}</a>`
        : number(0)} <span class="narrow">${t('status.pending')}</span></td>
      <td class="number">${d.live
        ? html`${count('files', d.live.files)} <span class="soft">${bytes(d.live.bytes)}</span>`
        : html`<span class="soft">${t('datasets.nothing')}</span>`}</td>
      <td>${this.last(d)}</td>
    </tr>`;
  }

  last(d) {
    if (d.runningExecution) {
      return html`<a href="/executions/${d.runningExecution}">${status('processing')}</a>`;
    }
    const newest = d.lastExecution;
    return newest
      ? html`<span class="row"><a href="/executions/${newest.id}"
          aria-label=${t('datasets.execution', {dataset: d.name, status: t(`status.${newest.status}`)})}>${status(newest.status)}</a>
          <span class="soft small">${when(newest.finishedAt ?? newest.acceptedAt)}</span></span>`
      : html`<span class="soft">${t('datasets.never')}</span>`;
  }

  close() {
    this.datasets.close();
  }
}
