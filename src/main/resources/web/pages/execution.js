// One execution: live while it runs, with its reason and its files when it is over.

import {html} from '../lit/lit-html.js';
import {datasetPath, get} from '../api.js';
import {further, merged} from '../live.js';
import {crumbs, head, icon, keyed, named, notice, pager, progress, reading, status, when, whenExactly} from '../parts.js';
import {at, dataset as place} from '../route.js';
import {draw, Reading, say} from '../screen.js';
import {bytes, name, number, reason, t, took} from '../text.js';
import {askToRestore} from './decide.js';

const SIZE = 100;

export class Execution {
  constructor({params: [id], query}) {
    this.id = id;
    this.query = query;
    this.execution = new Reading(() => this.read());
    this.files = new Reading(this.load());
    this.dataset = null;
    this.ticks = 0;
    this.clock = setInterval(() => this.tick(), 1000);
  }

  /** Time goes on; and an end that no snapshot showed is found within seconds. */
  tick() {
    if (this.execution.value?.status !== 'processing' || document.hidden) return;
    if (++this.ticks % 3 === 0) this.execution.soon();
    draw();
  }

  title() {
    return t('execution.title', {id: this.id});
  }

  async read() {
    const before = this.execution?.value;
    const now = merged(before, await get(`/executions/${this.id}`));
    if (before?.status === 'processing' && now.status !== 'processing') {
      say(t(`execution.over.${now.status}`));
      this.files.soon();
      this.dataset?.soon();
    }
    this.dataset ??= new Reading(() => get(datasetPath({domain: now.domain, name: now.dataset})));
    return now;
  }

  load() {
    const {after} = this.query;
    return () => get(at(`/executions/${this.id}/files`, {after, limit: SIZE}));
  }

  arrive(query) {
    this.query = query;
    this.files.again(this.load());
  }

  snapshot(snapshot) {
    const now = this.execution.value;
    if (now && now.status !== 'processing') return;
    if (now) this.execution.value = further(now, snapshot);
    if (!now || !snapshot.executions.some(e => e.id === this.id)) this.execution.soon();
    this.files.soon();
  }

  view() {
    if (!this.execution.value) return html`${head(t('execution'))}${reading(this.execution, () => '')}`;
    return reading(this.execution, e => html`
      ${head(t(`trigger.${e.trigger}`), '', {
        trail: crumbs([t('executions.title'), '/executions'], [`${e.domain}/${e.dataset}`, place({domain: e.domain, name: e.dataset})], [html`<code>${e.id}</code>`]),
        side: status(e.status),
      })}
      <div class="stack">
        ${this.outcome(e)}
        ${e.status === 'rejected' ? '' : html`<div class="card pad stack">${progress(
          t('execution.progress', {done: e.files.copied, total: e.files.planned}),
          e.files.copied, e.files.planned,
          {kind: e.status, side: t('of', {done: bytes(e.bytes.copied), total: bytes(e.bytes.planned)})})}</div>`}
        ${this.facts(e)}
        ${this.plan(e)}
        <div class="row">${this.actions(e)}</div>
      </div>`);
  }

  /** What happened, why, what readers see now, and what to do. */
  outcome(e) {
    const pending = this.dataset?.value?.files.pending;
    const actions = html`
      ${pending ? html`<a class="button tiny" href=${place({domain: e.domain, name: e.dataset}, 'pending')}>${t('execution.toPending', {n: pending})}</a>` : ''}
      ${e.runningExecution ? html`<a class="button tiny" href="/executions/${e.runningExecution}">${t('running.link')}</a>` : ''}`;
    if (e.status === 'processing') {
      return notice('busy', html`<p><strong>${t(`step.${e.step ?? 'accepted'}`)}</strong> ${t(`step.${e.step ?? 'accepted'}.hint`)}</p>`);
    }
    if (e.status === 'completed') {
      return notice('good', html`<p><strong>${t('execution.over.completed')}</strong>
        ${e.live === false ? t('execution.replaced') : t('execution.isLive')}</p>`);
    }
    const said = reason({code: e.reasonCode, text: e.reason});
    return notice('bad', html`
      <p class="strong">${t('reason')}</p><p>${said}</p>
      ${said !== name(e.reason ?? '') ? html`<p class="small soft">${name(e.reason ?? '')}</p>` : ''}
      <p>${t(`execution.unchanged.${e.status}`)}</p>`, actions);
  }

