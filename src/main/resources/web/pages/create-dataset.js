// Create dataset. The form checks the fields as the server does.

import {html} from '../lit/lit-html.js';
import {live} from '../lit/directives/live.js';
import {announce} from '../accessibility.js';
import {post} from '../api.js';
import {breadcrumbs, copyable, icon, pageHeader, problemNotice} from '../components.js';
import {hasMessage, t} from '../i18n.js';
import {requestUpdate} from '../render.js';
import {datasetUrl, navigate} from '../router.js';

const NAME = /^[A-Za-z0-9_]{2,120}$/;
const TYPE = /^[A-Za-z0-9]{1,32}$/;
const MAIL = /^[!#-\x27*+\-./0-9=?A-Z^-~]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const SETTLE = /^([0-9]{1,9}(ms|s|m|h))?$/;
const READERS = ['listing', 'manifest'];
const REPLACED = ['trash', 'keep', 'delete'];
const OPTIONAL = ['description', 'settle'];
const TYPES = ['csv', 'json', 'parquet', 'avro', 'orc', 'txt', 'xlsx'];
const addresses = text => text.split(/[\s,;]+/).filter(Boolean);

const CHECKS = {
  domain: text => NAME.test(text),
  name: text => NAME.test(text),
  fileType: text => TYPE.test(text),
  description: text => text.length <= 2000,
  notify: text => {
    const all = addresses(text);
    return all.length > 0 && all.length <= 20 && all.every(address => MAIL.test(address));
  },
  settle: text => SETTLE.test(text),
};

export class CreateDatasetPage {
  fields = {
    domain: '', name: '', fileType: '', description: '', notify: '', settle: '', readers: 'listing',
    replaced: 'trash',
  };
  /** Fields whose errors are shown: those that the user has left. */
  visited = new Set();
  /** Errors from the server, by field. */
  serverErrors = {};
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
      ${pageHeader(t('create.title'), t('create.hint'), {trail: breadcrumbs([t('datasets.title'), '/datasets'], [t('create.title')])})}
      <form class="card pad stack" novalidate @submit=${event => this.submit(event)} autocomplete="off">
        ${this.problem ? problemNotice(this.problem) : ''}
        <div class="filters">${this.input('domain')}${this.input('name')}${this.input('fileType', 'types')}</div>
        <datalist id="types">${TYPES.map(type => html`<option value=${type}></option>`)}</datalist>
        <div class="field" role="radiogroup" aria-labelledby="method">
          <span class="label" id="method">${t('create.method')}</span>
          <label class="row"><input type="radio" name="method" checked> ${t('create.reload')}
            <span class="hint">${t('create.reload.hint')}</span></label>
        </div>
        ${this.input('description')}
        ${this.input('notify')}
        ${this.input('settle')}
        ${this.choice('readers', READERS)}
        ${this.choice('replaced', REPLACED)}
        <div class="field"><span class="label">${t('landing')}</span>${copyable(path)}
          <p class="hint">${t('landing.hint')}</p></div>
        <div class="row"><span class="spacer"></span>
          <a class="button" href="/datasets">${t('cancel')}</a>
          <button class="button main" type="submit" ?disabled=${this.busy}>${t('create.title')}</button></div>
      </form>`;
  }

  choice(field, kinds) {
    return html`<div class="field" role="radiogroup" aria-labelledby=${field}>
      <span class="label" id=${field}>${t(`create.${field}`)}</span>
      ${kinds.map(kind => html`<label class="row"><input type="radio" name=${field}
        .checked=${live(this.fields[field] === kind)} ?disabled=${kind === 'keep' && this.fields.readers === 'listing'}
        @change=${() => this.choose(field, kind)}>
        ${t(`create.${field}.${kind}`)} <span class="hint">${t(`create.${field}.${kind}.hint`)}</span></label>`)}
    </div>`;
  }

  /** Readers of the folder would find files that are kept in place. */
  choose(field, kind) {
    this.changed(field, kind);
    if (this.fields.readers === 'listing' && this.fields.replaced === 'keep') this.fields.replaced = 'trash';
  }

  input(field, list) {
    const error = this.error(field);
    const described = [`${field}-hint`, error && `${field}-error`].filter(Boolean).join(' ');
    return html`<div class="field">
      <label for=${field}>${t(`create.${field}`)}</label>
      <input id=${field} .value=${live(this.fields[field])} list=${list ?? ''}
        aria-invalid=${error ? 'true' : 'false'} aria-describedby=${described}
        aria-required=${OPTIONAL.includes(field) ? 'false' : 'true'} spellcheck="false" autocapitalize="none"
        @input=${event => this.changed(field, event.target.value)}
        @blur=${() => { if (this.fields[field]) this.visited.add(field); requestUpdate(); }}>
      <span class="hint" id="${field}-hint">${t(`create.${field}.hint`)}</span>
      ${error ? html`<span class="field-error" id="${field}-error">${icon('failed')}${error}</span>` : ''}
    </div>`;
  }

  changed(field, text) {
    this.fields[field] = text;
    delete this.serverErrors[field];
    // While typing, only characters that are never allowed are an error.
    if (/^(domain|name)$/.test(field) && !/^[A-Za-z0-9_]{0,120}$/.test(text)) this.visited.add(field);
    requestUpdate();
  }

  error(field) {
    if (this.serverErrors[field]) return this.serverErrors[field];
    const isWrong = this.visited.has(field) && !CHECKS[field](this.fields[field]);
    return isWrong ? t(`create.${field}.wrong`) : '';
  }

  async submit(event) {
    event.preventDefault();
    Object.keys(CHECKS).forEach(field => this.visited.add(field));
    this.problem = null;
    const wrong = Object.keys(CHECKS).find(field => this.error(field));
    if (wrong) return this.focus(wrong);
    this.busy = true;
    requestUpdate();
    const {notify, settle, ...rest} = this.fields;
    try {
      const created = await post('/datasets',
        {...rest, updateMethod: 'reload', notify: addresses(notify), settle: settle || null});
      announce(t('create.done', {dataset: created.name}));
      return navigate(datasetUrl(created, 'upload'));
    } catch (problem) {
      this.showErrors(problem);
    }
    this.busy = false;
    requestUpdate();
  }

  /** Shows the server's errors at their fields, or else above the form. */
  showErrors(problem) {
    const errors = (problem.body?.errors ?? []).map(({field, message}) => [field.split(/[.[]/)[0], message]);
    errors.filter(([field]) => field in CHECKS).forEach(([field, message]) => {
      this.serverErrors[field] = hasMessage(`create.${field}.wrong`) && !CHECKS[field](this.fields[field])
        ? t(`create.${field}.wrong`) : message;
    });
    if (problem.status === 409) this.serverErrors.name = t('create.taken');
    const first = Object.keys(this.serverErrors)[0];
    if (first) this.focus(first);
    else this.problem = problem;
  }

  focus(field) {
    requestUpdate();
    queueMicrotask(() => document.getElementById(field)?.focus());
  }
}
