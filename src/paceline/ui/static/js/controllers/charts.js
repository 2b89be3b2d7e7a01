// Stacked time series under one cursor: drag to zoom all, values in the header, the numbers as a table on request.
import { Controller } from '@hotwired/stimulus';
import { data, onTheme, token } from 'ui/tokens';
import uPlot from 'uplot';

const COLOURS = { hr: '--s-hr', pace: '--s-pace', power: '--s-power', cad: '--s-cad', elev: '--s-elev', ctl: '--ctl', atl: '--atl', tsb: '--tsb', up: '--up', down: '--down' };
const FILLED = new Set(['hr', 'elev', 'ctl']);

const clock = (s) => {
  const whole = Math.round(Math.abs(s));
  const [h, m, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), String(whole % 60).padStart(2, '0')];
  return h ? `${h}:${String(m).padStart(2, '0')}:${rest}` : `${m}:${rest}`;
};
const plain = (v) => (Math.abs(v) >= 10 || Number.isInteger(v) ? String(Math.round(v)) : v.toFixed(1)).replace('-', '−');
const day = (t) => new Date(t * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const CLOCK_STEPS = [5, 15, 30, 60, 120, 300, 600, 1800, 3600];
const FORMATS = { number: plain, pace: clock, time: clock, duration: clock };
const far = (v) => (Number.isInteger(v) ? String(v) : v.toFixed(1));
const ALONG = { distance: far, time: clock, date: day };

export default class extends Controller {
  static targets = ['stream', 'plots', 'reset', 'table'];
  static values = { source: String, x: { type: String, default: 'distance' } };

  connect() {
    this.series = data(this.sourceValue);
    this.sync = uPlot.sync(`charts-${this.sourceValue}`);
    this.draw();
    this.stopTheme = onTheme(() => this.draw());
    this.resizes = new ResizeObserver(() => { cancelAnimationFrame(this.frame); this.frame = requestAnimationFrame(() => this.fit()); });
    this.resizes.observe(this.plotsTarget);
  }

  disconnect() {
    this.stopTheme?.();
    this.resizes?.disconnect();
    this.plots?.forEach((plot) => plot.destroy());
  }

  draw() {
    const range = this.range;
    this.plots?.forEach((plot) => plot.destroy());
    this.plots = this.streamTargets.map((row, i) => this.plot(row, i === this.streamTargets.length - 1));
    if (range) this.zoom(range.min, range.max);
  }

  plot(row, last) {
    const box = row.querySelector('.plot');
    const now = row.querySelector('[data-now]');
    const rest = now.dataset.rest ??= now.textContent;
    const format = FORMATS[row.dataset.kind] ?? plain;
    const colour = COLOURS[row.dataset.series] ?? '--ink-2';
    const along = ALONG[this.xValue] ?? plain;
    const font = `11px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: token('--ink-3'), font, ticks: { show: false }, gap: 6, grid: { stroke: token('--line'), width: 1 } };
    const values = (u, marks) => marks.map((v) => (v === null ? '' : format(v)));
    return new uPlot({
      width: box.clientWidth, height: box.clientHeight, padding: [8, 8, last ? 0 : 4, 0], legend: { show: false },
      cursor: { sync: { key: this.sync.key, setSeries: false }, y: false, points: { size: 7, fill: token(colour), stroke: token('--sheet') }, drag: { x: true, y: false, setScale: false } },
      scales: { x: { time: false }, y: { dir: 'invert' in row.dataset ? -1 : 1 } },
      axes: [
        { ...axis, grid: { show: false }, size: last ? 24 : 4, values: (u, marks) => (last ? marks.map(along) : marks.map(() => '')) },
        { ...axis, size: 42, space: 18, values, ...(format === clock ? { incrs: CLOCK_STEPS } : {}) },
      ],
      series: [{}, { stroke: token(colour), width: 1.5, fill: FILLED.has(row.dataset.series) ? token(colour, 0.1) : undefined, points: { show: false }, spanGaps: false }],
      hooks: {
        setCursor: [(u) => { const v = u.cursor.idx == null ? null : u.data[1][u.cursor.idx]; now.textContent = u.cursor.idx == null ? rest : v == null ? '–' : format(v); }],
        setSelect: [(u) => { if (u.select.width > 8) this.zoom(u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x')); u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false); }],
      },
    }, [this.series.x, this.series[row.dataset.key]], box);
  }

  zoom(min, max) {
    this.range = { min, max };
    this.plots.forEach((plot) => plot.setScale('x', this.range));
    this.resetTarget.hidden = false;
  }

  reset() {
    this.range = undefined;
    const [x] = [this.series.x];
    this.plots.forEach((plot) => plot.setScale('x', { min: x[0], max: x.at(-1) }));
    this.resetTarget.hidden = true;
  }

  fit() {
    for (const plot of this.plots) {
      const box = plot.root.parentNode;
      if (box.clientWidth && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height: box.clientHeight });
    }
  }

  /** The same numbers for those who cannot see the lines: every step, fifty rows at most. */
  table({ currentTarget }) {
    const show = this.tableTarget.hidden;
    currentTarget.setAttribute('aria-expanded', String(show));
    this.tableTarget.hidden = !show;
    if (show && !this.tableTarget.firstChild) this.tableTarget.append(this.numbers());
  }

  numbers() {
    const table = Object.assign(document.createElement('table'), { className: 'table table-tight' });
    const along = ALONG[this.xValue] ?? plain;
    const heads = [{ distance: 'Distance, km', time: 'Time', date: 'Date' }[this.xValue] ?? 'At', ...this.streamTargets.map((row) => `${row.querySelector('small').textContent}, ${row.querySelector('.unit').textContent}`)];
    const head = table.createTHead().insertRow();
    for (const text of heads) head.append(Object.assign(document.createElement('th'), { textContent: text, scope: 'col', className: 'r' }));
    const body = table.createTBody();
    const step = Math.max(1, Math.ceil(this.series.x.length / 50));
    for (let i = 0; i < this.series.x.length; i += step) {
      const line = body.insertRow();
      const cells = [along(this.series.x[i]), ...this.streamTargets.map((row) => { const v = this.series[row.dataset.key][i]; return v == null ? '–' : (FORMATS[row.dataset.kind] ?? plain)(v); })];
      for (const text of cells) Object.assign(line.insertCell(), { textContent: text, className: 'r' });
    }
    return table;
  }
}
