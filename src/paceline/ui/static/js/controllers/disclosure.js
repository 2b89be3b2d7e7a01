// Remembers for this visit whether a folded part was opened, by its id.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  connect() {
    if (!this.element.id) return;
    this.key = `open:${location.pathname}#${this.element.id}`;
    const kept = sessionStorage.getItem(this.key);
    if (kept !== null) this.element.open = kept === '1';
    this.keep = () => sessionStorage.setItem(this.key, this.element.open ? '1' : '0');
    this.element.addEventListener('toggle', this.keep);
  }

  disconnect() {
    if (this.keep) this.element.removeEventListener('toggle', this.keep);
  }
}
