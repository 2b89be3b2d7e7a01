// One event stream per tab. The server says only where to look; regions marked data-live fetch themselves again.
// Reads the stream with fetch, because EventSource cannot send Last-Event-ID after a refused connection.
import { Controller } from '@hotwired/stimulus';

const WORDS = { live: ['Live', 'positive'], reconnecting: ['Reconnecting', 'caution'], offline: ['Offline', 'neutral'] };
const SILENCE = 40000; // two missed heartbeats of 15 s and some patience

/** What a region may listen to: "checkins.submitted", "checkins", or either with "@person" behind it. */
function names({ place, person }) {
  const slice = place.split('.')[0];
  return [place, slice, `${place}@${person}`, `${slice}@${person}`];
}

/** Somebody is in the middle of something there: a menu is open, or a card is in their hand. */
function busy(region) {
  return Boolean(region.querySelector('details.menu[open], .sortable-chosen'));
}

export default class extends Controller {
  static values = { url: String };

  connect() {
    this.tries = 0;
    this.back = () => { this.tries = 0; this.start(); };
    // What a region could not fetch while offline no hint will name again, so all of them fetch once afterwards.
    this.gone = () => { this.missed = true; this.state('offline', `since ${new Date().toTimeString().slice(0, 5)}`); };
    window.addEventListener('online', this.back);
    window.addEventListener('offline', this.gone);
    document.addEventListener('htmx:load', this.wake = () => this.wanted && !this.running && this.start());
    document.addEventListener('htmx:beforeSwap', this.hold = (event) => this.held(event));
    if (this.wanted) this.start();
  }

  disconnect() {
    window.removeEventListener('online', this.back);
    window.removeEventListener('offline', this.gone);
    document.removeEventListener('htmx:load', this.wake);
    document.removeEventListener('htmx:beforeSwap', this.hold);
    this.stop();
  }

  get wanted() {
    return Boolean(this.urlValue && document.querySelector('[data-live], [data-live-state]'));
  }

  stop() {
    clearTimeout(this.retry);
    clearTimeout(this.quiet);
    this.abort?.abort();
    this.running = false;
  }

  async start() {
    this.stop();
    this.running = true;
    const abort = this.abort = new AbortController();
    const headers = { Accept: 'text/event-stream', ...(this.last ? { 'Last-Event-ID': this.last } : {}) };
    try {
      const answer = await fetch(this.urlValue, { headers, signal: abort.signal, cache: 'no-store' });
      if ([204, 401, 403, 404].includes(answer.status)) { this.urlValue = ''; this.state('offline'); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      if (this.missed) this.refetch(['*']);
      this.missed = false;
      this.tries = 0;
      this.state('live');
      await this.read(answer.body.pipeThrough(new TextDecoderStream()).getReader());
      if (this.renewing) { this.renewing = false; this.start(); return; }
      throw new Error('closed');
    } catch {
      if (this.abort === abort && this.running) this.again();
    }
  }

  async read(reader) {
    let text = '';
    for (;;) {
      this.listen();
      const { value, done } = await reader.read();
      if (done) return;
      text += value.replaceAll('\r\n', '\n');
      const parts = text.split('\n\n');
      text = parts.pop();
      parts.forEach((part) => this.heard(part));
    }
  }

  listen() {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { this.abort.abort(); this.again(); }, SILENCE);
  }

  heard(message) {
    const fields = { event: 'message', data: [] };
    for (const line of message.split('\n')) {
      const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
      if (name === 'data') fields.data.push(value);
      else if (name) fields[name] = value;
    }
    if (fields.id) this.last = fields.id;
    if (fields.retry) this.pause = Number(fields.retry);
    if (fields.event === 'reset') this.refetch(['*']);
    if (fields.event === 'again') this.renewing = true;
    if (fields.event === 'hint') this.refetch(names(JSON.parse(fields.data.join('\n'))));
  }

  /** A region says what it listens to and how it fetches itself: data-live="queue" hx-get="/queue" hx-trigger="live". */
  refetch(names) {
    for (const region of document.querySelectorAll('[data-live]')) {
      const channels = region.dataset.live.split(/\s+/);
      if (names[0] === '*' || channels.some((channel) => names.includes(channel))) window.htmx?.trigger(region, 'live');
    }
    this.dispatch('event', { target: document, detail: { names } });
  }

  /** What arrives for a region somebody is busy in waits until they are done, and is then fetched anew. */
  held({ detail }) {
    const region = detail.target;
    if (!region.matches('[data-live]') || !busy(region)) return;
    detail.shouldSwap = false;
    const wait = () => {
      if (!region.isConnected) return;
      if (busy(region)) setTimeout(wait, 400);
      else window.htmx.trigger(region, 'live');
    };
    setTimeout(wait, 400);
  }

  again() {
    this.stop();
    this.missed = true;
    if (!navigator.onLine) { this.gone(); return; }
    this.tries += 1;
    const wait = Math.min(30000, (this.pause || 1000) * 2 ** Math.min(this.tries - 1, 5)) * (0.75 + Math.random() / 2);
    this.state('reconnecting', `(try ${this.tries} in ${Math.max(1, Math.round(wait / 1000))} s)`);
    this.running = true;
    this.retry = setTimeout(() => this.start(), wait);
  }

  state(name, detail = '') {
    const [word, tone] = WORDS[name];
    for (const sign of document.querySelectorAll('[data-live-state]')) {
      sign.dataset.state = name;
      sign.dataset.tone = tone;
      sign.querySelector('[data-live-word]').textContent = detail ? `${word} ${detail}` : word;
    }
    document.documentElement.dataset.connection = name;
  }
}
