// Landing problems: objects in the landing zone that belong to no dataset. They are never touched.

import {html} from '../lit/lit-html.js';
import {get} from '../api.js';
import {AsyncValue} from '../async-value.js';
import {asyncContent, emptyState, objectKey, pageHeader, pager, shortTime} from '../components.js';
import {bytes, escapeInvisible, reasonText, t} from '../i18n.js';
import {urlWith} from '../router.js';

const SIZE = 100;
const REFRESH_INTERVAL = 15000;

export class ProblemsPage {
  constructor({query}) {
    this.query = query;
    this.problems = new AsyncValue(this.load());
    this.timer = setInterval(() => document.hidden || this.problems.reload(), REFRESH_INTERVAL);
  }

  title() {
    return t('problems.title');
  }

  load() {
    const {after} = this.query;
    return () => get(urlWith('/problems', {after, limit: SIZE}));
  }

  queryChanged(query) {
    this.query = query;
    this.problems.reload(this.load());
  }

  view() {
    return html`${pageHeader(t('problems.title'), t('problems.hint'))}
      <div class="card">${asyncContent(this.problems, page => page.problems.length ? html`<table>
        <caption class="visually-hidden">${t('problems.title')}</caption>
        <thead><tr><th scope="col">${t('problems.key')}</th><th scope="col" class="number">${t('file.size')}</th>
          <th scope="col">${t('problems.since')}</th></tr></thead>
        <tbody>${page.problems.map(problem => html`<tr>
          <td class="name">${objectKey(problem.key)}<p class="detail bad">${reasonText(problem.reason)}</p>
            ${problem.suggestion ? html`<p class="detail">${escapeInvisible(problem.suggestion)}</p>` : ''}</td>
          <td class="number">${bytes(problem.size)}</td>
          <td class="nowrap">${shortTime(problem.firstSeen)}</td></tr>`)}</tbody></table>
        ${pager('/problems', this.query, page.next, SIZE)}`
        : emptyState('completed', t('problems.none'), t('problems.none.hint')))}</div>`;
  }

  close() {
    clearInterval(this.timer);
    this.problems.close();
  }
}
