// What the three tabs of a dataset and its pending files have in common.

import {html} from '../lit/lit-html.js';
import {datasetPath, get} from '../api.js';
import {fresher} from '../live.js';
import {crumbs, head, named, notice, reading} from '../parts.js';
import {dataset as place} from '../route.js';
import {Reading} from '../screen.js';
import {number, t} from '../text.js';

const TABS = [['upload', 'tab.upload'], ['', 'tab.files'], ['executions', 'tab.executions']];

export class DatasetFrame {
  constructor({params: [domain, name], query}) {
    this.at = {domain, name};
    this.query = query;
    this.dataset = new Reading(() => get(datasetPath(this.at)));
  }

  title() {
    return this.at.name;
  }

  /** Takes what is newer; returns whether anything about this dataset changed. */
  snapshot(snapshot) {
    const before = this.dataset.value;
    if (!before || this.dataset.busy) this.dataset.soon();
    if (!before) return true;
    const now = fresher(before, snapshot);
    this.dataset.value = now;
    if (now.liveExecution !== before.liveExecution) this.dataset.soon();
    return JSON.stringify([now.files, now.runningExecution, now.liveExecution])
      !== JSON.stringify([before.files, before.runningExecution, before.liveExecution]);
  }

  may(action) {
    return this.dataset.value?.may?.includes(action) ?? true;
  }

  frame(tab, view) {
    const {domain, name} = this.at;
    const d = this.dataset.value;
    return html`
      ${head(name, d?.description ? named(d.description) : t('dataset.hint', {domain}),
        {trail: crumbs([t('datasets.title'), '/datasets'], [domain], [name])})}
      <nav class="tabs" aria-label=${name}>${TABS.map(([at, key]) => html`
        <a href=${place(this.at, at)} aria-current=${at === tab ? 'page' : 'false'}
          >${t(key)}${at === '' && d?.files.pending
            ? html` <span class="status pending">${number(d.files.pending)}<span class="unseen">${t('status.pending')}</span></span>` : ''}</a>`)}
      </nav>
      <div class="stack">${reading(this.dataset, () => html`${this.running(d)}${view(d)}`)}</div>`;
  }

  /** Says that a data reload is running, and leads to it. */
  running(d) {
    return d.runningExecution ? notice('busy', html`
      <strong>${t('running.title')}</strong> ${t('running.hint')}
      <a href="/executions/${d.runningExecution}">${t('running.link')}</a>`) : '';
  }

  close() {
    this.dataset.close();
  }
}
