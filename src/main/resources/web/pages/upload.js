// Upload Data: the browser sends files straight to the landing zone.

import {html} from '../lit/lit-html.js';
import {announce} from '../accessibility.js';
import {copyable, count, externalText, icon, notice, progressBar} from '../components.js';
import {openDialog} from '../dialog.js';
import {chosenFiles, droppedFiles, splitHidden} from '../dropped-files.js';
import {bytes, duration, escapeInvisible, number, percent, t} from '../i18n.js';
import {requestUpdate} from '../render.js';
import {datasetUrl} from '../router.js';
import {UploadQueue} from '../upload-queue.js';
import {DatasetPage} from './dataset-page.js';

const MAX_ROWS = 20;
const UPDATE_INTERVAL = 200;
/** By the URL of the page. Uploads go on while other pages are shown. */
const queues = new Map();
const announced = new WeakSet();
let timer = 0;

/** Progress events are frequent: the page is updated only a few times a second. */
function changed() {
  timer ||= setTimeout(() => {
    timer = 0;
    for (const queue of queues.values()) {
      if (!queue.isOver) announced.delete(queue);
      else if (queue.files.length && !announced.has(queue)) {
        announced.add(queue);
        announce(t('upload.over', {n: queue.count('done')}));
      }
    }
    requestUpdate();
  }, UPDATE_INTERVAL);
}

/** The URL and progress of an upload in progress, in any dataset, or undefined. */
export function currentUpload() {
  const [url, queue] = [...queues].find(([, one]) => one.files.length && !one.isOver) ?? [];
  return queue && {url, percent: percent(queue.transferred, queue.total)};
}

addEventListener('beforeunload', event => {
  if (currentUpload()) event.preventDefault();
});

export class UploadPage extends DatasetPage {
  /** Whether files are dragged over the drop zone. */
  dragOver = false;
  /** Files that were left out because of their names. */
  hidden = [];

  constructor(context) {
    super(context);
    const url = datasetUrl(this.ref, 'upload');
    if (!queues.has(url)) queues.set(url, new UploadQueue(this.ref, changed));
    this.queue = queues.get(url);
  }

  title() {
    return `${t('tab.upload')} · ${this.ref.name}`;
  }

  view() {
    return this.frame('upload', d => this.may('upload')
      ? html`${this.dropZone()}${this.hiddenFiles()}${this.queue.files.length ? this.uploads(d) : this.programInstructions(d)}`
      : notice('info', t('upload.forbidden')));
  }

  dropZone() {
    const drop = async event => {
      event.preventDefault();
      this.dragOver = false;
      this.add(await droppedFiles(event.dataTransfer.items));
    };
    const hover = over => event => {
      event.preventDefault();
      if (this.dragOver !== over) requestUpdate();
      this.dragOver = over;
    };
    const onChosen = event => {
      this.add(chosenFiles(event.target.files));
      event.target.value = '';
    };
    const open = id => () => document.getElementById(id).click();
    return html`<div class="drop-zone ${this.dragOver ? 'over' : ''}" @dragover=${hover(true)} @dragleave=${hover(false)} @drop=${drop}>
      ${icon('upload')}
      <p class="bold">${t('upload.drop')}</p>
      <div class="row">
        <button class="button main" type="button" @click=${open('files')}>${t('upload.files')}</button>
        <button class="button" type="button" @click=${open('folder')}>${t('upload.folder')}</button></div>
      <input id="files" type="file" multiple hidden aria-label=${t('upload.files')} @change=${onChosen}>
      <input id="folder" type="file" webkitdirectory hidden aria-label=${t('upload.folder')} @change=${onChosen}>
      <p class="muted small">${t('upload.hint')}</p>
    </div>`;
  }

  add(all) {
    const {files, hidden} = splitHidden(all);
    this.hidden = hidden;
    if (files.length) this.queue.add(files);
    requestUpdate();
  }

  hiddenFiles() {
    return this.hidden.length ? notice('info', html`<p>${count('upload.hidden', this.hidden.length)}</p>
      <p class="small muted">${this.hidden.slice(0, 5).map(file => escapeInvisible(file.name)).join(', ')}</p>`) : '';
  }

