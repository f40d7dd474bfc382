/* What is shown stands behind the # of the address, so that a reload, a bookmark and the way back lose nothing. */

const watchers = [];
const parsed = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
export let at = parsed();

/** Calls it with what is shown now and what was shown before, on each change. */
export function watch(watcher) {
  watchers.push(watcher);
}

export function address(place) {
  const said = Object.entries(place).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return `#${new URLSearchParams(said)}`;
}

/** Changes what is shown; `push` for a step that the way back should take back. */
export function go(changes, push = false) {
  show({ ...at, ...changes }, push);
}

/** Shows that and nothing of what was shown. */
export function goTo(place) {
  show(place, true);
}

function show(place, push) {
  const hash = address(place);
  if (hash !== address(at)) history[push ? 'pushState' : 'replaceState'](null, '', hash);
  turned();
}

function turned() {
  const before = at;
  at = parsed();
  for (const watcher of watchers) watcher(at, before);
}

addEventListener('popstate', turned);
