// Upload Data: files go straight from here to the landing zone.

import {html} from '../lit/lit-html.js';
import {dropped, sorted} from '../chosen.js';
import {ask} from '../dialog.js';
import {copyable, count, icon, named, notice, progress} from '../parts.js';
import {dataset as place} from '../route.js';
import {draw, say} from '../screen.js';
import {bytes, name, number, percent, t, took} from '../text.js';
import {Uploads} from '../upload.js';
import {DatasetFrame} from './frame.js';

const SHOWN = 20;
const all = new Map();
let timer = 0;
let told = new WeakSet();

/** Drawn a few times a second, however many bytes move. */
function changed() {
  timer ||= setTimeout(() => {
    timer = 0;
    for (const uploads of all.values()) {
      if (!uploads.isOver) told.delete(uploads);
      else if (uploads.files.length && !told.has(uploads)) {
        told.add(uploads);
        say(t('upload.over', {n: uploads.count('done')}));
      }
    }
    draw();
  }, 200);
}

/** What is being sent now, for all datasets: its address and how far it is, or null. */
export function underway() {
  const busy = [...all].find(([, uploads]) => uploads.files.length && !uploads.isOver);
  return busy && {address: busy[0], share: percent(busy[1].moved, busy[1].total)};
}

addEventListener('beforeunload', event => {
  if (underway()) event.preventDefault();
});

export class Upload extends DatasetFrame {
  over = false;
  hidden = [];

  constructor(context) {
    super(context);
    this.key = place(this.at, 'upload');
    if (!all.has(this.key)) all.set(this.key, new Uploads(this.at, changed));
    this.uploads = all.get(this.key);
  }

  title() {
    return `${t('tab.upload')} · ${this.at.name}`;
  }

  view() {
    return this.frame('upload', d => this.may('upload')
      ? html`${this.zone()}${this.skipped()}${this.uploads.files.length ? this.sending(d) : this.byProgram(d)}`
      : notice('info', t('upload.mayNot')));
  }

  zone() {
    const drop = async event => {
      event.preventDefault();
      this.over = false;
      this.take(await dropped(event.dataTransfer.items));
    };
    const hover = over => event => {
      event.preventDefault();
      if (this.over !== over) draw();
      this.over = over;
    };
    const chosen = event => {
      this.take([...event.target.files]);
      event.target.value = '';
    };
    const open = id => () => document.getElementById(id).click();
    return html`<div class="drop ${this.over ? 'over' : ''}" @dragover=${hover(true)} @dragleave=${hover(false)} @drop=${drop}>
      ${icon('upload')}
      <p class="strong">${t('upload.drop')}</p>
      <div class="row">
        <button class="button main" type="button" @click=${open('files')}>${t('upload.files')}</button>
        <button class="button" type="button" @click=${open('folder')}>${t('upload.folder')}</button></div>
      <input id="files" type="file" multiple hidden aria-label=${t('upload.files')} @change=${chosen}>
      <input id="folder" type="file" webkitdirectory hidden aria-label=${t('upload.folder')} @change=${chosen}>
      <p class="soft small">${t('upload.hint')}</p>
    </div>`;
  }

  take(chosen) {
    const {files, hidden} = sorted(chosen);
    this.hidden = hidden;
    if (files.length) this.uploads.add(files);
    draw();
  }

  skipped() {
    return this.hidden.length ? notice('info', html`<p>${count('upload.hidden', this.hidden.length)}</p>
      <p class="small soft">${this.hidden.slice(0, 5).map(file => name(file.name)).join(', ')}</p>`) : '';
  }

