// The dialogs that process, delete and restore files. Each shows the effect before it happens.

import {html} from '../lit/lit-html.js';
import {announce} from '../accessibility.js';
import {datasetPath, post} from '../api.js';
import {count, notice, problemNotice} from '../components.js';
import {openDialog} from '../dialog.js';
import {bytes, number, t} from '../i18n.js';
import {navigate} from '../router.js';

const tile = (key, {files, bytes: size}) => html`<div>
  <b>${number(files)}</b> <span>${t(key, {n: files})}</span> <span class="muted small">${bytes(size)}</span></div>`;

/** Adds an explanation to a 409 answer, and loads what has changed. */
async function explained(page, request) {
  try {
    return await request();
  } catch (problem) {
    const {runningExecution, expected, found} = problem.body ?? {};
    if (problem.status === 409 && runningExecution) {
      problem.title = t('running.refused');
      problem.message = t('running.refused.hint');
      problem.link = {href: `/executions/${runningExecution}`, text: t('running.link')};
      page.dataset?.reload();
    } else if (problem.status === 409 && found !== undefined) {
      problem.title = t('changed.title');
      problem.message = t('changed.hint', {expected, found});
      page.reload?.();
    }
    throw problem;
  }
}

export function confirmDelete(page) {
  const n = page.selection.size;
  const names = new Map((page.files.value?.files ?? []).map(file => [file.id, file.name]));
  return openDialog({
    title: t('delete.title', {n}),
    body: () => html`<p>${t('delete.hint')}</p>`,
    confirm: t('delete'),
    danger: true,
    files: n,
    action: async () => {
      const selection = page.selection.toJson();
      const result = await explained(page, () => post(datasetPath(page.ref, 'deletions'), selection));
      page.selection.clear();
      page.result = {...result, failed: result.failed.map(one => ({...one, name: names.get(one.id)}))};
      await Promise.all([page.dataset.reload(), page.reload()]);
    },
  });
}

export function confirmProcess(page) {
  const n = page.selection.size;
  const selection = page.selection.toJson();
  let effect = null;
  let problem = null;
  return openDialog({
    title: t('process.title', {n}),
    body: () => html`
      <p>${t('process.hint', {dataset: page.ref.name})}</p>
      ${effect ? html`<div class="tiles" role="status">
          ${tile('process.adds', effect.adds)}${tile('process.replaces', effect.replaces)}${tile('process.removes', effect.removes)}
        </div>
        <p class="muted small">${t('process.after', {n: effect.selected.files, size: bytes(effect.selected.bytes)})}</p>
        ${effect.removes.files ? notice('warn', t('process.warning', {n: effect.removes.files})) : ''}`
        : problem ? problemNotice(problem) : html`<p class="muted" role="status">${t('process.counting')}</p>`}`,
    confirm: t('process'),
    files: n,
    isReady: () => effect !== null,
    onOpen: update => explained(page, () => post(datasetPath(page.ref, 'previews'), selection))
      .then(answer => { effect = answer; }, failed => { problem = failed; })
      .finally(update),
    action: async () => {
      const execution = await explained(page, () => post(datasetPath(page.ref, 'executions'), selection));
      page.selection.clear();
      announce(t('process.done'));
      navigate(`/executions/${execution.id}`);
    },
  });
}

/** Publishes the content of an earlier execution again. */
export function confirmRestore(execution, dataset) {
  const {domain, dataset: name} = execution;
  return openDialog({
    title: t('restore.title'),
    body: () => html`<p>${t('restore.hint', {dataset: name})}</p>
      <div class="tiles">
        ${tile('restore.adds', {files: execution.files.planned, bytes: execution.bytes.planned})}
        ${tile('restore.removes', dataset.live ?? {files: 0, bytes: 0})}
      </div>`,
    confirm: t('restore'),
    action: async () => {
      const started = await explained({}, () =>
        post(datasetPath({domain, name}, 'executions'), {restore: execution.id}));
      announce(t('restore.done'));
      navigate(`/executions/${started.id}`);
    },
  });
}
