// A details element as a menu: Esc and a click elsewhere close it, arrows move through its items.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  static targets = ['panel'];

  connect() {
    this.away = (event) => { if (!this.element.contains(event.target)) this.element.open = false; };
  }

  disconnect() {
    document.removeEventListener('click', this.away);
  }

  toggled() {
    if (this.element.open) document.addEventListener('click', this.away);
    else document.removeEventListener('click', this.away);
  }

  get items() {
    return [...this.panelTarget.querySelectorAll('a[href], button:not(:disabled)')];
  }

  step(event) {
    if (event.key === 'Escape' && this.element.open) {
      this.element.open = false;
      this.element.querySelector('summary').focus();
      event.stopPropagation();
    }
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move || !this.element.open) return;
    event.preventDefault();
    const items = this.items;
    const at = items.indexOf(document.activeElement);
    items[at < 0 ? (move > 0 ? 0 : items.length - 1) : (at + move + items.length) % items.length]?.focus();
  }
}
