// What landed where no dataset can take it. None of it is ever touched.

import {html} from '../lit/lit-html.js';
import {get} from '../api.js';
import {empty, head, keyed, pager, reading, when} from '../parts.js';
import {at} from '../route.js';
import {Reading} from '../screen.js';
import {bytes, reason, t} from '../text.js';

const SIZE = 100;
const PERIOD = 15000;

export class Problems {
  constructor({query}) {
    this.query = query;
    this.problems = new Reading(this.load());
    this.clock = setInterval(() => document.hidden || this.problems.again(), PERIOD);
  }

  title() {
    return t('problems.title');
  }

  load() {
    const {after} = this.query;
    return () => get(at('/problems', {after, limit: SIZE}));
  }

  arrive(query) {
    this.query = query;
    this.problems.again(this.load());
  }

  view() {
    return html`${head(t('problems.title'), t('problems.hint'))}
      <div class="card">${reading(this.problems, page => page.problems.length ? html`<table>
        <caption class="unseen">${t('problems.title')}</caption>
        <thead><tr><th scope="col">${t('problems.key')}</th><th scope="col" class="number">${t('file.size')}</th>
          <th scope="col">${t('problems.since')}</th></tr></thead>
        <tbody>${page.problems.map(problem => html`<tr>
          <td class="name">${keyed(problem.key)}<p class="why bad">${reason(problem.reason)}</p></td>
          <td class="number">${bytes(problem.size)}</td>
          <td class="still">${when(problem.firstSeen)}</td></tr>`)}</tbody></table>
        ${pager('/problems', this.query, page.next, SIZE)}`
        : empty('completed', t('problems.none'), t('problems.none.hint')))}</div>`;
  }

  close() {
    clearInterval(this.clock);
    this.problems.close();
  }
}
