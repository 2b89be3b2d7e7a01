// Keeps "38 min ago" true while the page is open; the server wrote the first words.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  connect() {
    this.timer = setInterval(() => this.tell(), 30000);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  tell() {
    const seconds = (Date.now() - Date.parse(this.element.dateTime)) / 1000;
    if (!(Math.abs(seconds) < 86400)) return;
    const minutes = Math.round(Math.abs(seconds) / 60);
    const [h, m] = [Math.floor(minutes / 60), minutes % 60];
    const span = h ? `${h}\u00a0h\u00a0${String(m).padStart(2, '0')}` : `${m}\u00a0min`;
    this.element.textContent = minutes === 0 ? 'just now' : seconds > 0 ? `${span} ago` : `in ${span}`;
  }
}