  sending(d) {
    const {uploads} = this;
    const done = uploads.count('done');
    const failed = uploads.count('failed');
    const n = uploads.files.length;
    const {moved, total, rate} = uploads;
    const left = rate > 0 && moved < total ? took(0, (total - moved) / rate * 1000) : '';
    const side = uploads.isOver ? bytes(moved) : [
      t('of', {done: bytes(moved), total: bytes(total)}),
      uploads.paused ? t('upload.paused') : rate > 0 ? t('upload.rate', {rate: bytes(rate)}) : '',
      !uploads.paused && left ? t('upload.left', {time: left}) : '',
    ].filter(Boolean).join(' · ');
    return html`
      ${uploads.isOver ? this.result(d, done, failed) : ''}
      <section class="card" aria-labelledby="sending">
        <h2 id="sending" class="unseen">${t('upload.sending')}</h2>
        <div class="card pad stack">
          ${progress(t('upload.count', {done, n}), moved, total, {kind: uploads.isOver && !failed ? 'completed' : '', side})}
          <div class="row">
            ${failed ? html`<span class="status failed">${icon('failed')}${count('upload.failed', failed)}</span>` : ''}
            ${uploads.isOver ? '' : html`<span class="soft small">${t('upload.keep')}</span>`}
            <span class="push"></span>
            ${failed ? html`<button class="button tiny" type="button" @click=${() => uploads.retry()}>${t('upload.retry', {n: failed})}</button>` : ''}
            ${uploads.isOver ? html`<button class="button tiny" type="button" @click=${() => this.clear()}>${t('upload.clear')}</button>`
              : html`<button class="button tiny" type="button" @click=${() => uploads.paused ? uploads.resume() : uploads.pause()}
                  >${uploads.paused ? t('upload.resume') : t('upload.pause')}</button>
                <button class="button tiny danger" type="button" @click=${() => this.cancel()}>${t('upload.cancel')}</button>`}
          </div>
        </div>
        <ul class="sending">${this.rows()}</ul>
      </section>`;
  }

  /** The few that one looks for: those that failed, then those under way. */
  rows() {
    const rank = {failed: 0, sending: 1, sent: 2, done: 3, waiting: 4};
    const files = [...this.uploads.files].sort((a, b) => rank[a.state] - rank[b.state]);
    const shown = files.slice(0, SHOWN);
    const word = {failed: 'failed', done: 'completed'};
    return html`${shown.map(file => html`<li>
        <span class="name">${named(file.name)}</span>
        <span class="soft small">${word[file.state]
          ? html`<span class="status ${word[file.state]}">${icon(word[file.state])}${t(`upload.state.${file.state}`)}</span>`
          : t(`upload.state.${file.state}`, {share: percent(file.moved, file.size)})} ${bytes(file.size)}</span>
        ${file.state === 'sending' ? html`<progress class="thin" max=${file.size || 1} value=${file.moved}
          aria-label=${name(file.name)}></progress>` : ''}
        ${file.reason ? html`<span class="why bad">${name(file.reason)}</span>` : ''}</li>`)}
      ${files.length > SHOWN ? html`<li class="soft small">${t('upload.more', {n: files.length - SHOWN})}</li>` : ''}`;
  }

  result(d, done, failed) {
    return notice(failed ? 'warn' : 'good', html`<p><strong>${t(failed ? 'upload.partly' : 'upload.finished')}</strong>
      ${t('upload.pending', {n: done})}</p>`, done
      ? html`<a class="button main tiny" href=${place(d, 'pending')}>${t('upload.toPending')}</a>` : '');
  }

  byProgram(d) {
    return html`<section class="card pad stack" aria-labelledby="program">
      <h2 id="program">${t('program.title')}</h2>
      <p class="soft">${t('program.hint')}</p>
      ${copyable(`${d.landingPath}upload_date=<epoch>/<UserId>/${d.fileType}/<FileName>`)}
      <p class="soft">${t('program.trigger')}</p>
      ${copyable(`${d.landingPath}upload_date=<epoch>/<UserId>/${d.fileType}/_SUCCESS`)}
    </section>`;
  }

  clear() {
    this.uploads.files = [];
    draw();
  }

  cancel() {
    return ask({
      title: t('upload.cancel.title'),
      body: () => html`<p>${t('upload.cancel.hint')}</p>`,
      confirm: t('upload.cancel'),
      danger: true,
      act: () => this.uploads.cancel(),
    });
  }
}
