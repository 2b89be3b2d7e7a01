// The streams of an activity under one cursor: a stretch that is dragged over is measured and shown in more detail; the
// dot on the route follows, and leads.
import { Controller } from '@hotwired/stimulus';
import { AT, pressed, tell, touched } from 'activities/js/choosing';
import { CLOCK_STEPS, COLOURS, FILLED, along, clock, format, numbers, paces, shade } from 'activities/js/drawing';
import { data, onTheme, token } from 'ui/tokens';
import uPlot from 'uplot';

export default class extends Controller {
  static targets = ['stream', 'plots', 'reset', 'zones', 'table', 'stretch'];
  static values = { source: String, x: { type: String, default: 'distance' }, lines: String, stretch: String, head: String };

  connect() {
    const { rows, ...series } = data(this.sourceValue);
    this.rows = rows;
    this.whole = this.series = series;
    this.sync = uPlot.sync(`streams-${this.sourceValue}`);
    this.draw();
    this.stopTheme = onTheme(() => this.draw());
    this.resizes = new ResizeObserver(() => { cancelAnimationFrame(this.frame); this.frame = requestAnimationFrame(() => this.fit()); });
    this.resizes.observe(this.plotsTarget);
    document.addEventListener(AT, this.led = ({ detail }) => detail.from !== this && this.point(detail.t));
    if (this.hasStretchTarget) this.stretchTargetConnected(this.stretchTarget);
  }

  disconnect() {
    this.stopTheme?.();
    this.resizes?.disconnect();
    document.removeEventListener(AT, this.led);
    this.plots?.forEach((plot) => plot.destroy());
  }

  draw() {
    this.plots?.forEach((plot) => plot.destroy());
    this.plots = this.streamTargets.map((box, i) => this.plot(box, this.rows[i], i === this.rows.length - 1));
  }

  plot(row, { key, series, kind, invert, bands }, last) {
    const box = row.querySelector('.plot');
    const now = row.querySelector('[data-now]');
    const rest = now.dataset.rest ??= now.textContent;
    const [words, colour] = [format(kind), COLOURS[series] ?? '--ink-2'];
    const font = `11px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: token('--ink-3'), font, ticks: { show: false }, gap: 6, grid: { stroke: token('--line'), width: 1 } };
    return new uPlot({
      width: box.clientWidth, height: box.clientHeight, padding: [8, 8, last ? 0 : 4, 0], legend: { show: false },
      cursor: { sync: { key: this.sync.key, setSeries: false }, y: false, points: { size: 7, fill: token(colour), stroke: token('--sheet') }, drag: { x: true, y: false, setScale: false } },
      scales: { x: { time: false }, y: invert ? { dir: -1, range: (u) => paces(u.data[1]) } : { dir: 1 } },
      axes: [
        { ...axis, grid: { show: false }, size: last ? 24 : 4, ...(this.xValue === 'time' ? { incrs: CLOCK_STEPS } : {}), values: (u, marks, _, space, step) => marks.map(last ? along(this.xValue, step) : () => '') },
        { ...axis, size: 42, space: 18, values: (u, marks) => marks.map((v) => (v === null ? '' : words(v))), ...(words === clock ? { incrs: CLOCK_STEPS } : {}) },
      ],
      series: [{}, { stroke: token(colour), width: 1.5, fill: FILLED.has(series) ? token(colour, 0.1) : undefined, points: { show: false }, spanGaps: false }],
      hooks: {
        drawClear: [(u) => this.shaded && bands.length && shade(u, bands)],
        setCursor: [(u) => this.moved(u, now, rest, words, last)],
        setSelect: [(u) => this.dragged(u)],
      },
    }, [this.series.x, this.series[key]], box);
  }

  moved(plot, now, rest, words, last) {
    const { idx } = plot.cursor;
    const value = idx == null ? null : plot.data[1][idx];
    now.textContent = idx == null ? rest : value == null ? '–' : words(value);
    this.at = idx ?? this.at;
    if (last && !this.quiet) tell(idx == null ? null : this.series.t[idx], this);
  }

  dragged(plot) {
    const { left, width } = plot.select;
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    if (width > 8) this.select(plot.posToIdx(left), plot.posToIdx(left + width));
  }

  /** Measured by the server; what it answers brings the zoom with it. */
  select(first, last) {
    const [from, to] = [this.series.t[Math.min(first, last)], this.series.t[Math.max(first, last)]];
    window.htmx.ajax('GET', `${this.stretchValue}?from=${from}&to=${to}`, { target: `#${this.stretchTarget.id}`, swap: 'outerHTML' });
  }

  /** The answer to a drag, to a lap that was clicked or to the fields: its data say which seconds to show. */
  async stretchTargetConnected({ dataset: { from, to } }) {
    if (!this.plots || !from) return;
    this.resetTarget.hidden = false;
    const points = Math.max(200, Math.min(4000, Math.round(this.plotsTarget.clientWidth)));
    const answer = await fetch(`${this.linesValue}?x=${this.xValue}&from=${from}&to=${to}&points=${points}`, { headers: { Accept: 'application/json' } });
    if (answer.ok) this.show(await answer.json());
  }

  show(series) {
    this.series = series;
    this.plots.forEach((plot, i) => plot.setData([series.x, series[this.rows[i].key]]));
    if (!this.tableTarget.hidden) this.fill();
  }

  reset() {
    this.resetTarget.hidden = true;
    this.show(this.whole);
    window.htmx.ajax('GET', this.stretchValue, { target: `#${this.stretchTarget.id}`, swap: 'outerHTML' });
  }

  zones({ currentTarget }) {
    this.shaded = !this.shaded;
    currentTarget.setAttribute('aria-pressed', String(this.shaded));
    this.plots.forEach((plot) => plot.redraw(false));
  }

  keys(event) {
    pressed(this, event);
  }

  touch(event) {
    touched(this, event);
  }

  /** Led by the route: the cursor goes to the same moment without telling the route again. */
  point(t) {
    this.quiet = true;
    const index = t === null ? -1 : this.series.t.findIndex((at) => at >= t);
    for (const plot of this.plots) plot.setCursor(index < 0 ? { left: -10, top: -10 } : { left: plot.valToPos(this.series.x[index], 'x'), top: 0 }, true);
    this.quiet = false;
  }

  fit() {
    for (const plot of this.plots) {
      const { clientWidth: width, clientHeight: height } = plot.root.parentNode;
      if (width && width !== plot.width) plot.setSize({ width, height });
    }
  }

  table({ currentTarget }) {
    const show = this.tableTarget.hidden;
    currentTarget.setAttribute('aria-expanded', String(show));
    this.tableTarget.hidden = !show;
    if (show) this.fill();
  }

  fill() {
    this.tableTarget.replaceChildren(numbers(this.rows, this.series, this.xValue, this.headValue));
  }
}
