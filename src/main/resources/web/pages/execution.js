// One execution: progress while it runs, then its outcome, with all its files.

import {html} from '../lit/lit-html.js';
import {announce} from '../accessibility.js';
import {datasetPath, get} from '../api.js';
import {AsyncValue} from '../async-value.js';
import {asyncContent, breadcrumbs, exactTime, externalText, icon, notice, objectKey, pageHeader, pager, progressBar, shortTime, statusBadge} from '../components.js';
import {bytes, duration, escapeInvisible, number, reasonText, t} from '../i18n.js';
import {newest, withProgress} from '../live.js';
import {requestUpdate} from '../render.js';
import {datasetUrl, urlWith} from '../router.js';
import {confirmRestore} from './confirmations.js';

const SIZE = 100;

export class ExecutionPage {
  constructor({params: [id], query}) {
    this.id = id;
    this.query = query;
    this.execution = new AsyncValue(() => this.read());
    this.files = new AsyncValue(this.load());
    this.dataset = null;
    this.ticks = 0;
    this.timer = setInterval(() => this.tick(), 1000);
  }

  /** Updates the elapsed time. Every third second loads the execution, if no snapshot showed its end. */
  tick() {
    if (this.execution.value?.status !== 'processing' || document.hidden) return;
    if (++this.ticks % 3 === 0) this.execution.invalidate();
    requestUpdate();
  }

  title() {
    return t('execution.title', {id: this.id});
  }

  async read() {
    const before = this.execution?.value;
    const now = newest(before, await get(`/executions/${this.id}`));
    if (now.status !== 'processing' && now.status !== before?.status) {
      // The list of files may have been loaded before the execution ended.
      this.files.invalidate();
      if (before) {
        announce(t(`execution.over.${now.status}`));
        this.dataset.invalidate();
      }
    }
    this.dataset ??= new AsyncValue(() => get(datasetPath({domain: now.domain, name: now.dataset})));
    return now;
  }

  load() {
    const {after} = this.query;
    return () => get(urlWith(`/executions/${this.id}/files`, {after, limit: SIZE}));
  }

  queryChanged(query) {
    this.query = query;
    this.files.reload(this.load());
  }

  onSnapshot(snapshot) {
    const now = this.execution.value;
    if (now && now.status !== 'processing') return;
    if (now) this.execution.value = withProgress(now, snapshot);
    if (!now || !snapshot.executions.some(e => e.id === this.id)) this.execution.invalidate();
    this.files.invalidate();
  }

  view() {
    if (!this.execution.value) return html`${pageHeader(t('execution'))}${asyncContent(this.execution, () => '')}`;
    return asyncContent(this.execution, e => html`
      ${pageHeader(t(`trigger.${e.trigger}`), '', {
        trail: breadcrumbs([t('executions.title'), '/executions'], [`${e.domain}/${e.dataset}`, datasetUrl({domain: e.domain, name: e.dataset})], [html`<code>${e.id}</code>`]),
        side: statusBadge(e.status),
      })}
      <div class="stack">
        ${this.outcome(e)}
        ${e.status === 'rejected' ? '' : html`<div class="card pad stack">${progressBar(
          t('execution.progress', {done: e.files.copied, total: e.files.planned}),
          e.files.copied, e.files.planned,
          {kind: e.status, side: t('of', {done: bytes(e.bytes.copied), total: bytes(e.bytes.planned)})})}</div>`}
        ${this.facts(e)}
        ${this.fileList(e)}
        <div class="row">${this.actions(e)}</div>
      </div>`);
  }

  /** What happened and why, what readers see now, and what to do next. */
  outcome(e) {
    const pending = this.dataset?.value?.files.pending;
    const actions = html`
      ${pending ? html`<a class="button tiny" href=${datasetUrl({domain: e.domain, name: e.dataset}, 'pending')}>${t('execution.toPending', {n: pending})}</a>` : ''}
      ${e.runningExecution ? html`<a class="button tiny" href="/executions/${e.runningExecution}">${t('running.link')}</a>` : ''}`;
    if (e.status === 'processing') {
      return notice('busy', html`<p><strong>${t(`step.${e.step ?? 'accepted'}`)}</strong> ${t(`step.${e.step ?? 'accepted'}.hint`)}</p>
        ${this.notes(e)}`);
    }
    if (e.status === 'completed') {
      return notice('good', html`<p><strong>${t('execution.over.completed')}</strong>
        ${e.live === false ? t('execution.replaced') : t('execution.isLive')}</p>
        ${this.notes(e)}`);
    }
    const explanation = reasonText({code: e.reasonCode, text: e.reason});
    return notice('bad', html`
      <p class="bold">${t('reason')}</p><p>${explanation}</p>
      ${explanation !== escapeInvisible(e.reason ?? '') ? html`<p class="small muted">${escapeInvisible(e.reason ?? '')}</p>` : ''}
      ${this.notes(e)}
      <p>${t(`execution.unchanged.${e.status}`)}</p>`, actions);
  }

