// Tabs by the ARIA pattern: arrow keys, Home and End move and pick.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  static targets = ['tab', 'panel'];

  pick({ currentTarget }) {
    this.show(this.tabTargets.indexOf(currentTarget));
  }

  step(event) {
    const last = this.tabTargets.length - 1;
    const now = this.tabTargets.indexOf(event.currentTarget);
    const next = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now === 0 ? last : now - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.show(next);
    this.tabTargets[next].focus();
  }

  show(index) {
    this.tabTargets.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      this.panelTargets[i].hidden = i !== index;
    });
  }
}