  facts(e) {
    const fact = (key, value) => value ? html`<dt>${t(key)}</dt><dd>${value}</dd>` : '';
    const other = id => id && html`<a href="/executions/${id}"><code>${id}</code></a>`;
    return html`<section class="card pad stack" aria-labelledby="details"><h2 id="details">${t('details')}</h2>
      <dl class="facts">
        ${fact('dataset', html`<a href=${place({domain: e.domain, name: e.dataset})}>${e.domain}/${e.dataset}</a>`)}
        ${fact('execution.by', named(e.startedBy))}
        ${fact('execution.accepted', whenExactly(e.acceptedAt))}
        ${fact('execution.started', whenExactly(e.startedAt))}
        ${fact('execution.finished', whenExactly(e.finishedAt))}
        ${fact('execution.took', e.startedAt && e.status !== 'rejected' && took(e.startedAt, e.finishedAt))}
        ${fact('execution.generation', e.generation && number(e.generation))}
        ${fact('execution.restores', other(e.restores))}
        ${fact('execution.replaces', other(e.replaces))}
      </dl></section>`;
  }

  plan(e) {
    if (e.status === 'rejected' || !e.files.planned) return '';
    const receipt = format => `/api/v1/executions/${e.id}/receipt?format=${format}`;
    return html`<section class="card" aria-labelledby="plan">
      <div class="row ends pad"><h2 id="plan">${t('execution.plan')}</h2>
        ${e.status === 'completed' ? html`<div class="row">
          <a class="button tiny" href=${receipt('csv')} download="receipt-${e.id}.csv">${icon('download')}${t('receipt.csv')}</a>
          <a class="button tiny" href=${receipt('json')} download="receipt-${e.id}.json">${icon('download')}${t('receipt.json')}</a></div>` : ''}
      </div>
      ${reading(this.files, page => html`<table>
        <caption class="unseen">${t('execution.plan')}</caption>
        <thead><tr><th scope="col">${t('file.name')}</th><th scope="col">${t('file.status')}</th>
          <th scope="col" class="number">${t('file.size')}</th><th scope="col">${t('file.copied')}</th></tr></thead>
        <tbody>${page.files.map(file => this.copy(e, file))}</tbody></table>
        ${pager(`/executions/${e.id}`, this.query, page.next, SIZE)}`)}
    </section>`;
  }

  copy(e, file) {
    const done = file.copiedAt !== null;
    const state = e.status === 'completed' ? 'completed'
      : e.status === 'processing' ? (done ? 'completed' : 'processing') : 'pending';
    return html`<tr>
      <td class="name">${named(file.name)}
        <p class="why">${keyed(state === 'pending' ? file.sourceKey : file.targetKey)}</p></td>
      <td>${e.status === 'failed' && e.trigger === 'restore' ? '' : status(state)}
        ${e.status === 'failed' ? html`<p class="why">${done ? t('file.undone') : t('file.untouched')}</p>` : ''}</td>
      <td class="number">${bytes(file.size)}</td>
      <td class="still">${when(file.copiedAt)}</td></tr>`;
  }

  actions(e) {
    const d = this.dataset?.value;
    const may = d?.may?.includes('process') ?? true;
    return html`
      ${e.restorable && !e.live && may && d ? html`<button class="button" type="button"
        @click=${() => askToRestore(e, d)}>${icon('restore')}${t('restore.button')}</button>` : ''}
      <a class="button" href=${at('/executions', {dataset: `${e.domain}/${e.dataset}`})}>${t('executions.view')}</a>`;
  }

  close() {
    clearInterval(this.clock);
    this.execution.close();
    this.files.close();
    this.dataset?.close();
  }
}
