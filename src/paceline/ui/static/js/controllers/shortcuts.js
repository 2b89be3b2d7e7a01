// Single keys for quick hands: ignored while typing, in dialogs, with modifiers, and when turned off on this device.
import { Controller } from '@hotwired/stimulus';

const PLACES = { t: '/today', c: '/calendar', q: '/queue', f: '/fitness', m: '/messages' };
const TYPING = 'input, textarea, select, [contenteditable], dialog, [role="textbox"]';

export default class extends Controller {
  static targets = ['off'];

  connect() {
    this.off = localStorage.getItem('keys') === 'off';
    this.press = (event) => this.pressed(event);
    document.addEventListener('keydown', this.press);
  }

  offTargetConnected(box) {
    box.checked = this.off;
  }

  disconnect() {
    document.removeEventListener('keydown', this.press);
  }

  remember({ currentTarget }) {
    this.off = currentTarget.checked;
    localStorage.setItem('keys', this.off ? 'off' : 'on');
  }

  pressed(event) {
    if (this.off || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.target.closest?.(TYPING) || document.querySelector('dialog[open]')) return;
    if (this.run(event.key)) event.preventDefault();
  }

  run(key) {
    if (this.leading) {
      this.leading = clearTimeout(this.leading);
      const known = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      const href = known?.getAttribute('href') ?? this.placed(key);
      if (href) { location.assign(href); return true; }
    }
    if (key === 'g') { this.leading = setTimeout(() => { this.leading = undefined; }, 1200); return true; }
    if (key === '?') { document.getElementById('keys')?.showModal(); return true; }
    if (key === '/') return this.focus('[data-key="/"], main input[type="search"]');
    if (key === 'j' || key === 'k') return this.row(key === 'j' ? 1 : -1);
    if (key === 'Enter') return document.activeElement === document.body && this.click(this.current?.querySelector('a'));
    const inRow = this.current?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    return this.click(inRow ?? document.querySelector(`[data-key="${CSS.escape(key)}"]`));
  }

  /** Only pages this workspace has in its navigation. */
  placed(key) {
    return document.querySelector(`.nav a[href="${PLACES[key]}"]`)?.getAttribute('href');
  }

  focus(selector) {
    const field = document.querySelector(selector);
    field?.focus();
    return Boolean(field);
  }

  click(element) {
    element?.click();
    return Boolean(element);
  }

  get rows() {
    return [...document.querySelectorAll('[data-rows] > *, .queue > li, table[data-rows] tbody > tr')];
  }

  get current() {
    return this.rows.find((row) => row.hasAttribute('aria-current'));
  }

  row(move) {
    const rows = this.rows;
    if (!rows.length) return false;
    const at = rows.indexOf(this.current);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + move))];
    rows.forEach((row) => row.removeAttribute('aria-current'));
    next.setAttribute('aria-current', 'true');
    next.querySelector('a')?.focus();
    next.scrollIntoView({ block: 'nearest' });
    return true;
  }
}
