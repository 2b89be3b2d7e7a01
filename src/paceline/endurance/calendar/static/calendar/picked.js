// What is selected and what lies on the clipboard; both outlive a refresh of the board, the clipboard a change of page.

export const selected = new Set();
export const place = { focus: null, anchor: null };
const KEY = 'calendar.clipboard';

/** The day so many days on, free of clocks: days are dates, not instants. */
export function shifted(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function apart(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function monday(day) {
  return shifted(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

export function clipboard() {
  try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
}

export function keep(content) {
  if (content) sessionStorage.setItem(KEY, JSON.stringify(content));
  else sessionStorage.removeItem(KEY);
}

/** The id with the version that was looked at, so that a change by somebody else is noticed. */
export const named = (slot) => `${slot.dataset.workout}:${slot.dataset.version}`;
export const dayOf = (element) => element?.closest('[data-day]');
export const whose = (element) => element?.closest('[data-athlete]')?.dataset.athlete;

export const slots = (board) => [...board.querySelectorAll('[data-workout]')];
export const slotOf = (board, id) => board.querySelector(`[data-workout="${CSS.escape(id)}"]`);
export const typing = (event) => event.defaultPrevented || event.target.closest?.('input, textarea, select, dialog, .menu-panel') || document.querySelector('dialog[open]');

/** What is selected, else the card with focus. */
export function subjects(board) {
  const focused = document.activeElement?.closest('[data-workout]');
  if (selected.size) return slots(board).filter((slot) => selected.has(slot.dataset.workout));
  return focused && board.contains(focused) ? [focused] : [];
}

/** Lets the board draw anew what is selected, and says what happened to those who do not see it. */
export function told(board, words) {
  board.dispatchEvent(new CustomEvent('calendar:picked'));
  const status = board.querySelector('[role="status"]');
  if (status && words) status.textContent = words;
}

/** Sends a change; the server's words come as a toast with the way back. True when it was done. */
export async function send(url, values) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null && one !== '') body.append(name, one);
  }
  let answer;
  try {
    answer = await fetch(url, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
  } catch {
    document.dispatchEvent(new CustomEvent('paceline:unreachable'));
    return { done: false, words: 'You are offline, so nothing was changed.' };
  }
  const text = await answer.text();
  const said = new DOMParser().parseFromString(text, 'text/html').querySelector('.toast .grow, main p, p')?.textContent.trim();
  if (text.includes('hx-swap-oob')) window.htmx?.swap('#toasts', text, { swapStyle: 'none' });
  if (answer.ok || answer.status === 409) window.htmx?.trigger(document.body, 'planChanged');
  return { done: answer.ok, words: said || (answer.ok ? 'Done.' : 'That could not be done, so nothing was changed.') };
}
