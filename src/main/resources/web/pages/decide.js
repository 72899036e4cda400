// The three decisions that change what readers see, or what is kept; each is named by its effect.

import {html} from '../lit/lit-html.js';
import {datasetPath, post} from '../api.js';
import {ask} from '../dialog.js';
import {count, failure, notice} from '../parts.js';
import {go} from '../route.js';
import {say} from '../screen.js';
import {bytes, number, t} from '../text.js';

const tile = (key, {files, bytes: size}) => html`<div>
  <b>${number(files)}</b> <span>${t(key, {n: files})}</span> <span class="soft small">${bytes(size)}</span></div>`;

/** Explains why it cannot be done now, where the answer says so. */
async function started(page, request) {
  try {
    return await request();
  } catch (problem) {
    const {runningExecution, expected, found} = problem.body ?? {};
    if (problem.status === 409 && runningExecution) {
      problem.title = t('running.refused');
      problem.message = t('running.refused.hint');
      problem.link = {href: `/executions/${runningExecution}`, text: t('running.link')};
      page.dataset?.again();
    } else if (problem.status === 409 && found !== undefined) {
      problem.title = t('moved.title');
      problem.message = t('moved.hint', {expected, found});
      page.reload?.();
    }
    throw problem;
  }
}

export function askToDelete(page) {
  const n = page.selection.size;
  const names = new Map((page.files.value?.files ?? []).map(file => [file.id, file.name]));
  return ask({
    title: t('delete.title', {n}),
    body: () => html`<p>${t('delete.hint')}</p>`,
    confirm: t('delete'),
    danger: true,
    typed: n,
    act: async () => {
      const wish = page.selection.toJson();
      const result = await started(page, () => post(datasetPath(page.at, 'deletions'), wish));
      page.selection.none();
      page.result = {...result, failed: result.failed.map(one => ({...one, name: names.get(one.id)}))};
      await Promise.all([page.dataset.again(), page.reload()]);
    },
  });
}

export function askToProcess(page) {
  const n = page.selection.size;
  const wish = page.selection.toJson();
  let effect = null;
  let refused = null;
  return ask({
    title: t('process.title', {n}),
    body: () => html`
      <p>${t('process.hint', {dataset: page.at.name})}</p>
      ${effect ? html`<div class="tiles" role="status">
          ${tile('process.adds', effect.adds)}${tile('process.replaces', effect.replaces)}${tile('process.removes', effect.removes)}
        </div>
        <p class="soft small">${t('process.after', {n: effect.selected.files, size: bytes(effect.selected.bytes)})}</p>
        ${effect.removes.files ? notice('warn', t('process.warning', {n: effect.removes.files})) : ''}`
        : refused ? failure(refused) : html`<p class="soft" role="status">${t('process.counting')}</p>`}`,
    confirm: t('process'),
    typed: n,
    ready: () => effect !== null,
    start: paint => started(page, () => post(datasetPath(page.at, 'previews'), wish))
      .then(answer => { effect = answer; }, problem => { refused = problem; })
      .finally(paint),
    act: async () => {
      const run = await started(page, () => post(datasetPath(page.at, 'executions'), wish));
      page.selection.none();
      say(t('process.done'));
      go(`/executions/${run.id}`);
    },
  });
}

/** Brings back what an execution had published. */
export function askToRestore(execution, dataset) {
  const {domain, dataset: name} = execution;
  return ask({
    title: t('restore.title'),
    body: () => html`<p>${t('restore.hint', {dataset: name})}</p>
      <div class="tiles">
        ${tile('restore.comes', {files: execution.files.planned, bytes: execution.bytes.planned})}
        ${tile('restore.leaves', dataset.live ?? {files: 0, bytes: 0})}
      </div>`,
    confirm: t('restore'),
    act: async () => {
      const run = await started({}, () =>
        post(datasetPath({domain, name}, 'executions'), {restore: execution.id}));
      say(t('restore.done'));
      go(`/executions/${run.id}`);
    },
  });
}
