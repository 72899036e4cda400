// Sign in with user name and password.

import {html} from '../lit/lit-html.js';
import {post} from '../api.js';
import {problemNotice} from '../components.js';
import {t} from '../i18n.js';
import {requestUpdate} from '../render.js';

export class SignInPage {
  problem = null;
  busy = false;

  constructor({signedIn}) {
    this.signedIn = signedIn;
  }

  title() {
    return t('signIn.title');
  }

  view() {
    return html`<div class="sign"><form class="card stack" @submit=${event => this.submit(event)}>
      <h1 tabindex="-1">${t('signIn.title')}</h1>
      ${this.problem ? problemNotice(this.problem) : ''}
      <div class="field"><label for="user">${t('signIn.user')}</label>
        <input id="user" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required></div>
      <div class="field"><label for="password">${t('signIn.password')}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required></div>
      <button class="button main" type="submit" ?disabled=${this.busy}>${t('signIn.title')}</button>
    </form></div>`;
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.problem = null;
    requestUpdate();
    try {
      await post('/session', {user: form.get('username'), password: form.get('password')});
      await this.signedIn();
    } catch (problem) {
      if (problem.status === 401) problem.title = t('signIn.wrong');
      if (problem.status === 404) problem.message = t('signIn.provider');
      this.problem = problem;
      document.getElementById('password').select();
    }
    this.busy = false;
    requestUpdate();
  }
}
