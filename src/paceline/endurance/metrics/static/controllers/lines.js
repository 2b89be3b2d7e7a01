// Lines over days or durations: solid measured, dashed planned, bands behind, one cursor for all plots, also by arrow keys.
import { Controller } from '@hotwired/stimulus';
import { onTheme, token } from 'ui/tokens';
import { date, DURATIONS, FORMATS, month, months, span, whole } from 'metrics/along';
import uPlot from 'uplot';

const COLOURS = { ctl: '--ctl', atl: '--atl', tsb: '--ink', power: '--s-power', pace: '--s-pace', hr: '--s-hr', load: '--ink-3', elev: '--s-elev', neutral: '--neutral' };
const DAY = 86400;
let made = 0;
const px = (v) => v * devicePixelRatio;

export default class extends Controller {
  static targets = ['plot', 'out'];
  static values = { chart: Object };

  connect() {
    this.chart = this.chartValue;
    this.rest = this.outTargets.map((out) => out.textContent);
    this.sync = uPlot.sync(`lines-${(made += 1)}`);
    this.draw();
    this.stopTheme = onTheme(() => this.draw());
    this.resizes = new ResizeObserver(() => { cancelAnimationFrame(this.frame); this.frame = requestAnimationFrame(() => this.fit()); });
    this.plotTargets.forEach((box) => this.resizes.observe(box));
  }

  disconnect() {
    this.stopTheme?.();
    this.resizes?.disconnect();
    this.plots?.forEach((plot) => plot.destroy());
  }

  draw() {
    this.plots?.forEach((plot) => plot.destroy());
    this.plots = this.plotTargets.map((box, i) => this.one(box, this.chart.plots[i], i === 0, i === this.plotTargets.length - 1));
  }

