// What stands along the axes of charts, and how their values are written.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const DURATIONS = [1, 5, 15, 60, 300, 1200, 3600, 10800, 21600];

const minus = (text) => text.replace('-', '−');
export const whole = (v) => minus(String(Math.round(v)));
const clock = (v) => `${Math.floor(Math.round(v) / 60)}:${String(Math.round(v) % 60).padStart(2, '0')}`;
export const FORMATS = { number: whole, signed: (v) => (Math.round(v) > 0 ? `+${whole(v)}` : whole(v)), pace: clock };
export const date = (t) => { const d = new Date(t * 1000); return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}${d.getUTCFullYear() === new Date().getUTCFullYear() ? '' : ` ${d.getUTCFullYear()}`}`; };
export const span = (s) => (s < 60 ? `${s} s` : s < 3600 ? `${Math.round(s / 6) / 10} min` : `${Math.round(s / 360) / 10} h`);

/** The first of each month, fewer when there are many. */
export function months(min, max, width) {
  const all = [];
  const day = new Date(min * 1000);
  day.setUTCDate(1);
  day.setUTCHours(12, 0, 0, 0);
  for (; day.getTime() / 1000 <= max; day.setUTCMonth(day.getUTCMonth() + 1)) if (day.getTime() / 1000 >= min) all.push(day.getTime() / 1000);
  const step = [1, 2, 3, 6, 12, 24, 60].find((n) => all.length / n <= Math.max(2, width / 55)) ?? 120;
  return all.filter((t) => { const d = new Date(t * 1000); return (d.getUTCFullYear() * 12 + d.getUTCMonth()) % step === 0; });
}
export const month = (t) => { const d = new Date(t * 1000); return d.getUTCMonth() ? MONTHS[d.getUTCMonth()] : String(d.getUTCFullYear()); };
