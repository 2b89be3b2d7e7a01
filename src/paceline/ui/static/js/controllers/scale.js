// Lets a number key answer a scale while one of its choices has focus; the choice is a plain radio button.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  static targets = ['choice'];

  connect() {
    this.press = (event) => {
      const choice = this.choiceTargets.find((each) => each.value === event.key);
      if (!choice || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      choice.checked = true;
      choice.focus();
      choice.dispatchEvent(new Event('change', { bubbles: true }));
    };
    this.element.addEventListener('keydown', this.press);
  }

  disconnect() {
    this.element.removeEventListener('keydown', this.press);
  }
}
