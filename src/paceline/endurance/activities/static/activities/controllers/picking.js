// Counts the rows that are selected, selects all of a page, and says how many on the way.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  static targets = ['box', 'all', 'count'];

  connect() {
    this.count();
  }

  all(event) {
    for (const box of this.boxTargets) box.checked = event.target.checked;
    this.count();
  }

  count() {
    const picked = this.boxTargets.filter((box) => box.checked).length;
    this.countTarget.textContent = picked ? `${picked} selected` : '';
    this.allTarget.checked = picked === this.boxTargets.length;
    this.allTarget.indeterminate = picked > 0 && picked < this.boxTargets.length;
  }
}
