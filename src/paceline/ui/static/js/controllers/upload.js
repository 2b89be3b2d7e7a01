// Drag or choose files and folders: small ones go many at a time, large ones in parts that survive a lost connection.
import { Controller } from '@hotwired/stimulus';
import { dropped, inParts, joined, together, words } from 'ui/sending';

const AT_ONCE = 2;
const LISTED = 100;

export default class extends Controller {
  static targets = ['zone', 'input', 'rows', 'row'];
  static values = { url: String, name: { type: String, default: 'file' }, refresh: String, parts: String, part: Number };

  connect() {
    this.queue = [];
    this.sending = 0;
    for (const kind of ['dragenter', 'dragover']) this.zoneTarget.addEventListener(kind, (event) => this.over(event, true));
    for (const kind of ['dragleave', 'drop']) this.zoneTarget.addEventListener(kind, (event) => this.over(event, false));
    this.zoneTarget.addEventListener('drop', async (event) => this.add(await dropped(event.dataTransfer)));
    // Files chosen before this script had loaded.
    if (this.inputTarget.files.length) this.choose();
  }

  over(event, on) {
    event.preventDefault();
    this.zoneTarget.classList.toggle('is-over', on);
  }

  choose(event) {
    const input = event?.target || this.inputTarget;
    this.add([...input.files]);
    input.value = '';
  }

  add(files) {
    const drop = { to: null };
    const large = this.partsValue ? files.filter((file) => file.size > this.partValue) : [];
    const small = files.filter((file) => !large.includes(file));
    for (const file of large) this.queue.push({ files: [file], row: this.listed(file.name), large: true });
    const groups = this.partsValue && small.length > 3 ? together(small) : small.map((file) => [file]);
    for (const group of groups) {
      const label = group.length > 1 ? `${group.length} files, ${group[0].name} …` : group[0].name;
      this.queue.push({ files: group, row: this.listed(label), drop: groups.length < small.length ? drop : null });
    }
    this.next();
  }

  listed(name) {
    const row = this.rowTarget.content.firstElementChild.cloneNode(true);
    row.querySelector('[data-part="name"]').textContent = name;
    this.rowsTarget.append(row);
    while (this.rowsTarget.children.length > LISTED && this.rowsTarget.firstElementChild.dataset.tone === 'positive') this.rowsTarget.firstElementChild.remove();
    this.say(row, 'Waiting');
    return row;
  }

  next() {
    // The first group of a drop begins the import that the others join.
    while (this.sending < AT_ONCE && this.queue.length && !(this.queue[0].drop?.begun && !this.queue[0].drop.to)) this.send(this.queue.shift());
  }

  send(job) {
    this.sending += 1;
    if (job.drop) job.drop.begun = true;
    this.say(job.row, 'Sending');
    if (job.large) { this.sendInParts(job); return; }
    const bar = job.row.querySelector('[data-part="bar"]');
    const body = new FormData();
    for (const file of job.files) body.append(this.nameValue, file);
    const request = new XMLHttpRequest();
    request.open('POST', job.drop?.to ? `${this.urlValue}?to=${job.drop.to}` : this.urlValue);
    request.setRequestHeader('HX-Request', 'true');
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      bar.value = (event.loaded / event.total) * 100;
      this.say(job.row, event.loaded < event.total ? `${Math.round(bar.value)}\u202f%` : 'Reading');
    };
    request.onload = () => this.done(job, request);
    request.onerror = () => this.failed(job, 'It did not arrive. Check your connection.');
    request.send(body);
  }

  async sendInParts(job) {
    const bar = job.row.querySelector('[data-part="bar"]');
    const tell = (share, words) => { bar.value = share * 100; this.say(job.row, words || `${Math.round(bar.value)}\u202f%`); };
    try {
      job.place = await inParts(this.partsValue, job.files[0], job.place, tell);
      this.succeeded(job, 'Received. We are reading it; you may leave this page.');
    } catch (problem) {
      job.place = problem.place;
      this.failed(job, problem.message);
    }
  }

  done(job, request) {
    if (request.status >= 400) { this.failed(job, words(request)); return; }
    if (job.drop && !job.drop.to) job.drop.to = joined(request);
    this.succeeded(job, words(request) || 'Imported');
  }

  succeeded(job, text) {
    job.row.dataset.tone = 'positive';
    job.row.querySelector('[data-part="bar"]').remove();
    this.say(job.row, text);
    this.finish();
  }

  failed(job, why) {
    if (job.drop && !job.drop.to) job.drop.begun = false;
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
