// The curve of an activity against the best of three months, over a logarithmic axis of time or distance.
import { Controller } from '@hotwired/stimulus';
import { clock, plain } from 'activities/js/drawing';
import { data, onTheme, token } from 'ui/tokens';
import uPlot from 'uplot';

const TIMES = [1, 5, 15, 60, 300, 1200, 3600, 10800, 36000];
const ROADS = [400, 1000, 2000, 5000, 10000, 21097.5, 42195, 100000];
const time = (s) => (s < 60 ? `${s} s` : s < 3600 ? `${s / 60} min` : `${s / 3600} h`);
const road = (m) => (m < 1000 ? `${m} m` : `${Math.round(m / 100) / 10} km`);

export default class extends Controller {
  static targets = ['plot'];
  static values = { source: String, kind: String, inverted: Boolean };

  connect() {
    this.points = data(this.sourceValue);
    this.draw();
    this.stopTheme = onTheme(() => this.draw());
    this.resizes = new ResizeObserver(() => { cancelAnimationFrame(this.frame); this.frame = requestAnimationFrame(() => this.fit()); });
    this.resizes.observe(this.plotTarget);
  }

  disconnect() {
    this.stopTheme?.();
    this.resizes?.disconnect();
    this.plot?.destroy();
  }

  draw() {
    this.plot?.destroy();
    const box = this.plotTarget;
    const [marks, words] = this.kindValue === 'power' ? [TIMES, time] : [ROADS, road];
    const font = `11px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: token('--ink-3'), font, ticks: { show: false }, gap: 6, grid: { stroke: token('--line'), width: 1 } };
    const line = (name, width) => ({ stroke: token(name), width, points: { show: true, size: 5, fill: token(name) } });
    const shown = (u, found) => found.map((v) => (v === null ? '' : this.invertedValue ? clock(v) : plain(v)));
    this.plot = new uPlot({
      width: box.clientWidth, height: box.clientHeight, padding: [10, 14, 0, 0], legend: { show: false }, cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false, distr: 3 }, y: { dir: this.invertedValue ? -1 : 1 } },
      axes: [
        { ...axis, grid: { show: false }, size: 24, splits: (u, i, min, max) => marks.filter((m) => m >= min * 0.99 && m <= max * 1.01), values: (u, found) => found.map(words), space: 44, filter: (u, found) => found },
        { ...axis, size: 44, values: shown },
      ],
      series: [{}, line('--ink-3', 1.5), line(this.kindValue === 'power' ? '--s-power' : '--s-pace', 2)],
    }, [this.points.x, this.points.best, this.points.own], box);
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.plotTarget;
    if (width && width !== this.plot.width) this.plot.setSize({ width, height });
  }
}
