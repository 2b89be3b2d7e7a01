// Reads design tokens as colours that a canvas understands, and tells when the theme changes.
const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
const pen = canvas.getContext('2d', { willReadFrequently: true });
let probe;

/** Resolve a token (light-dark(), oklch(), color-mix()) to rgba() in the present theme. */
export function token(name, alpha = 1) {
  probe ??= document.body.appendChild(Object.assign(document.createElement('span'), { hidden: true }));
  probe.style.color = `var(${name})`;
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = getComputedStyle(probe).color;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
  return `rgba(${r}, ${g}, ${b}, ${(a / 255) * alpha})`;
}

/** Call back after every change of theme; returns how to stop. */
export function onTheme(callback) {
  const device = matchMedia('(prefers-color-scheme: dark)');
  document.addEventListener('paceline:theme', callback);
  device.addEventListener('change', callback);
  return () => {
    document.removeEventListener('paceline:theme', callback);
    device.removeEventListener('change', callback);
  };
}

/** The content of a JSON data block. */
export const data = (id) => JSON.parse(document.getElementById(id).textContent);
