// Moves sessions between days by dragging, or by the Move menu of each card (press M) for keyboard and touch.
import { Controller } from '@hotwired/stimulus';
import Sortable from 'sortablejs';

export default class extends Controller {
  static targets = ['day', 'source', 'status'];
  static values = { url: String };

  connect() {
    const shared = { animation: 140, draggable: '[data-item]', delayOnTouchOnly: true, delay: 180, filter: 'details, button', preventOnFilter: false };
    this.boards = [
      ...this.dayTargets.map((day) => new Sortable(day, { ...shared, group: 'sessions', onEnd: (event) => this.dropped(event), onAdd: (event) => this.copied(event) })),
      ...this.sourceTargets.map((source) => new Sortable(source, { ...shared, sort: false, group: { name: 'sessions', pull: 'clone', put: false } })),
    ];
    this.press = (event) => this.key(event);
    this.element.addEventListener('keydown', this.press);
  }

  disconnect() {
    this.boards.forEach((board) => board.destroy());
    this.element.removeEventListener('keydown', this.press);
  }

  key(event) {
    if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    const menu = event.target.closest('[data-item]')?.querySelector('details.menu');
    if (!menu) return;
    event.preventDefault();
    event.stopPropagation();
    menu.open = true;
    menu.querySelector('.menu-panel :is(a, button)')?.focus();
  }

  /** A button in the Move menu: data-action="calendar-drag#move" data-calendar-drag-day-param="2026-06-11". */
  move({ params, currentTarget }) {
    const card = currentTarget.closest('[data-item]');
    const day = this.dayTargets.find((each) => each.dataset.day === params.day);
    if (!day) return;
    const from = card.parentNode;
    const next = card.nextElementSibling;
    day.append(card);
    card.querySelector('details.menu').open = false;
    card.querySelector('a, summary')?.focus();
    this.post(card, day, () => from.insertBefore(card, next));
  }

  dropped({ item, from, to, oldIndex, newIndex }) {
    if (from === to && oldIndex === newIndex) return;
    if (!this.sourceTargets.includes(from)) this.post(item, to, () => from.insertBefore(item, from.children[oldIndex] ?? null));
  }

  copied({ item, from, to }) {
    if (this.sourceTargets.includes(from)) this.post(item, to, () => item.remove(), true);
  }

  /** The card moves at once; a refusal puts it back and says why. */
  async post(card, day, undo, copy = false) {
    const items = [...day.querySelectorAll('[data-item]')];
    const body = new URLSearchParams({ item: card.dataset.item, day: day.dataset.day, index: items.indexOf(card), version: card.dataset.version ?? '', ...(copy ? { copy: 'true' } : {}) });
    card.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(this.urlValue, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
      if (!answer.ok) throw new Error(answer.status === 409 ? 'Someone else moved this session first. Open the week again.' : 'It could not be moved, so it went back.');
      this.say(`Moved to ${day.dataset.name ?? day.dataset.day}.`);
      this.dispatch('moved', { detail: { item: card.dataset.item, day: day.dataset.day } });
      window.htmx?.trigger(document.body, 'planChanged');
    } catch (problem) {
      undo();
      this.say(problem instanceof TypeError ? 'You are offline, so it went back.' : problem.message);
    } finally {
      card.removeAttribute('aria-busy');
    }
  }

  say(words) {
    if (this.hasStatusTarget) this.statusTarget.textContent = words;
  }
}
