/** The chart as a picture that stands alone: what style sheets say is written into it, with title, run, caption and link. */

/** What is set by style sheets and must travel with each element. */
const STYLES = [
  'fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'paint-order',
  'font-size', 'font-weight', 'font-style', 'text-anchor',
] as const;

const MARGIN = 20;
/** Of text to its size: a guess, by which lines are broken. */
const LETTER = 0.54;
const BOLD_LETTER = 0.64;
const LINE = 1.4;
const PNG_SCALE = 2;

const SVG = 'http://www.w3.org/2000/svg';

interface TextLine {
  readonly text: string;
  readonly size: number;
  readonly weight?: number;
  readonly faint?: boolean;
}

/** Throws an Error where `element` holds no chart. */
function chartOf(element: Element): SVGSVGElement {
  const chart = element.querySelector<SVGSVGElement>('[data-testid="main-chart"] svg.recharts-surface') ?? element.querySelector<SVGSVGElement>('svg.recharts-surface');
  if (!chart) throw new Error('There is no chart to make a picture of.');
  return chart;
}

/** The chart's text around the plot: `element` is its panel, or holds it. */
function textOf(element: Element, selector: string): string {
  return (element.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** A copy with its styles written into it, without what only moves or follows the pointer. */
function standalone(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const sources = [chart, ...chart.querySelectorAll('*')];
  const targets = [copy, ...copy.querySelectorAll('*')];
  sources.forEach((source, index) => {
    const computed = getComputedStyle(source);
    const target = targets[index];
    target.removeAttribute('style');
    if (target !== copy) target.removeAttribute('class');
    for (const style of STYLES) {
      const value = computed.getPropertyValue(style);
      if (value !== '') target.setAttribute(style, value);
    }
  });
  targets.filter((_, index) => sources[index].hasAttribute('data-transient')).forEach((target) => target.remove());
  return copy;
}

/** Words broken into lines of at most `width` pixels, as far as can be told without drawing them. */
export function brokenLines(text: string, size: number, width: number, letter = LETTER): string[] {
  const most = Math.max(8, Math.floor(width / (size * letter)));
  const lines: string[] = [];
  for (const word of text.split(' ').filter((each) => each !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...(word.match(new RegExp(`.{1,${most}}`, 'gu')) ?? []));
  }
  return lines;
}

function broken(line: TextLine, width: number): TextLine[] {
  return brokenLines(line.text, line.size, width, line.weight === undefined ? LETTER : BOLD_LETTER).map((text) => ({ ...line, text }));
}

/** Draws lines under each other from `top`; returns where they end. */
function addText(svg: SVGSVGElement, lines: readonly TextLine[], top: number, colours: { readonly ink: string; readonly faint: string }): number {
  return lines.reduce((y, { text, size, weight = 400, faint = false }) => {
    const element = document.createElementNS(SVG, 'text');
    element.textContent = text;
    for (const [name, value] of Object.entries({ x: MARGIN, y: y + size, 'font-size': size, 'font-weight': weight, fill: faint ? colours.faint : colours.ink })) {
      element.setAttribute(name, String(value));
    }
    svg.append(element);
    return y + size * LINE;
  }, top);
}

function variable(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The verdict that stands on the page belongs to the picture. */
function headOf(element: Element, width: number): TextLine[] {
  const verdict = textOf(element.ownerDocument.documentElement, '[data-testid="verdict"] > p');
  return [
    ...(verdict === '' ? [] : broken({ text: verdict, size: 19, weight: 600 }, width)),
    ...broken({ text: [textOf(element, 'h2'), textOf(element, '[data-testid="chart-run"]')].filter((part) => part !== '').join(' · '), size: 14, faint: true }, width),
  ];
}

function footOf(element: Element, width: number): TextLine[] {
  const changes = [...element.querySelectorAll('.change-list > li')].map((item) => (item.textContent ?? '').trim()).join('; ');
  return [changes, textOf(element, 'figcaption'), location.href].filter((text) => text !== '').flatMap((text) => broken({ text, size: 12, faint: true }, width));
}

/** SVG text of the chart within `element`, in the page's present colours. Throws an Error where there is no chart. */
export function chartSvg(element: Element): string {
  const chart = chartOf(element);
  const box = chart.getBoundingClientRect();
  const inner = Math.max(box.width, 320);
  const svg = document.createElementNS(SVG, 'svg');
  const colours = { ink: variable('--ink'), faint: variable('--ink-2') };
  const back = document.createElementNS(SVG, 'rect');
  svg.append(back);
  const top = addText(svg, headOf(element, inner), MARGIN, colours) + 8;
  const plot = standalone(chart);
  for (const [name, value] of Object.entries({ x: MARGIN, y: top, width: box.width, height: box.height, viewBox: `0 0 ${box.width} ${box.height}` })) {
    plot.setAttribute(name, String(value));
  }
  svg.append(plot);
  const height = addText(svg, footOf(element, inner), top + box.height + 8, colours) + MARGIN;
  const width = inner + 2 * MARGIN;
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': getComputedStyle(chart).fontFamily })) {
    svg.setAttribute(name, String(value));
  }
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: variable('--surface') })) back.setAttribute(name, value);
  return new XMLSerializer().serializeToString(svg);
}

/** The same as PNG, twice as large. Throws an Error that says so where the browser cannot draw it. */
export async function chartPng(element: Element): Promise<Blob> {
  const image = new Image();
  const drawn = new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new Error('This browser could not draw the chart as a picture. Save it as SVG.'));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(chartSvg(element))}`;
  await drawn;
  const canvas = document.createElement('canvas');
  canvas.width = image.width * PNG_SCALE;
  canvas.height = image.height * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw the chart on. Save it as SVG.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob(
    (blob) => (blob ? resolve(blob) : reject(new Error('This browser could not write the chart as PNG. Save it as SVG.'))), 'image/png',
  ));
}
