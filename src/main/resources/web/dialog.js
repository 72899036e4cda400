// A modal dialog that confirms an action.

import {html, render} from './lit/lit-html.js';
import {focusHeading} from './accessibility.js';
import {problemNotice} from './components.js';
import {number, t} from './i18n.js';

/** Above this many files, the number has to be typed. */
const TYPED_ABOVE = 100;

/**
 * Opens the dialog and keeps it open while the action runs, so that an error is shown in it.
 *
 * @param title names the action
 * @param body renders the content
 * @param confirm the label of the confirm button
 * @param files how many files the action is about; large numbers must be typed
 * @param isReady whether the action may be confirmed yet
 * @param action what to do; closes the dialog unless it throws
 * @param onOpen gets the function that renders the dialog again
 * @return a promise that resolves when the dialog is closed
 */
export function openDialog({title, body, confirm, danger = false, files = 0, isReady = () => true, action, onOpen}) {
  const dialog = document.createElement('dialog');
  const mustType = files > TYPED_ABOVE;
  let problem = null;
  let busy = false;
  let typed = '';
  const mayConfirm = () => !busy && isReady() && (!mustType || typed.replace(/\D/g, '') === String(files));

  const update = () => render(html`
    <form method="dialog" @submit=${submit}>
      <h2 id="dialog-title">${title}</h2>
      ${body()}
      ${mustType ? html`<div class="field">
        <label for="typed">${t('dialog.type', {number: number(files)})}</label>
        <input id="typed" inputmode="numeric" autocomplete="off" .value=${typed}
          @input=${event => { typed = event.target.value; update(); }}></div>` : ''}
      ${problem ? problemNotice(problem) : ''}
      <div class="row end">
        <button class="button" type="button" value="cancel" @click=${() => dialog.close()}>${t('cancel')}</button>
        <button class="button main ${danger ? 'danger' : ''}" type="submit" ?disabled=${!mayConfirm()}>${confirm}</button>
      </div>
    </form>`, dialog);

  async function submit(event) {
    event.preventDefault();
    if (!mayConfirm()) return;
    busy = true;
    problem = null;
    update();
    try {
      await action();
      dialog.close();
    } catch (failed) {
      problem = failed;
    }
    busy = false;
    update();
  }

  return new Promise(resolve => {
    dialog.setAttribute('aria-labelledby', 'dialog-title');
    dialog.addEventListener('close', () => {
      dialog.remove();
      // The button that opened the dialog may be gone or disabled now.
      const opener = document.activeElement;
      if (!opener || opener === document.body || opener.disabled) focusHeading();
      resolve();
    });
    document.body.append(dialog);
    update();
    onOpen?.(update);
    // After rendering, so that the focus is on the harmless button.
    dialog.showModal();
    dialog.querySelector('button[value=cancel]').focus();
  });
}
