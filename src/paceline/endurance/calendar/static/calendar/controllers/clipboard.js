// Copies, cuts, pastes, shifts, pins and removes what is selected, the card with focus, or a whole week by its menu.
import { Controller } from '@hotwired/stimulus';
import { apart, clipboard, dayOf, keep, monday, named, place, selected, send, slots, subjects, told, typing, whose } from 'calendar/picked';

const KEYS = { c: 'copy', x: 'cut', v: 'paste' };

export default class extends Controller {
  connect() {
    this.press = (event) => this.key(event);
    this.point = (event) => { this.over = dayOf(event.target); };
    document.addEventListener('keydown', this.press);
    this.element.addEventListener('pointerover', this.point);
  }

  disconnect() {
    document.removeEventListener('keydown', this.press);
    this.element.removeEventListener('pointerover', this.point);
  }

  key(event) {
    if (typing(event) || event.altKey || event.shiftKey) return;
    const command = event.ctrlKey || event.metaKey ? KEYS[event.key.toLowerCase()] : undefined;
    if (command && this.run(command)) event.preventDefault();
    if (event.key === 'Delete' && subjects(this.element).length) { this.change({ params: { kind: 'deletion' } }); event.preventDefault(); }
  }

  /** Pasting needs a day: the one with focus, else the one under the pointer. */
  run(command) {
    if (command === 'paste') return this.pasteOn((this.element.contains(document.activeElement) && dayOf(document.activeElement)) || this.over);
    if (String(getSelection()) || !subjects(this.element).length) return false;
    this[command]();
    return true;
  }

  copy() { this.take('copy', subjects(this.element)); }
  cut() { this.take('move', subjects(this.element)); }

  week({ params, currentTarget }) {
    currentTarget.closest('details').open = false;
    this.take(params.kind, slots(currentTarget.closest('.cal-week')).filter((slot) => params.kind === 'copy' || slot.dataset.item));
  }

  take(kind, taken) {
    if (!taken.length) { told(this.element, 'There is nothing to take along.'); return; }
    keep({ kind, items: taken.map(named), day: taken.map((slot) => dayOf(slot).dataset.day).sort()[0], athlete: whose(taken[0]) });
    selected.clear();
    told(this.element, `${taken.length === 1 ? '1 session' : `${taken.length} sessions`} ${kind === 'copy' ? 'copied' : 'cut'}. Choose a day and paste.`);
  }

  paste({ currentTarget, params }) {
    const held = clipboard();
    currentTarget.closest('details')?.removeAttribute('open');
    if (params.week && held) this.put(held, { days: apart(monday(held.day), params.week) }, whose(currentTarget));
    else this.pasteOn(dayOf(currentTarget));
  }

  pasteOn(day) {
    const held = clipboard();
    if (!held) return false;
    if (day) this.put(held, { day: day.dataset.day }, whose(day));
    else told(this.element, 'Choose a day first.');
    return true;
  }

  async put(held, where, athlete) {
    const other = athlete && held.athlete && athlete !== held.athlete ? athlete : '';
    place.focus = where.day ?? null;
    const { done, words } = await send('/calendar/rearrangements', { kind: other ? 'copy' : held.kind, item: held.items, ...where, to_athlete_id: other });
    if (done && held.kind === 'move' && !other) keep(null);
    told(this.element, words);
  }

  /** A button with what to do: kind and days, and for a whole week whose it is, its first and last day. */
  async change({ params, currentTarget }) {
    currentTarget?.closest('details')?.removeAttribute('open');
    const which = subjects(this.element);
    if (!params.first && !which.length) return;
    const span = { first: params.first, last: params.last, athlete_id: params.first && whose(currentTarget) };
    place.focus = params.first ? null : which[0].dataset.workout;
    const { done, words } = await send('/calendar/rearrangements', { kind: params.kind, days: params.days, ...(params.first ? span : { item: which.map(named) }) });
    if (done && params.kind === 'deletion') selected.clear();
    told(this.element, words);
  }
}
