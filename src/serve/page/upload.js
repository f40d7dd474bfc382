/* Files on their way to the server: a few at a time, each with its progress, its error and another try. */

import { button, byId, el, grouped, put, tell } from './base.js';
import { ask, onReturn, refresh, send } from './server.js';
import { t } from './words.js';

const AT_ONCE = 3;
const uploads = new Set();
let limits = {};
let finished = 0;

export async function askLimits() {
  try {
    limits = (await ask('limits')) || {};
  } catch {
    limits = {}; // the server refuses what is too much
  }
  sayUploads();
}

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const count = (state) => [...uploads].filter((upload) => upload.state === state).length;

/** Takes files: those of a folder that are neither PDF nor zip are left out. */
export function take(files, from_folder = false) {
  const taken = [...files].filter((file) => !from_folder || /\.(pdf|zip)$/i.test(file.name));
  if (!taken.length) return tell(t('drop.none'));
  if (!count('waiting') && !count('sending')) finished = 0;
  for (const file of taken) {
    const upload = { file, name: file.webkitRelativePath || file.name, state: 'waiting', sent: 0 };
    uploads.add(upload);
    const most = Number(limits.max_file_mb) * 1024 * 1024;
    if (most && file.size > most) fail(upload, t('drop.too_large', limits.max_file_mb));
  }
  pump();
}

function pump() {
  let free = AT_ONCE - count('sending');
  for (const upload of uploads) {
    if (free <= 0) break;
    if (upload.state !== 'waiting') continue;
    free -= 1;
    start(upload);
  }
  sayUploads();
}

async function start(upload) {
  upload.state = 'sending';
  upload.bar = el('progress', { max: upload.file.size || 1, value: 0, 'aria-label': upload.name });
  upload.row?.remove();
  upload.row = el('li', {}, el('span', { class: 'text' }, upload.name), upload.bar, el('span', { class: 'quiet' }, size(upload.file.size)));
  byId('uploads').append(upload.row);
  try {
    await send(`files?name=${encodeURIComponent(upload.name)}`, upload.file, (sent) => {
      upload.bar.value = sent;
    });
    uploads.delete(upload);
    upload.row.remove();
    finished += 1;
    refresh();
  } catch (problem) {
    fail(upload, problem.message, problem.gone);
    if (problem.gone) refresh();
  }
  pump();
}

function fail(upload, text, gone = false) {
  Object.assign(upload, { state: 'failed', gone });
  const again = button(t('retry'), () => retry([upload]), { 'aria-label': `${t('retry')}: ${upload.name}` });
  const drop = button(t('dismiss'), () => {
    uploads.delete(upload);
    upload.row.remove();
    sayUploads();
  }, { 'aria-label': `${t('dismiss')}: ${upload.name}` });
  upload.row?.remove();
  upload.row = el('li', { class: 'failed' }, el('span', { class: 'text' }, upload.name), el('span', { class: 'wrong text' }, text), el('span', { class: 'buttons' }, again, drop));
  byId('uploads').append(upload.row);
  tell(`${upload.name}: ${text}`);
}

function retry(these) {
  for (const upload of these) {
    upload.state = 'waiting';
    upload.row?.remove();
  }
  pump();
}

onReturn(() => retry([...uploads].filter((upload) => upload.state === 'failed' && upload.gone)));

/** What is on its way, in one line. */
export function sayUploads() {
  const [open, failed] = [count('waiting') + count('sending'), count('failed')];
  const all = finished + open + failed;
  byId('limits').textContent = limits.max_file_mb ? t('drop.limits', limits.max_file_mb) : '';
  if (!open && !failed) {
    put(byId('sending'), finished > 0 && el('p', { class: 'quiet' }, t('sent', grouped(finished))));
    if (finished) tell(t('sent', grouped(finished)));
    return;
  }
  const line = t('sending', grouped(finished), grouped(all)) + (failed ? ` ${t('sending.failed', grouped(failed))}` : '');
  put(byId('sending'),
    el('p', {}, line, ' ', failed > 1 && button(t('retry.all'), () => retry([...uploads].filter((upload) => upload.state === 'failed')))),
    open > 0 && el('progress', { max: all, value: finished, 'aria-label': t('sending.label') }));
}

/** The files of what was dropped; folders are gone through. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return take(transfer.files);
  const files = [];
  const visit = async (entry) => {
    if (entry.isFile) return files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return undefined;
      for (const inner of some) await visit(inner);
    }
  };
  for (const entry of entries) await visit(entry);
  return take(files, true);
}

/** Lets files be dropped anywhere and chosen by the buttons. */
export function listen(onfiles) {
  const carries = (event) => [...(event.dataTransfer?.types || [])].includes('Files');
  for (const name of ['dragenter', 'dragover']) {
    addEventListener(name, (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      document.body.classList.add('dropping');
    });
  }
  addEventListener('dragleave', (event) => event.relatedTarget || document.body.classList.remove('dropping'));
  addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!carries(event)) return;
    event.preventDefault();
    onfiles();
    dropped(event.dataTransfer).catch(() => tell(t('drop.none')));
  });
  for (const id of ['files', 'folder']) {
    byId(id).addEventListener('change', (event) => {
      take(event.target.files, id === 'folder');
      event.target.value = '';
    });
  }
  addEventListener('beforeunload', (event) => {
    if (count('waiting') || count('sending')) event.preventDefault();
  });
}