  /** What else to know: late files, what stays, what was left out. */
  notes(e) {
    return html`
        ${e.lateFiles ? html`<p>${t('execution.late', {n: e.lateFiles})}</p>` : ''}
        ${e.notRemoved ? html`<p>${t('execution.notRemoved', {n: e.notRemoved})}</p>` : ''}
        ${e.note ? html`<p>${escapeInvisible(e.note)}</p>` : ''}`;
  }

  facts(e) {
    const fact = (key, value) => value ? html`<dt>${t(key)}</dt><dd>${value}</dd>` : '';
    const link = id => id && html`<a href="/executions/${id}"><code>${id}</code></a>`;
    return html`<section class="card pad stack" aria-labelledby="details"><h2 id="details">${t('details')}</h2>
      <dl class="facts">
        ${fact('dataset', html`<a href=${datasetUrl({domain: e.domain, name: e.dataset})}>${e.domain}/${e.dataset}</a>`)}
        ${fact('execution.by', externalText(e.startedBy))}
        ${fact('execution.accepted', exactTime(e.acceptedAt))}
        ${fact('execution.started', exactTime(e.startedAt))}
        ${fact('execution.finished', exactTime(e.finishedAt))}
        ${fact('execution.took', e.startedAt && e.status !== 'rejected' && duration(e.startedAt, e.finishedAt))}
        ${fact('execution.generation', e.generation && number(e.generation))}
        ${fact('execution.restores', link(e.restores))}
        ${fact('execution.replaces', link(e.replaces))}
      </dl></section>`;
  }

  fileList(e) {
    if (e.status === 'rejected' || !e.files.planned) return '';
    const receipt = format => `/api/v1/executions/${e.id}/receipt?format=${format}`;
    return html`<section class="card" aria-labelledby="plan">
      <div class="row spread pad"><h2 id="plan">${t('execution.fileList')}</h2>
        ${e.status === 'completed' ? html`<div class="row">
          <a class="button tiny" href=${receipt('csv')} download="receipt-${e.id}.csv">${icon('download')}${t('receipt.csv')}</a>
          <a class="button tiny" href=${receipt('json')} download="receipt-${e.id}.json">${icon('download')}${t('receipt.json')}</a></div>` : ''}
      </div>
      ${asyncContent(this.files, page => html`<table>
        <caption class="visually-hidden">${t('execution.fileList')}</caption>
        <thead><tr><th scope="col">${t('file.name')}</th><th scope="col">${t('file.status')}</th>
          <th scope="col" class="number">${t('file.size')}</th><th scope="col">${t('file.copied')}</th></tr></thead>
        <tbody>${page.files.map(file => this.fileRow(e, file))}</tbody></table>
        ${pager(`/executions/${e.id}`, this.query, page.next, SIZE)}`)}
    </section>`;
  }

  fileRow(e, file) {
    const copied = file.copiedAt !== null;
    const state = e.status === 'completed' ? 'completed'
      : e.status === 'processing' ? (copied ? 'completed' : 'processing') : 'pending';
    return html`<tr>
      <td class="name">${externalText(file.name)}
        <p class="detail">${objectKey(state === 'pending' ? file.sourceKey : file.targetKey)}</p></td>
      <td>${e.status === 'failed' && e.trigger === 'restore' ? '' : statusBadge(state)}
        ${e.status === 'failed' ? html`<p class="detail">${copied ? t('file.undone') : t('file.untouched')}</p>` : ''}</td>
      <td class="number">${bytes(file.size)}</td>
      <td class="nowrap">${shortTime(file.copiedAt)}</td></tr>`;
  }

  actions(e) {
    const d = this.dataset?.value;
    const mayRestore = d?.may?.includes('process') ?? true;
    return html`
      ${e.restorable && !e.live && mayRestore && d ? html`<button class="button" type="button"
        @click=${() => confirmRestore(e, d)}>${icon('restore')}${t('restore.button')}</button>` : ''}
      <a class="button" href=${urlWith('/executions', {dataset: `${e.domain}/${e.dataset}`})}>${t('executions.view')}</a>`;
  }

  close() {
    clearInterval(this.timer);
    this.execution.close();
    this.files.close();
    this.dataset?.close();
  }
}
