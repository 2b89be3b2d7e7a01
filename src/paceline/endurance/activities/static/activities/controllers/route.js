// A dot on the drawn route: it follows the cursor of the streams, and the pointer on the route leads them.
import { Controller } from '@hotwired/stimulus';
import { AT, tell } from 'activities/js/choosing';
import { data } from 'ui/tokens';

export default class extends Controller {
  static values = { source: String };

  connect() {
    this.times = data(this.sourceValue).t;
    this.svg = this.element.querySelector('svg.route');
    const points = this.svg?.querySelector('.casing')?.getAttribute('points').trim().split(/\s+/) ?? [];
    this.places = points.map((point) => point.split(',').map(Number));
    if (this.places.length !== this.times.length) return;
    this.dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    for (const [name, value] of Object.entries({ class: 'here', r: 6, visibility: 'hidden' })) this.dot.setAttribute(name, value);
    this.svg.append(this.dot);
    document.addEventListener(AT, this.led = ({ detail }) => this.point(detail.t));
  }

  disconnect() {
    document.removeEventListener(AT, this.led);
    this.dot?.remove();
  }

  point(t) {
    if (!this.dot) return;
    const index = t === null ? -1 : this.times.findIndex((at) => at >= t);
    this.dot.setAttribute('visibility', index < 0 ? 'hidden' : 'visible');
    if (index < 0) return;
    this.dot.setAttribute('cx', this.places[index][0]);
    this.dot.setAttribute('cy', this.places[index][1]);
  }

  hover({ clientX, clientY }) {
    if (!this.dot) return;
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    const apart = this.places.map(([px, py]) => (px - x) ** 2 + (py - y) ** 2);
    const nearest = apart.indexOf(Math.min(...apart));
    tell(apart[nearest] < 900 ? this.times[nearest] : null, this);
  }

  leave() {
    tell(null, this);
  }
}
