// Starts the page: loads a controller when its name first appears, shows slow requests, puts focus where it helps.
import { Application } from '@hotwired/stimulus';

const application = Application.start();
const asked = new Set();

/** `palette` is ui/controllers/palette; `activities--map` is activities/controllers/map. */
function specifier(name) {
  const [owner, rest] = name.includes('--') ? name.split('--') : ['ui', name];
  return `${owner}/controllers/${rest}`;
}

function load(root) {
  const holders = [...root.querySelectorAll('[data-controller]')];
  if (root.matches?.('[data-controller]')) holders.push(root);
  for (const name of holders.flatMap((el) => el.dataset.controller.split(/\s+/)).filter(Boolean)) {
    if (asked.has(name)) continue;
    asked.add(name);
    import(specifier(name)).then(
      (module) => application.register(name, module.default),
      (problem) => console.error(`controller ${name} did not load`, problem),
    );
  }
}

load(document.body);
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) load(node);
}).observe(document.body, { childList: true, subtree: true });

/* Any button may open a dialog that is already on the page. */
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-opens]');
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});

/* A creeping line for requests that take longer than a blink. */
let waiting = 0;
let timer;
document.addEventListener('htmx:beforeRequest', () => {
  waiting += 1;
  timer ??= setTimeout(() => {
    const line = Object.assign(document.createElement('div'), { className: 'loadbar', id: 'loadbar' });
    document.body.append(line);
  }, 150);
});
document.addEventListener('htmx:afterRequest', () => {
  waiting = Math.max(0, waiting - 1);
  if (waiting) return;
  clearTimeout(timer);
  timer = undefined;
  document.getElementById('loadbar')?.remove();
});

/* After a swap: to the first wrong field, or open the dialog that came back. */
document.addEventListener('htmx:afterSettle', (event) => {
  event.target.querySelector?.('[aria-invalid="true"]:not(fieldset), fieldset[aria-invalid="true"] input')?.focus();
});
document.querySelector('form [aria-invalid="true"]:not(fieldset)')?.focus();

/* A request that never arrived must be said where it is seen. */
document.addEventListener('htmx:sendError', () => document.dispatchEvent(new CustomEvent('paceline:unreachable')));

const worker = document.documentElement.dataset.worker;
if (worker && 'serviceWorker' in navigator && isSecureContext) navigator.serviceWorker.register(worker).catch(() => {});
