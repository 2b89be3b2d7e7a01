// Sends a form a moment after the last change and says when it was saved; a failure keeps the text and says so.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  static targets = ['state'];
  static values = { delay: { type: Number, default: 800 } };

  connect() {
    this.change = () => { clearTimeout(this.timer); this.say('Unsaved changes'); this.timer = setTimeout(() => this.save(), this.delayValue); };
    this.leave = (event) => { if (this.timer) event.preventDefault(); };
    this.element.addEventListener('input', this.change);
    window.addEventListener('beforeunload', this.leave);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.element.removeEventListener('input', this.change);
    window.removeEventListener('beforeunload', this.leave);
  }

  async save() {
    this.say('Saving');
    try {
      const answer = await fetch(this.element.action, { method: 'POST', body: new URLSearchParams(new FormData(this.element)), headers: { 'HX-Request': 'true' } });
      if (answer.status === 422) { this.say('Not saved: please check what you entered', 'critical'); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      this.timer = undefined;
      this.say(`Saved ${new Date().toTimeString().slice(0, 5)}`);
    } catch {
      this.say('Not saved. Trying again in 10 s', 'critical');
      this.timer = setTimeout(() => this.save(), 10000);
    }
  }

  say(words, tone = 'neutral') {
    if (!this.hasStateTarget) return;
    this.stateTarget.textContent = words;
    this.stateTarget.dataset.tone = tone;
  }
}
