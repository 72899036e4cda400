// Landing problems: objects in the landing zone that cannot be loaded, of one dataset or of all. They
// are never touched.

import {html} from '../lit/lit-html.js';
import {datasetPath, get} from '../api.js';
import {AsyncValue} from '../async-value.js';
import {asyncContent, emptyState, externalText, objectKey, pageHeader, pager, shortTime} from '../components.js';
import {bytes, reasonText, t} from '../i18n.js';
import {datasetUrl, urlWith} from '../router.js';
import {DatasetPage} from './dataset-page.js';

const SIZE = 100;
const REFRESH_INTERVAL = 15000;

/** Keeps the list of problems of a page up to date. */
class ProblemList {
  /** @param path of the API */
  constructor(path, query) {
    this.path = path;
    this.problems = new AsyncValue(this.load(query));
    this.timer = setInterval(() => document.hidden || this.problems.reload(), REFRESH_INTERVAL);
  }

  load({after}) {
    return () => get(urlWith(this.path, {after, limit: SIZE}));
  }

  queryChanged(query) {
    this.problems.reload(this.load(query));
  }

  view(url, query) {
    return html`<div class="card">${asyncContent(this.problems, page => page.problems.length ? html`<table>
        <caption class="visually-hidden">${t('problems.title')}</caption>
        <thead><tr><th scope="col">${t('problems.key')}</th><th scope="col" class="number">${t('file.size')}</th>
          <th scope="col">${t('problems.since')}</th></tr></thead>
        <tbody>${page.problems.map(problem => html`<tr>
          <td class="name">${objectKey(problem.key)}<p class="detail bad">${reasonText(problem.reason)}</p>
            ${problem.suggestion ? html`<p class="detail">${externalText(problem.suggestion)}</p>` : ''}</td>
          <td class="number">${bytes(problem.size)}</td>
          <td class="nowrap">${shortTime(problem.firstSeen)}</td></tr>`)}</tbody></table>
        ${pager(url, query, page.next, SIZE)}`
        : emptyState('completed', t('problems.none'), t('problems.none.hint')))}</div>`;
  }

  close() {
    clearInterval(this.timer);
    this.problems.close();
  }
}

export class DatasetProblemsPage extends DatasetPage {
  constructor(context) {
    super(context);
    this.list = new ProblemList(datasetPath(this.ref, 'problems'), this.query);
  }

  title() {
    return `${t('tab.problems')} · ${this.ref.name}`;
  }

  queryChanged(query) {
    this.query = query;
    this.list.queryChanged(query);
  }

  view() {
    return this.frame('problems', () => this.list.view(datasetUrl(this.ref, 'problems'), this.query));
  }

  close() {
    super.close();
    this.list.close();
  }
}

export class ProblemsPage {
  constructor({query}) {
    this.query = query;
    this.list = new ProblemList('/problems', query);
  }

  title() {
    return t('problems.title');
  }

  queryChanged(query) {
    this.query = query;
    this.list.queryChanged(query);
  }

  view() {
    return html`${pageHeader(t('problems.title'), t('problems.hint'))}${this.list.view('/problems', this.query)}`;
  }

  close() {
    this.list.close();
  }
}
