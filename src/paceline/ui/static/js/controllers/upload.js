// Drag or choose many files; each is sent alone, shows its progress, and can be tried again.
import { Controller } from '@hotwired/stimulus';

const AT_ONCE = 2;

export default class extends Controller {
  static targets = ['zone', 'input', 'rows', 'row'];
  static values = { url: String, name: { type: String, default: 'file' }, refresh: String };

  connect() {
    this.queue = [];
    this.sending = 0;
    for (const kind of ['dragenter', 'dragover']) this.zoneTarget.addEventListener(kind, (event) => this.over(event, true));
    for (const kind of ['dragleave', 'drop']) this.zoneTarget.addEventListener(kind, (event) => this.over(event, false));
    this.zoneTarget.addEventListener('drop', (event) => this.add(event.dataTransfer.files));
  }

  over(event, on) {
    event.preventDefault();
    this.zoneTarget.classList.toggle('is-over', on);
  }

  choose() {
    this.add(this.inputTarget.files);
    this.inputTarget.value = '';
  }

  add(files) {
    for (const file of files) {
      const row = this.rowTarget.content.firstElementChild.cloneNode(true);
      row.querySelector('[data-part="name"]').textContent = file.name;
      this.rowsTarget.append(row);
      this.say(row, 'Waiting');
      this.queue.push({ file, row });
    }
    this.next();
  }

  next() {
    while (this.sending < AT_ONCE && this.queue.length) this.send(this.queue.shift());
  }

  send(job) {
    this.sending += 1;
    const bar = job.row.querySelector('[data-part="bar"]');
    const body = new FormData();
    body.append(this.nameValue, job.file);
    const request = new XMLHttpRequest();
    request.open('POST', this.urlValue);
    request.setRequestHeader('HX-Request', 'true');
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      bar.value = (event.loaded / event.total) * 100;
      this.say(job.row, event.loaded < event.total ? `${Math.round(bar.value)}\u202f%` : 'Reading the file');
    };
    request.onload = () => this.done(job, request);
    request.onerror = () => this.failed(job, 'It did not arrive. Check your connection.');
    this.say(job.row, 'Sending');
    request.send(body);
  }

  done(job, request) {
    if (request.status >= 400) { this.failed(job, words(request)); return; }
    job.row.dataset.tone = 'positive';
    job.row.querySelector('[data-part="bar"]').remove();
    this.say(job.row, request.status === 200 && words(request) ? words(request) : 'Imported');
    this.finish();
  }

  failed(job, why) {
    job.row.dataset.tone = 'critical';
    this.say(job.row, why || 'It could not be read.');
    const again = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm', textContent: 'Try again' });
    again.addEventListener('click', () => { again.remove(); delete job.row.dataset.tone; this.queue.push(job); this.next(); });
    job.row.append(again);
    this.finish();
  }

  finish() {
    this.sending -= 1;
    this.next();
    if (this.sending || !this.refreshValue) return;
    for (const region of document.querySelectorAll(this.refreshValue)) window.htmx?.trigger(region, 'refresh');
  }

  say(row, text) {
    row.querySelector('[data-part="state"]').textContent = text;
  }
}

/** What the server said, from a JSON problem or a short text; never markup. */
function words(request) {
  const kind = request.getResponseHeader('Content-Type') || '';
  try {
    if (kind.includes('json')) { const told = JSON.parse(request.responseText); return told.detail || told.message || told.title || ''; }
  } catch { return ''; }
  return kind.startsWith('text/plain') ? request.responseText.slice(0, 200) : '';
}
