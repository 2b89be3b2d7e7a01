// Leaves after six seconds, but never while someone points at it or has focus in it (WCAG 2.2.1).
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  static values = { left: { type: Number, default: 6000 } };

  connect() {
    this.run();
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  run() {
    clearTimeout(this.timer);
    if (this.element.matches(':hover') || this.element.contains(document.activeElement)) return;
    this.since = performance.now();
    this.timer = setTimeout(() => this.close(), this.leftValue);
  }

  hold() {
    clearTimeout(this.timer);
    if (this.since) this.leftValue = Math.max(1500, this.leftValue - (performance.now() - this.since));
    this.since = 0;
  }

  close() {
    this.element.remove();
  }
}
