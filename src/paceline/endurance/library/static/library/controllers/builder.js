// Puts the steps of a session in another order by dragging, or with Alt and the arrow keys.
import { Controller } from '@hotwired/stimulus';
import Sortable from 'sortablejs';

export default class extends Controller {
  static targets = ['list'];

  listTargetConnected(list) {
    list.sortable = new Sortable(list, {
      animation: 140,
      draggable: '[data-row]',
      handle: '.drag',
      onEnd: ({ oldIndex, newIndex }) => {
        if (oldIndex !== newIndex) window.htmx.trigger(list, 'sorted');
      },
    });
    list.arrows = (event) => this.move(event);
    list.addEventListener('keydown', list.arrows);
  }

  listTargetDisconnected(list) {
    list.sortable?.destroy();
    list.removeEventListener('keydown', list.arrows);
  }

  move(event) {
    const way = { ArrowUp: 'up', ArrowDown: 'down' }[event.key];
    if (!way || !event.altKey) return;
    const row = event.target.closest('[data-row]');
    row?.querySelector(`[data-do="${way}"]`)?.click();
    if (row) event.preventDefault();
  }
}
