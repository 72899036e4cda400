// Create dataset, checked as one types and again by the server.

import {html} from '../lit/lit-html.js';
import {live} from '../lit/directives/live.js';
import {post} from '../api.js';
import {copyable, crumbs, failure, head, icon} from '../parts.js';
import {dataset as place, go} from '../route.js';
import {draw, say} from '../screen.js';
import {has, t} from '../text.js';

const NAME = /^[A-Za-z0-9_]{3,120}$/;
const TYPE = /^[A-Za-z0-9]{1,32}$/;
const MAIL = /^[!#-\x27*+\-./0-9=?A-Z^-~]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const TYPES = ['csv', 'json', 'parquet', 'avro', 'orc', 'txt', 'xlsx'];
const addresses = text => text.split(/[\s,;]+/).filter(Boolean);

const CHECKS = {
  domain: text => NAME.test(text),
  name: text => NAME.test(text),
  fileType: text => TYPE.test(text),
  description: text => text.length <= 2000,
  notify: text => {
    const all = addresses(text);
    return all.length > 0 && all.length <= 20 && all.every(one => MAIL.test(one));
  },
};

export class Create {
  fields = {domain: '', name: '', fileType: '', description: '', notify: '', skipTrash: false};
  left = new Set();
  refused = {};
  problem = null;
  busy = false;

  constructor({me}) {
    this.me = me;
    this.fields.notify = me.mail ?? '';
  }

  title() {
    return t('create.title');
  }

  view() {
    const {domain, name, fileType} = this.fields;
    const path = `${domain || t('create.domain.blank')}/${name || t('create.name.blank')}/upload_date=<epoch>/${this.me.id}/${fileType || '<FileType>'}/`;
    return html`
      ${head(t('create.title'), t('create.hint'), {trail: crumbs([t('datasets.title'), '/datasets'], [t('create.title')])})}
      <form class="card pad stack" novalidate @submit=${event => this.submit(event)} autocomplete="off">
        ${this.problem ? failure(this.problem) : ''}
        <div class="filters">${this.text('domain')}${this.text('name')}${this.text('fileType', 'types')}</div>
        <datalist id="types">${TYPES.map(type => html`<option value=${type}></option>`)}</datalist>
        <div class="field" role="radiogroup" aria-labelledby="method">
          <span class="label" id="method">${t('create.method')}</span>
          <label class="row"><input type="radio" name="method" checked> ${t('create.reload')}
            <span class="hint">${t('create.reload.hint')}</span></label>
        </div>
        ${this.text('description')}
        ${this.text('notify')}
        <label class="row"><input type="checkbox" .checked=${live(this.fields.skipTrash)}
          @change=${event => { this.fields.skipTrash = event.target.checked; draw(); }}>
          <span>${t('create.skipTrash')}</span> <span class="soft small">${t('create.skipTrash.hint')}</span></label>
        <div class="field"><span class="label">${t('landing')}</span>${copyable(path)}
          <p class="hint">${t('landing.hint')}</p></div>
        <div class="row"><span class="push"></span>
          <a class="button" href="/datasets">${t('cancel')}</a>
          <button class="button main" type="submit" ?disabled=${this.busy}>${t('create.title')}</button></div>
      </form>`;
  }

  text(field, list) {
    const wrong = this.wrong(field);
    const described = [`${field}-hint`, wrong && `${field}-wrong`].filter(Boolean).join(' ');
    return html`<div class="field">
      <label for=${field}>${t(`create.${field}`)}</label>
      <input id=${field} .value=${live(this.fields[field])} list=${list ?? ''}
        aria-invalid=${wrong ? 'true' : 'false'} aria-describedby=${described}
        aria-required=${field === 'description' ? 'false' : 'true'} spellcheck="false" autocapitalize="none"
        @input=${event => this.typed(field, event.target.value)}
        @blur=${() => { if (this.fields[field]) this.left.add(field); draw(); }}>
      <span class="hint" id="${field}-hint">${t(`create.${field}.hint`)}</span>
      ${wrong ? html`<span class="wrong" id="${field}-wrong">${icon('failed')}${wrong}</span>` : ''}
    </div>`;
  }

  typed(field, text) {
    this.fields[field] = text;
    delete this.refused[field];
    // While one types, only what can no longer become right is called wrong.
    if (/^(domain|name)$/.test(field) && !/^[A-Za-z0-9_]{0,120}$/.test(text)) this.left.add(field);
    draw();
  }

  wrong(field) {
    if (this.refused[field]) return this.refused[field];
    const bad = this.left.has(field) && !CHECKS[field](this.fields[field]);
    return bad ? t(`create.${field}.wrong`) : '';
  }

  async submit(event) {
    event.preventDefault();
    Object.keys(CHECKS).forEach(field => this.left.add(field));
    this.problem = null;
    const bad = Object.keys(CHECKS).find(field => this.wrong(field));
    if (bad) return this.focus(bad);
    this.busy = true;
    draw();
    const {notify, ...rest} = this.fields;
    try {
      const made = await post('/datasets', {...rest, updateMethod: 'reload', notify: addresses(notify)});
      say(t('create.done', {dataset: made.name}));
      return go(place(made, 'upload'));
    } catch (problem) {
      this.refuse(problem);
    }
    this.busy = false;
    draw();
  }

  refuse(problem) {
    const errors = (problem.body?.errors ?? []).map(({field, message}) => [field.split(/[.[]/)[0], message]);
    errors.filter(([field]) => field in CHECKS).forEach(([field, message]) => {
      this.refused[field] = has(`create.${field}.wrong`) && !CHECKS[field](this.fields[field])
        ? t(`create.${field}.wrong`) : message;
    });
    if (problem.status === 409) this.refused.name = t('create.taken');
    const first = Object.keys(this.refused)[0];
    if (first) this.focus(first);
    else this.problem = problem;
  }

  focus(field) {
    draw();
    queueMicrotask(() => document.getElementById(field)?.focus());
  }
}
