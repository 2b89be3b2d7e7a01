// Which sessions are selected: by shift-click, Space, a finger, or a box drawn with Shift and the arrow keys.
import { Controller } from '@hotwired/stimulus';
import { clipboard, dayOf, keep, place, selected, slotOf, slots, told, typing } from 'calendar/picked';

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STOPS = ':scope > .slot > a, :scope > time :is(a.add, .paste)';

export default class extends Controller {
  static targets = ['day', 'bar', 'count'];
  static values = { columns: { type: Number, default: 7 } };

  connect() {
    this.press = (event) => this.key(event);
    document.addEventListener('keydown', this.press);
    for (const id of [...selected]) if (!slotOf(this.element, id)) selected.delete(id);
    this.show();
    const day = this.dayTargets.find((each) => each.dataset.day === place.focus);
    if (place.focus && document.activeElement === document.body) (slotOf(this.element, place.focus)?.querySelector('a') ?? this.stops(day)[0])?.focus({ preventScroll: true });
    place.focus = null;
  }

  disconnect() {
    document.removeEventListener('keydown', this.press);
  }

  /** What the arrows stop at in a day: its cards, else what adds one. */
  stops(day) {
    return day ? [...day.querySelectorAll(STOPS)].filter((one) => one.checkVisibility()) : [];
  }

  /** Shift with a click selects up to here; once something is selected, a finger selects too. */
  click(event) {
    const slot = event.target.closest('a.chip')?.closest('[data-workout]');
    if (!slot || !(event.shiftKey || (event.pointerType === 'touch' && selected.size))) return;
    event.preventDefault();
    const anchor = event.shiftKey && selected.size && place.anchor && slotOf(this.element, place.anchor);
    if (anchor && !selected.has(slot.dataset.workout)) {
      const all = slots(this.element);
      const [from, to] = [all.indexOf(anchor), all.indexOf(slot)].sort((a, b) => a - b);
      for (const one of all.slice(from, to + 1)) selected.add(one.dataset.workout);
      this.said();
    } else this.toggle(slot);
  }

  toggle(slot) {
    const id = slot.dataset.workout;
    if (!selected.delete(id)) selected.add(id);
    place.anchor = id;
    this.said();
  }

  /** The button in a card's menu. */
  pick({ currentTarget }) {
    const slot = currentTarget.closest('[data-workout]');
    slot.querySelector('details.menu').open = false;
    this.toggle(slot);
    slot.querySelector('a').focus();
  }

  key(event) {
    if (typing(event) || event.altKey) return;
    const inside = this.element.contains(event.target);
    if (event.ctrlKey || event.metaKey) {
      if (inside && event.key.toLowerCase() === 'a') { this.all(); event.preventDefault(); }
    } else if (event.key === 'Escape' && (selected.size || clipboard())) {
      this.clear();
      event.preventDefault();
    } else if (inside && event.key === ' ' && event.target.matches('[data-workout] > a')) {
      this.toggle(event.target.closest('[data-workout]'));
      event.preventDefault();
    } else if (inside && ARROWS[event.key] && this.step(event, ...ARROWS[event.key])) event.preventDefault();
  }

  all() {
    for (const day of this.dayTargets) if (!day.matches('.out')) for (const slot of slots(day)) selected.add(slot.dataset.workout);
    this.said();
  }

  /** The next card or day; with Shift everything in the box since the first. */
  step(event, across, down) {
    const at = this.dayTargets.indexOf(dayOf(event.target));
    if (at < 0) return false;
    const here = this.stops(this.dayTargets[at]);
    const next = here[here.indexOf(event.target) + down];
    if (down && next && !event.shiftKey) { next.focus(); return true; }
    const to = at + across + down * this.columnsValue;
    if (!this.dayTargets[to]) return true;
    if (event.shiftKey) this.box(place.corner ??= at, to);
    else place.corner = null;
    this.stops(this.dayTargets[to]).at(down < 0 ? -1 : 0)?.focus();
    return true;
  }

  box(one, other) {
    const cell = (at) => [Math.floor(at / this.columnsValue), at % this.columnsValue];
    const [[r1, c1], [r2, c2]] = [cell(one), cell(other)];
    const within = (value, a, b) => value >= Math.min(a, b) && value <= Math.max(a, b);
    selected.clear();
    this.dayTargets.forEach((day, at) => {
      const [row, column] = cell(at);
      if (within(row, r1, r2) && within(column, c1, c2)) for (const slot of slots(day)) selected.add(slot.dataset.workout);
    });
    this.said();
  }

  clear() {
    selected.clear();
    keep(null);
    place.corner = null;
    told(this.element, 'Nothing is selected.');
  }

  said() {
    told(this.element, selected.size === 1 ? '1 session selected.' : `${selected.size} sessions selected.`);
  }

  /** Draws what is selected and what lies on the clipboard. */
  show() {
    for (const slot of slots(this.element)) slot.toggleAttribute('data-selected', selected.has(slot.dataset.workout));
    const held = clipboard();
    this.element.toggleAttribute('data-clipboard', Boolean(held));
    this.barTarget.hidden = !selected.size && !held;
    this.barTarget.dataset.mode = selected.size ? 'selected' : 'held';
    this.countTarget.textContent = selected.size ? `${selected.size} selected` : held ? `${held.items.length} ${held.kind === 'copy' ? 'copied' : 'cut'}: choose a day` : '';
  }
}
