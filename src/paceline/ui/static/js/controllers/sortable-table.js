// Sorts the rows that are on the page; a cell's data-v is its value when the text is not.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  sort({ currentTarget }) {
    const head = currentTarget.closest('th');
    const index = [...head.parentNode.children].indexOf(head);
    const down = head.getAttribute('aria-sort') === 'ascending';
    for (const each of head.parentNode.children) each.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const value = (row) => row.children[index]?.dataset.v ?? row.children[index]?.textContent.trim() ?? '';
    const body = this.element.tBodies[0];
    body.append(...[...body.rows].sort((a, b) => compare(value(a), value(b), down)));
  }
}

/** Numbers as numbers, words as words, and what is missing always last. */
function compare(a, b, down) {
  const empty = (v) => v === '' || v.startsWith('–');
  if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b));
  const [x, y] = [a, b].map((v) => Number(v.replace('−', '-').replace(/[\u202f\u00a0\s%]/g, '')));
  const order = Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, undefined, { numeric: true }) : x - y;
  return down ? -order : order;
}