  one(box, plot, top, last) {
    const { chart } = this;
    const format = FORMATS[plot.kind] ?? whole;
    const font = `11px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: token('--ink-3'), font, ticks: { show: false }, gap: 6, grid: { stroke: token('--line'), width: 1 } };
    const along = chart.axis === 'date'
      ? { splits: (u, _, min, max) => months(min, max, box.clientWidth), values: (u, marks) => (last ? marks.map(month) : marks.map(() => '')) }
      : { splits: () => DURATIONS.filter((s) => s >= chart.x[0] && s <= chart.x.at(-1)), filter: (u, marks) => marks, values: (u, marks) => marks.map((s) => (s == null ? '' : span(s))) };
    const most = plot.series.some((one) => one.bars) ? this.most(plot) : 0;
    return new uPlot({
      width: box.clientWidth, height: box.clientHeight, padding: [top ? 18 : 6, 8, 0, 0], legend: { show: false },
      cursor: { sync: { key: this.sync.key, setSeries: false }, y: false, points: { size: 6 }, drag: { x: false, y: false } },
      scales: {
        x: { time: false, ...(chart.axis === 'log' ? { distr: 3 } : {}) },
        y: { dir: plot.invert ? -1 : 1, range: (u, low, high) => this.range(plot, low, high) },
        bars: { range: [0, most] },
      },
      axes: [
        { ...axis, ...along, grid: { show: chart.axis === 'log', ...(chart.axis === 'log' ? axis.grid : {}) }, size: last ? 24 : 4 },
        { ...axis, scale: 'y', size: 40, space: 30, values: (u, marks) => marks.map((v) => (v == null ? '' : format(v))), ...(plot.bands ? { splits: () => [-30, -10, 5, 25] } : {}), ...(plot.kind === 'pace' ? { incrs: [5, 10, 15, 30, 60, 120, 300] } : {}) },
      ],
      series: [{}, ...plot.series.map((one) => this.line(one))],
      hooks: { drawClear: [(u) => this.behind(u, plot)], draw: [(u) => this.before(u, top)], setCursor: [(u) => this.say(u.cursor.idx)] },
    }, [chart.x, ...plot.series.map((one) => chart.values[one.key])], box);
  }

  line(one) {
    const colour = COLOURS[one.colour] ?? '--ink-2';
    if (one.bars) return { scale: 'bars', stroke: 'transparent', width: 0, fill: token(colour, 0.28), points: { show: false }, paths: uPlot.paths.bars({ size: [0.62, 8, 1] }) };
    return { scale: 'y', stroke: token(colour), width: one.dots ? 0 : one.dash ? 1.25 : one.width ?? 1.5, dash: one.dash ? [4, 4] : undefined, fill: one.fill ? token(colour, 0.09) : undefined, points: { show: Boolean(one.dots), size: 7, fill: token(colour) } };
  }

  /** Bars stay in the lower third, under the lines. */
  most(plot) {
    const values = plot.series.filter((one) => one.bars).flatMap((one) => this.chart.values[one.key]).filter((v) => v != null);
    return Math.max(1, ...values) * 2.6;
  }

  range(plot, low, high) {
    if (plot.bands) return [Math.min(-36, (low ?? 0) - 4), Math.max(30, (high ?? 0) + 4)];
    if (low == null) return [0, 1];
    const room = Math.max(1, (high - low) * 0.06);
    return [plot.least ?? low - room, high + room];
  }

  behind(u, plot) {
    const { ctx } = u;
    ctx.save();
    for (const [low, high, tone] of plot.bands ?? []) {
      if (!tone) continue;
      const top = u.valToPos(Math.min(high ?? Infinity, u.scales.y.max), 'y', true);
      const foot = u.valToPos(Math.max(low ?? -Infinity, u.scales.y.min), 'y', true);
      ctx.fillStyle = token(`--${tone}`, 0.11);
      ctx.fillRect(u.bbox.left, top, u.bbox.width, foot - top);
    }
    ctx.restore();
  }

  before(u, top) {
    const { ctx, bbox } = u;
    const family = getComputedStyle(document.body).fontFamily;
    const flag = (at, colour, words, dash) => {
      const x = u.valToPos(at, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.strokeStyle = token(colour);
      ctx.lineWidth = px(1);
      ctx.setLineDash(dash ? [px(2), px(3)] : []);
      ctx.stroke(new Path2D(`M${x} ${bbox.top}V${bbox.top + bbox.height}`));
      if (!top) return;
      ctx.font = `600 ${px(11)}px ${family}`;
      ctx.fillStyle = token(colour);
      ctx.textAlign = x > bbox.left + bbox.width - px(24) ? 'right' : 'center';
      ctx.fillText(words, x, bbox.top - px(5));
    };
    ctx.save();
    if (this.chart.today) flag(this.chart.today, '--accent', 'Today', false);
    for (const mark of this.chart.marks) flag(mark.x, '--ink', mark.letter, true);
    ctx.restore();
  }

  say(at) {
    const { chart } = this;
    this.outTargets.forEach((out, i) => {
      const key = out.dataset.key;
      if (at == null) { out.textContent = this.rest[i]; return; }
      if (key === 'x') { out.textContent = chart.axis === 'date' ? date(chart.x[at]) : span(chart.x[at]); return; }
      const value = chart.values[key]?.[at] ?? chart.values[`${key}_plan`]?.[at];
      out.textContent = value == null ? '–' : (FORMATS[out.dataset.kind] ?? whole)(value);
    });
  }

  /** Arrow keys move the cursor by a step, with Shift by ten; Escape puts it away. */
  step(event) {
    const moves = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    const [plot] = this.plots;
    if (event.key === 'Escape') { plot.setCursor({ left: -10, top: -10 }); return; }
    if (!(event.key in moves)) return;
    event.preventDefault();
    const last = this.chart.x.length - 1;
    const today = this.chart.x.findIndex((t) => Math.abs(t - this.chart.today) < DAY / 2);
    const from = plot.cursor.idx ?? (today < 0 ? last : today);
    const to = Math.min(last, Math.max(0, from + moves[event.key] * (event.shiftKey ? 10 : 1)));
    plot.setCursor({ left: plot.valToPos(this.chart.x[to], 'x'), top: 10 });
  }

  fit() {
    for (const plot of this.plots) {
      const box = plot.root.parentNode;
      if (box.clientWidth && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height: box.clientHeight });
    }
  }
}
