// Moves sessions between days: by mouse, by a finger that rests on a card first, and by each card's menu (press M).
// What is selected moves with the card that is dragged. Alt while dropping copies.
import { Controller } from '@hotwired/stimulus';
import Sortable from 'sortablejs';
import { apart, dayOf, named, selected, send, shifted, whose } from 'calendar/picked';

export default class extends Controller {
  static targets = ['day', 'status'];

  connect() {
    const shared = { animation: 140, draggable: '[data-item]', group: 'sessions', delayOnTouchOnly: true, delay: 180, touchStartThreshold: 6, filter: 'details, button', preventOnFilter: false };
    this.boards = this.dayTargets.map((day) => new Sortable(day, {
      ...shared,
      onStart: ({ item }) => this.together(item, true),
      onEnd: (event) => { this.together(event.item, false); this.dropped(event); },
    }));
    this.press = (event) => this.key(event);
    this.element.addEventListener('keydown', this.press);
  }

  disconnect() {
    this.boards.forEach((board) => board.destroy());
    this.element.removeEventListener('keydown', this.press);
  }

  key(event) {
    if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    const menu = event.target.closest('[data-workout]')?.querySelector('details.menu');
    if (!menu) return;
    event.preventDefault();
    event.stopPropagation();
    menu.open = true;
    menu.querySelector('.menu-panel :is(a, button)')?.focus();
  }

  /** A button in a card's menu: data-calendar--board-days-param="7". */
  move({ params, currentTarget }) {
    const card = currentTarget.closest('[data-item]');
    card.querySelector('details.menu').open = false;
    card.querySelector('a')?.focus();
    const target = shifted(dayOf(card).dataset.day, params.days);
    const day = this.dayTargets.find((each) => each.dataset.day === target && whose(each) === whose(card));
    const [from, next] = [card.parentNode, card.nextElementSibling];
    if (day) day.append(card);
    this.ask('/workouts/moves', { item: card.dataset.item, day: target, index: 50, version: card.dataset.version }, () => day && from.insertBefore(card, next), [card]);
  }

  dropped({ item, from, to, oldDraggableIndex, newDraggableIndex, originalEvent }) {
    if (from === to && oldDraggableIndex === newDraggableIndex) return;
    const back = () => from.insertBefore(item, [...from.querySelectorAll(':scope > [data-item]')].filter((one) => one !== item)[oldDraggableIndex] ?? null);
    const group = this.group(item);
    if (whose(from) !== whose(to) || originalEvent?.altKey) {
      back();
      const copies = { kind: 'copy', item: group.map(named), days: apart(from.dataset.day, to.dataset.day), to_athlete_id: whose(from) === whose(to) ? '' : whose(to) };
      this.ask('/calendar/rearrangements', copies, () => {}, group);
    } else if (group.length > 1) {
      const days = apart(from.dataset.day, to.dataset.day);
      if (!days) { back(); return; }
      this.ask('/calendar/rearrangements', { kind: 'move', item: group.map(named), days }, back, group);
    } else {
      const index = [...to.querySelectorAll(':scope > [data-workout]')].indexOf(item);
      this.ask('/workouts/moves', { item: item.dataset.item, day: to.dataset.day, index, version: item.dataset.version }, back, [item]);
    }
  }

  /** The cards that go with this one. */
  group(item) {
    const all = [...this.element.querySelectorAll('[data-item]')];
    return selected.has(item.dataset.workout) ? all.filter((one) => selected.has(one.dataset.workout)) : [item];
  }

  together(item, on) {
    const group = this.group(item);
    if (group.length > 1) for (const one of group) one.toggleAttribute('data-moving', on);
  }

  /** The card moves at once; a refusal puts it back and says why. */
  async ask(url, values, undo, cards) {
    for (const card of cards) card.setAttribute('aria-busy', 'true');
    const { done, words } = await send(url, values);
    if (!done) undo();
    for (const card of cards) card.removeAttribute('aria-busy');
    this.say(words);
  }

  say(words) {
    if (this.hasStatusTarget) this.statusTarget.textContent = words;
  }
}
