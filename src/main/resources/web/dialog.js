// Asks before something that cannot be taken back.

import {html, render} from './lit/lit-html.js';
import {failure} from './parts.js';
import {beginHere} from './screen.js';
import {number, t} from './text.js';

const MANY = 100;

/**
 * Opens the dialog; what it does is done while it is open, so that a refusal is read in its place.
 *
 * @param title names what is about to happen
 * @param body what is shown, drawn again by the function that `start` is handed
 * @param confirm the word on the button
 * @param typed a number to be typed first, where it is large
 * @param ready whether it may be confirmed yet
 * @param act what is done; a Problem that it throws is shown, anything else closes the dialog
 * @param start is handed the function that draws the dialog again
 */
export function ask({title, body, confirm, danger = false, typed = 0, ready = () => true, act, start}) {
  const dialog = document.createElement('dialog');
  let problem = null;
  let busy = false;
  let digits = '';
  const enough = () => typed <= MANY || digits.replace(/\D/g, '') === String(typed);

  const paint = () => render(html`
    <form method="dialog" @submit=${submit}>
      <h2 id="dialog-title">${title}</h2>
      ${body()}
      ${typed > MANY ? html`<div class="field">
        <label for="typed">${t('dialog.type', {number: number(typed)})}</label>
        <input id="typed" inputmode="numeric" autocomplete="off" .value=${digits}
          @input=${event => { digits = event.target.value; paint(); }}></div>` : ''}
      ${problem ? failure(problem) : ''}
      <div class="row end">
        <button class="button" type="button" value="cancel" @click=${() => dialog.close()}>${t('cancel')}</button>
        <button class="button main ${danger ? 'danger' : ''}" type="submit"
          ?disabled=${busy || !ready() || !enough()}>${confirm}</button>
      </div>
    </form>`, dialog);

  async function submit(event) {
    event.preventDefault();
    if (busy || !ready() || !enough()) return;
    busy = true;
    problem = null;
    paint();
    try {
      await act();
      dialog.close();
    } catch (refused) {
      problem = refused;
    }
    busy = false;
    paint();
  }

  return new Promise(resolve => {
    dialog.setAttribute('aria-labelledby', 'dialog-title');
    dialog.addEventListener('close', () => {
      dialog.remove();
      // The button that opened it may be gone, or have nothing more to do.
      const opener = document.activeElement;
      if (!opener || opener === document.body || opener.disabled) beginHere();
      resolve();
    });
    document.body.append(dialog);
    paint();
    start?.(paint);
    // After drawing, so that the harmless button gets the focus.
    dialog.showModal();
    dialog.querySelector('button[value=cancel]').focus();
  });
}
