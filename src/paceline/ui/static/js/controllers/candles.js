// Candlesticks with the plan's levels. The library's logo would inject a style element, so the page shows its own link.
import { Controller } from '@hotwired/stimulus';
import { CandlestickSeries, createChart, createSeriesMarkers, HistogramSeries, LineSeries, LineStyle } from 'lightweight-charts';
import { data, onTheme, token } from 'ui/tokens';

const LEVELS = { level: [LineStyle.Dashed, '--ink-3'], entry: [LineStyle.Solid, '--accent'], stop: [LineStyle.Solid, '--down'], target: [LineStyle.Solid, '--up'] };

export default class extends Controller {
  static values = { source: String };

  connect() {
    this.draw();
    this.stopTheme = onTheme(() => this.draw());
  }

  disconnect() {
    this.stopTheme?.();
    this.chart?.remove();
  }

  draw() {
    const told = data(this.sourceValue);
    const small = this.element.clientWidth < 560;
    this.chart?.remove();
    this.chart = createChart(this.element, {
      autoSize: true,
      layout: { background: { color: token('--sheet') }, textColor: token('--ink-3'), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 11, attributionLogo: false },
      grid: { vertLines: { visible: false }, horzLines: { color: token('--line') } },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.06, bottom: 0.2 } },
      timeScale: { borderColor: token('--line'), timeVisible: true, secondsVisible: false, rightOffset: small ? 2 : 9, barSpacing: small ? 5 : 8.5 },
      handleScroll: { vertTouchDrag: false },
    });
    this.volume(told.bars);
    const candles = this.candles(told);
    for (const level of told.levels ?? []) this.level(candles, level, small);
    createSeriesMarkers(candles, (told.marks ?? []).map((m) => ({ time: m.time, position: m.position, color: token(m.token ?? '--ink-2'), shape: m.shape, text: m.text, size: 1 })));
    const count = told.bars.length;
    this.chart.timeScale().setVisibleLogicalRange({ from: count - (small ? 46 : 80), to: count + (small ? 3 : 8) });
  }

  volume(bars) {
    const volume = this.chart.addSeries(HistogramSeries, { priceScaleId: 'volume', priceLineVisible: false, lastValueVisible: false });
    this.chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
    volume.setData(bars.map((b) => ({ time: b.time, value: b.volume ?? 0, color: token(b.close >= b.open ? '--up' : '--down', 0.32) })));
  }

  candles({ bars, levels = [], tick = 0.01 }) {
    const plan = levels.filter((l) => l.kind !== 'level').map((l) => l.price);
    const candles = this.chart.addSeries(CandlestickSeries, {
      upColor: token('--up'), downColor: token('--down'), wickUpColor: token('--up'), wickDownColor: token('--down'), borderVisible: false, priceLineColor: token('--ink-3'),
      priceFormat: { type: 'price', precision: Math.max(0, Math.ceil(-Math.log10(tick))), minMove: tick },
      autoscaleInfoProvider: (base) => { // keep the plan in view even when the price is far from it
        const info = base();
        if (info?.priceRange && plan.length) {
          info.priceRange.minValue = Math.min(info.priceRange.minValue, ...plan);
          info.priceRange.maxValue = Math.max(info.priceRange.maxValue, ...plan);
        }
        return info;
      },
    });
    candles.setData(bars);
    if (bars.some((b) => b.vwap)) {
      const vwap = this.chart.addSeries(LineSeries, { color: token('--s-power'), lineWidth: 2, priceLineVisible: false, lastValueVisible: false });
      vwap.setData(bars.filter((b) => b.vwap).map((b) => ({ time: b.time, value: b.vwap })));
    }
    return candles;
  }

  level(candles, { kind, price, label, short }, small) {
    const [lineStyle, colour] = LEVELS[kind] ?? LEVELS.level;
    candles.createPriceLine({ price, title: small ? (short ?? label) : label, color: token(colour), lineWidth: 1, lineStyle, axisLabelVisible: !small || kind !== 'level', axisLabelColor: token(colour), axisLabelTextColor: token('--sheet') });
  }
}
