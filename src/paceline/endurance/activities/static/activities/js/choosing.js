// Choosing a stretch of the streams without a mouse: keys move and select, a finger drags.
export const AT = 'activities:at';
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -25, PageDown: 25 };

export const tell = (t, from) => document.dispatchEvent(new CustomEvent(AT, { detail: { t, from } }));

/** Arrows go along, with Shift they select from where they began; Enter measures, Escape shows all again. */
export function pressed(streams, event) {
  if (event.key === 'Escape' && !streams.resetTarget.hidden) streams.reset();
  else if (event.key === 'Enter' && streams.anchor != null) finish(streams);
  else if (event.key in STEPS) {
    if (event.shiftKey) streams.anchor ??= streams.at ?? 0;
    else streams.anchor = null;
    moveTo(streams, (streams.at ?? 0) + STEPS[event.key] * (event.ctrlKey ? 10 : 1));
  } else return;
  event.preventDefault();
}

/** Put the cursor of all plots on a point, and show what lies between it and the anchor. */
export function moveTo(streams, wanted) {
  const index = streams.at = Math.max(0, Math.min(streams.series.x.length - 1, wanted));
  for (const plot of streams.plots) {
    const left = plot.valToPos(streams.series.x[index], 'x');
    plot.setCursor({ left, top: 0 }, false);
    const start = streams.anchor == null ? left : plot.valToPos(streams.series.x[streams.anchor], 'x');
    plot.setSelect({ left: Math.min(left, start), width: Math.abs(left - start), top: 0, height: plot.bbox.height / devicePixelRatio }, false);
  }
  tell(streams.series.t[index], streams);
}

/** A finger that moves sideways selects; up and down it scrolls the page, as everywhere. */
export function touched(streams, event) {
  if (event.pointerType !== 'touch' && event.pointerType !== 'pen') return;
  const over = event.target.closest('.u-over');
  if (event.type === 'pointerdown') streams.finger = over;
  if (!streams.finger) return;
  const index = streams.plots[0].posToIdx(event.clientX - streams.finger.getBoundingClientRect().left);
  if (event.type === 'pointerdown') streams.anchor = index;
  else if (event.type === 'pointermove') moveTo(streams, index);
  else {
    streams.finger = null;
    if (event.type === 'pointerup' && Math.abs(streams.anchor - streams.at) > 4) finish(streams);
    else streams.anchor = null;
  }
}

function finish(streams) {
  const from = streams.anchor;
  streams.anchor = null;
  for (const plot of streams.plots) plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  streams.select(from, streams.at);
}
