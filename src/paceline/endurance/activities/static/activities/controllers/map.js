// The route on a map, where the operator named a tile server: coloured by zone, with a dot that follows the streams.
import { Controller } from '@hotwired/stimulus';
import { AT, tell } from 'activities/js/choosing';
import { data, onTheme, token } from 'ui/tokens';

const escaped = (text) => Object.assign(document.createElement('span'), { textContent: text }).innerHTML;

export default class extends Controller {
  static targets = ['canvas', 'drawing'];
  static values = { source: String, library: String, tiles: String, attribution: String, zoom: Number };

  async connect() {
    this.route = data(this.sourceValue);
    await import(this.libraryValue); // a classic library: it names itself window.L
    if (!this.element.isConnected || this.map) return;
    this.canvasTarget.hidden = false;
    this.drawingTarget.hidden = true;
    const { L } = window;
    this.map = L.map(this.canvasTarget, { scrollWheelZoom: false, zoomControl: true });
    this.map.attributionControl.setPrefix('Leaflet');
    L.tileLayer(this.tilesValue, { maxZoom: this.zoomValue, attribution: escaped(this.attributionValue) }).addTo(this.map);
    this.lines = L.featureGroup().addTo(this.map);
    this.draw();
    this.map.fitBounds(this.lines.getBounds(), { padding: [18, 18] });
    this.map.on('mousemove', ({ latlng }) => this.hover(latlng)).on('mouseout', () => tell(null, this));
    this.stopTheme = onTheme(() => this.draw());
    document.addEventListener(AT, this.led = ({ detail }) => this.point(detail.t));
  }

  disconnect() {
    this.stopTheme?.();
    document.removeEventListener(AT, this.led);
    this.map?.remove();
    this.map = undefined;
  }

  draw() {
    const { L } = window;
    const { places, zones } = this.route;
    this.lines.clearLayers();
    L.polyline(places, { color: token('--sheet'), weight: 8, opacity: 0.9 }).addTo(this.lines);
    let start = 0;
    for (let i = 1; i < places.length; i += 1) {
      if (i < places.length - 1 && zones[i] === zones[start]) continue;
      L.polyline(places.slice(start, i + 1), { color: token(`--z${Math.min(zones[start] ?? 2, 7)}`), weight: 4 }).addTo(this.lines);
      start = i;
    }
    for (const [place, name] of [[places.at(-1), '--ink'], [places[0], '--positive']]) {
      L.circleMarker(place, { radius: 6, color: token('--sheet'), weight: 2, fillColor: token(name), fillOpacity: 1 }).addTo(this.lines);
    }
  }

  point(t) {
    const index = t === null ? -1 : this.route.t.findIndex((at) => at >= t);
    this.dot?.remove();
    if (index < 0) return;
    const style = { radius: 7, color: token('--sheet'), weight: 3, fillColor: token('--accent'), fillOpacity: 1, interactive: false };
    this.dot = window.L.circleMarker(this.route.places[index], style).addTo(this.map);
  }

  hover(latlng) {
    const at = this.map.latLngToContainerPoint(latlng);
    const apart = this.route.places.map((place) => this.map.latLngToContainerPoint(place).distanceTo(at));
    const nearest = apart.indexOf(Math.min(...apart));
    tell(apart[nearest] < 30 ? this.route.t[nearest] : null, this);
  }
}
