/* "Looked at": a mark on a note, shown at once and kept by the server; what could not be kept yet is tried again. */

import { ask, onReturn, refresh } from './server.js';

export const MARKS = ['publisher', 'misread', 'fine'];
const pending = new Map();
const watchers = [];
let before = null;

/** Calls it with a note whose mark changed, and with what became of it: saving, saved or the problem's text. */
export function onMark(watcher) {
  watchers.push(watcher);
}

const say = (note, state) => watchers.forEach((watcher) => watcher(note, state));

/** Marks a note, or takes its mark away with null. */
export function mark(doc, note, value, remark = '') {
  const now = { mark: note.mark?.mark ?? null, remark: note.mark?.remark ?? '' };
  if (now.mark === value && now.remark === remark) return;
  before = { doc, note, ...now };
  keep(doc, note, value, remark);
}

/** Whether the last mark was on this note, and can be taken back. */
export const canUndo = (note) => before?.note.key === note.key;

/** Takes the last change back where it was made in this document; the note that it was about. */
export function undo(doc, notes) {
  const note = before?.doc === doc && notes.find(({ key }) => key === before.note.key);
  if (!note) return null;
  const { mark: value, remark } = before;
  before = null;
  keep(doc, note, value, remark);
  return note;
}

function keep(doc, note, value, remark) {
  const was = note.mark;
  note.mark = value ? { mark: value, remark } : null;
  const key = JSON.stringify([doc, note.key]);
  pending.delete(key); // to the end: what is being sent there is outdated
  pending.set(key, { doc, note, was, body: { mark: value, remark: value ? remark : '' } });
  flush();
}

let flushing = false;

/** Sends what waits, one after the other, the latest of each note. */
async function flush() {
  if (flushing) return;
  flushing = true;
  for (const [key, change] of pending) {
    say(change.note, 'saving');
    try {
      await ask(`documents/${encodeURIComponent(change.doc)}/marks/${encodeURIComponent(change.note.key)}`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(change.body),
      });
      if (pending.get(key) === change) pending.delete(key);
      say(change.note, 'saved');
    } catch (problem) {
      if (!problem.gone && pending.get(key) === change) {
        pending.delete(key); // saying it again would not help
        change.note.mark = change.was;
      }
      say(change.note, problem.message);
      if (problem.gone) break;
    }
  }
  flushing = false;
  refresh();
}

onReturn(flush);
addEventListener('beforeunload', (event) => {
  if (pending.size) event.preventDefault();
});

/** What the page knows better than the server: marks that could not be kept yet. */
export function withPending(doc, notes) {
  for (const change of pending.values()) {
    const note = change.doc === doc && notes.find(({ key }) => key === change.note.key);
    if (note) {
      note.mark = change.body.mark ? change.body : null;
      change.note = note;
    }
  }
}
