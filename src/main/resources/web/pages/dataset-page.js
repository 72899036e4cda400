// The base of the pages of one dataset: its tabs and its pending files.

import {html} from '../lit/lit-html.js';
import {datasetPath, get} from '../api.js';
import {AsyncValue} from '../async-value.js';
import {asyncContent, breadcrumbs, externalText, notice, pageHeader} from '../components.js';
import {number, t} from '../i18n.js';
import {withSnapshot} from '../live.js';
import {datasetUrl} from '../router.js';

const TABS = [['upload', 'tab.upload'], ['', 'tab.files'], ['executions', 'tab.executions'],
  ['problems', 'tab.problems']];

export class DatasetPage {
  constructor({params: [domain, name], query}) {
    this.ref = {domain, name};
    this.query = query;
    this.dataset = new AsyncValue(() => get(datasetPath(this.ref)), () => this.onDatasetChanged());
  }

  title() {
    return this.ref.name;
  }

  onSnapshot(snapshot) {
    const before = this.dataset.value;
    if (!before || this.dataset.busy) this.dataset.invalidate();
    if (!before) return;
    const now = withSnapshot(before, snapshot);
    this.dataset.value = now;
    if (now.liveExecution !== before.liveExecution) this.dataset.invalidate();
    this.onDatasetChanged();
  }

  /** Called when the dataset may have changed. */
  onDatasetChanged() {}

  may(action) {
    return this.dataset.value?.may?.includes(action) ?? true;
  }

  /** Renders the content below the tabs once the dataset is loaded. */
  frame(tab, view) {
    const {domain, name} = this.ref;
    const d = this.dataset.value;
    const about = d?.description ? externalText(d.description) : t('dataset.hint', {domain});
    return html`
      ${pageHeader(name, d ? html`${about} · ${t(`dataset.readers.${d.readers}`)}` : about,
        {trail: breadcrumbs([t('datasets.title'), '/datasets'], [domain], [name])})}
      <nav class="tabs" aria-label=${name}>${TABS.map(([page, key]) => html`
        <a href=${datasetUrl(this.ref, page)} aria-current=${page === tab ? 'page' : 'false'}
          >${t(key)}${page === '' && d?.files.pending
            ? html` <span class="status pending">${number(d.files.pending)}<span class="visually-hidden">${t('status.pending')}</span></span>` : ''}</a>`)}
      </nav>
      <div class="stack">${asyncContent(this.dataset, () => html`${this.running(d)}${view(d)}`)}</div>`;
  }

  /** A note with a link if a data reload is running. */
  running(d) {
    return d.runningExecution ? notice('busy', html`
      <strong>${t('running.title')}</strong> ${t('running.hint')}
      <a href="/executions/${d.runningExecution}">${t('running.link')}</a>`) : '';
  }

  close() {
    this.dataset.close();
  }
}