  uploads(d) {
    const {queue} = this;
    const done = queue.count('done');
    const failed = queue.count('failed');
    const n = queue.files.length;
    const {transferred, total, rate} = queue;
    const left = rate > 0 && transferred < total ? duration(0, (total - transferred) / rate * 1000) : '';
    const side = queue.isOver ? bytes(transferred) : [
      t('of', {done: bytes(transferred), total: bytes(total)}),
      queue.paused ? t('upload.paused') : rate > 0 ? t('upload.rate', {rate: bytes(rate)}) : '',
      !queue.paused && left ? t('upload.left', {time: left}) : '',
    ].filter(Boolean).join(' · ');
    return html`
      ${queue.isOver ? this.result(d, done, failed) : ''}
      <section class="card" aria-labelledby="uploads">
        <h2 id="uploads" class="visually-hidden">${t('upload.sending')}</h2>
        <div class="card pad stack">
          ${progressBar(t('upload.count', {done, n}), transferred, total, {kind: queue.isOver && !failed ? 'completed' : '', side})}
          <div class="row">
            ${failed ? html`<span class="status failed">${icon('failed')}${count('upload.failed', failed)}</span>` : ''}
            ${queue.isOver ? '' : html`<span class="muted small">${t('upload.keep')}</span>`}
            <span class="spacer"></span>
            ${failed ? html`<button class="button tiny" type="button" @click=${() => queue.retry()}>${t('upload.retry', {n: failed})}</button>` : ''}
            ${queue.isOver ? html`<button class="button tiny" type="button" @click=${() => this.clear()}>${t('upload.clear')}</button>`
              : html`<button class="button tiny" type="button" @click=${() => queue.paused ? queue.resume() : queue.pause()}
                  >${queue.paused ? t('upload.resume') : t('upload.pause')}</button>
                <button class="button tiny danger" type="button" @click=${() => this.cancel()}>${t('upload.cancel')}</button>`}
          </div>
        </div>
        <ul class="upload-list">${this.rows()}</ul>
      </section>`;
  }

  /** The most interesting files: failed ones first, then those being sent. */
  rows() {
    const rank = {failed: 0, sending: 1, sent: 2, done: 3, waiting: 4};
    const files = [...this.queue.files].sort((a, b) => rank[a.state] - rank[b.state]);
    const badges = {failed: 'failed', done: 'completed'};
    return html`${files.slice(0, MAX_ROWS).map(file => html`<li>
        <span class="name">${externalText(file.name)}</span>
        <span class="muted small">${badges[file.state]
          ? html`<span class="status ${badges[file.state]}">${icon(badges[file.state])}${t(`upload.state.${file.state}`)}</span>`
          : t(`upload.state.${file.state}`, {share: percent(file.transferred, file.size)})} ${bytes(file.size)}</span>
        ${file.state === 'sending' ? html`<progress class="thin" max=${file.size || 1} value=${file.transferred}
          aria-label=${escapeInvisible(file.name)}></progress>` : ''}
        ${file.reason ? html`<span class="detail bad">${escapeInvisible(file.reason)}</span>` : ''}</li>`)}
      ${files.length > MAX_ROWS ? html`<li class="muted small">${t('upload.more', {n: files.length - MAX_ROWS})}</li>` : ''}`;
  }

  result(d, done, failed) {
    return notice(failed ? 'warn' : 'good', html`<p><strong>${t(failed ? 'upload.partly' : 'upload.finished')}</strong>
      ${t('upload.pending', {n: done})}</p>`, done
      ? html`<a class="button main tiny" href=${datasetUrl(d, 'pending')}>${t('upload.toPending')}</a>` : '');
  }

  /** How a program writes files and starts the data reload. */
  programInstructions(d) {
    return html`<section class="card pad stack" aria-labelledby="program">
      <h2 id="program">${t('program.title')}</h2>
      <p class="muted">${t('program.hint')}</p>
      ${copyable(`${d.landingPath}upload_date=<epoch>/<UserId>/${d.fileType}/<FileName>`)}
      <p class="muted">${t('program.trigger')}</p>
      ${copyable(`${d.landingPath}upload_date=<epoch>/<UserId>/${d.fileType}/_SUCCESS`)}
    </section>`;
  }

  clear() {
    this.queue.files = [];
    requestUpdate();
  }

  cancel() {
    return openDialog({
      title: t('upload.cancel.title'),
      body: () => html`<p>${t('upload.cancel.hint')}</p>`,
      confirm: t('upload.cancel'),
      danger: true,
      action: () => this.queue.cancel(),
    });
  }
}
