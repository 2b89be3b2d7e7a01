// What the charts of an activity share: colours, the words of a value, zone shading and the numbers as a table.
import { token } from 'ui/tokens';

export const COLOURS = { hr: '--s-hr', pace: '--s-pace', power: '--s-power', cad: '--s-cad', elev: '--s-elev', balance: '--ctl' };
export const FILLED = new Set(['hr', 'elev', 'balance']);
export const CLOCK_STEPS = [5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 10800, 21600];

export const clock = (s) => {
  const whole = Math.round(Math.abs(s));
  const [h, m, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), String(whole % 60).padStart(2, '0')];
  return h ? `${h}:${String(m).padStart(2, '0')}:${rest}` : `${m}:${rest}`;
};
export const plain = (v) => (Math.abs(v) >= 10 || Number.isInteger(v) ? String(Math.round(v)) : v.toFixed(1)).replace('-', '−');
const far = (step) => (v) => v.toFixed(step >= 1 ? 0 : step >= 0.1 ? 1 : 2);
export const format = (kind) => (kind === 'pace' ? clock : plain);
export const along = (axis, step = 0.01) => (axis === 'distance' ? far(step) : clock);

/** The range of a pace: a stop at a crossing must not flatten the running; what is slower still runs off the plot. */
export function paces(values) {
  const known = values.filter((v) => v != null).sort((a, b) => a - b);
  if (!known.length) return [0, 1];
  const [low, most] = [known[0], known.at(-1)];
  const high = Math.min(most, known[Math.floor(0.9 * (known.length - 1))] * 1.3);
  const room = Math.max((high - low) * 0.06, 5);
  return [Math.max(0, low - room), high + room];
}

/** Zones as pale bands behind a line; the style sheet's zone colours, wherever the scale puts them. */
export function shade(plot, bands) {
  const { ctx, bbox } = plot;
  const [from, to] = [bbox.top, bbox.top + bbox.height];
  for (const [low, high, zone] of bands) {
    const ends = [low, high].map((v) => (v === null ? NaN : plot.valToPos(v, 'y', true)));
    const open = plot.scales.y.dir === -1 ? [to, from] : [to, from];
    const [a, b] = ends.map((at, i) => Math.min(to, Math.max(from, Number.isNaN(at) ? open[i] : at)));
    ctx.fillStyle = token(`--z${Math.min(zone, 7)}`, 0.16);
    ctx.fillRect(bbox.left, Math.min(a, b), bbox.width, Math.abs(a - b));
  }
}

/** The numbers for those who cannot see the lines: fifty rows of what is shown now. */
export function numbers(rows, series, axis, head) {
  const table = Object.assign(document.createElement('table'), { className: 'table table-tight' });
  const top = table.createTHead().insertRow();
  for (const text of [head, ...rows.map((row) => `${row.label}, ${row.unit}`)]) top.append(Object.assign(document.createElement('th'), { textContent: text, scope: 'col', className: 'r' }));
  const body = table.createTBody();
  const step = Math.max(1, Math.ceil(series.x.length / 50));
  for (let i = 0; i < series.x.length; i += step) {
    const line = body.insertRow();
    const cells = [along(axis)(series.x[i]), ...rows.map((row) => { const v = series[row.key][i]; return v == null ? '–' : format(row.kind)(v); })];
    for (const text of cells) Object.assign(line.insertCell(), { textContent: text, className: 'r' });
  }
  return table;
}
