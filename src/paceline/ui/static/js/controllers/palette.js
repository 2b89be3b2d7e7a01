// Command palette on Ctrl K or ⌘K: filters what is on the page and asks the server for people and sessions.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  static targets = ['dialog', 'input', 'list', 'option', 'none', 'key'];
  static values = { search: String };

  connect() {
    const apple = /Mac|iPhone|iPad/.test(navigator.platform);
    if (apple) this.keyTargets.forEach((key) => { key.textContent = '⌘K'; });
    this.hotkey = (event) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      if (this.dialogTarget.open) this.dialogTarget.close();
      else if (!document.querySelector('dialog[open]')) this.open();
    };
    document.addEventListener('keydown', this.hotkey);
  }

  disconnect() {
    document.removeEventListener('keydown', this.hotkey);
  }

  open() {
    this.dialogTarget.showModal();
    this.inputTarget.value = '';
    this.filter();
    this.inputTarget.focus();
  }

  closed() {
    this.found?.remove();
    this.inputTarget.removeAttribute('aria-activedescendant');
  }

  backdrop(event) {
    if (event.target === this.dialogTarget) this.dialogTarget.close();
  }

  get shown() {
    return this.optionTargets.filter((option) => !option.hidden);
  }

  filter() {
    const words = this.inputTarget.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const option of this.optionTargets) {
      const text = option.textContent.toLowerCase();
      option.hidden = !option.dataset.found && !words.every((word) => text.includes(word));
    }
    this.settle();
    clearTimeout(this.timer);
    if (this.searchValue && words.join(' ').length > 1) this.timer = setTimeout(() => this.ask(words.join(' ')), 200);
    else this.found?.remove();
  }

  settle() {
    for (const group of this.listTarget.children) group.hidden = !group.querySelector('[role="option"]:not([hidden])');
    this.noneTarget.hidden = this.shown.length > 0;
    this.mark(0);
  }

  /** The server answers with options of its own (`<a role="option">`), permissions already applied. */
  async ask(text) {
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const url = `${this.searchValue}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(url, { headers: { 'HX-Request': 'true' }, signal: this.asking.signal });
      if (!answer.ok) { if (answer.status === 404) this.searchValue = ''; return; }
      const part = new DOMParser().parseFromString(await answer.text(), 'text/html');
      this.found?.remove();
      this.found = document.createElement('div');
      this.found.setAttribute('role', 'group');
      this.found.setAttribute('aria-label', 'Found');
      for (const [i, option] of [...part.querySelectorAll('a[role="option"]')].entries()) {
        option.id = `palette-found-${i}`;
        option.dataset.paletteTarget = 'option';
        option.dataset.found = '';
        option.tabIndex = -1;
        this.found.append(option);
      }
      this.listTarget.append(this.found);
      this.settle();
    } catch (problem) {
      if (problem.name !== 'AbortError') console.warn('search did not answer', problem);
    }
  }

  mark(index) {
    const shown = this.shown;
    for (const option of this.optionTargets) option.setAttribute('aria-selected', 'false');
    this.inputTarget.removeAttribute('aria-activedescendant');
    if (!shown.length) return;
    this.at = (index + shown.length) % shown.length;
    shown[this.at].setAttribute('aria-selected', 'true');
    shown[this.at].scrollIntoView({ block: 'nearest' });
    this.inputTarget.setAttribute('aria-activedescendant', shown[this.at].id);
  }

  step(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) this.mark(this.at + move);
    else if (event.key === 'Enter') this.shown[this.at]?.click();
    else return;
    event.preventDefault();
  }
}
