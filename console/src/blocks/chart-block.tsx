import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { ChartBlock } from '../../../src/contracts/answer.ts';
import { language, say } from '../shell/language.ts';
import { bars, line } from './chart.ts';
import { fitting, widthOf } from './measure.ts';

/** Drawn for the width there is, so that its words are as large as the page's words. */
export function ChartView({ block }: { readonly block: ChartBlock }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const id = useId();
  return (
    <div role="group" className="block chart" aria-labelledby={id}>
      <div className="block-head">
        <h3 id={id}>{block.title}</h3>
        {block.unit !== '' && <span className="dim small">{block.unit}</span>}
      </div>
      <div ref={box} className="plot">
        {block.kind === 'bar' ? <Bars block={block} width={width} /> : <LineChart block={block} width={width} />}
      </div>
      <Figures block={block} />
    </div>
  );
}

function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(320);
  useEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(200, Math.floor(entry?.contentRect.width ?? 320))));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

type Props = { readonly block: ChartBlock; readonly width: number };
const rowHeight = 30;
const margin = 18;
const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));

function Bars({ block, width }: Props): ReactNode {
  const labels = Math.min(widest(block.points.map(({ label }) => label)) + 12, width * 0.36);
  const texts = Math.min(widest(block.points.map(({ text }) => text)) + 14, width * 0.34);
  const drawn = bars(block.points, width - labels - texts);
  return (
    <svg role="img" aria-label={block.title} width={width} height={block.points.length * rowHeight + 4}>
      <title>{block.title}</title>
      {drawn.bars.map(({ label, text, x, width: length, isNegative }, i) => (
        <g key={`${label}-${String(i)}`} transform={`translate(0 ${String(i * rowHeight + 2)})`}>
          <text className="label" x={labels - 10} y={rowHeight / 2} textAnchor="end">
            {fitting(label, labels - 10)}
          </text>
          <rect className={isNegative ? 'rod below' : 'rod'} x={labels + x} y={5} width={length} height={rowHeight - 10} rx={2} />
          <text className="figure" x={labels + (isNegative ? drawn.zero : x + length) + 8} y={rowHeight / 2}>
            {text}
          </text>
        </g>
      ))}
      <line className="axis" x1={labels + drawn.zero} x2={labels + drawn.zero} y1={0} y2={block.points.length * rowHeight + 4} />
    </svg>
  );
}

const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 2 });

function LineChart({ block, width }: Props): ReactNode {
  const height = 190;
  const probe = line(block.points, 1, height);
  const left = widest(probe.ticks.map(({ value }) => compact.format(value))) + 12;
  const inner = width - left - margin;
  const { dots, ticks } = line(block.points, inner, height);
  // A label every so often, as many as fit beside each other; the last one always.
  const every = Math.max(
    1,
    Math.ceil((widest(block.points.map(({ label }) => label)) + 16) / Math.max(1, inner / Math.max(1, dots.length - 1))),
  );
  const last = dots.length - 1;
  const isLabelled = (i: number): boolean => i === last || (i % every === 0 && last - i >= every);
  return (
    <svg role="img" aria-label={block.title} width={width} height={height + 44}>
      <title>{block.title}</title>
      <g transform={`translate(${String(left)} 12)`}>
        {ticks.map(({ value, y }) => (
          <g key={value}>
            <line className="grid" x1={0} x2={inner} y1={y} y2={y} />
            <text className="label" x={-8} y={y} textAnchor="end">
              {compact.format(value)}
            </text>
          </g>
        ))}
        <polyline className="line" points={dots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
        {dots.map(({ label, text, x, y }, i) => (
          <g key={`${label}-${String(i)}`}>
            <circle className="dot" cx={x} cy={y} r={dots.length > 40 ? 1.5 : 3.5}>
              <title>{`${label}: ${text}`}</title>
            </circle>
            {isLabelled(i) && (
              <text className="label" x={x} y={height + 18} textAnchor={i === last && widthOf(label) > 2 * margin ? 'end' : 'middle'}>
                {label}
              </text>
            )}
          </g>
        ))}
      </g>
    </svg>
  );
}

/** The same figures for whoever does not see the drawing. */
function Figures({ block }: { readonly block: ChartBlock }): ReactNode {
  return (
    <div className="only-read">
      <table>
        <caption>{say('figures', { title: block.title })}</caption>
        <thead>
          <tr>
            <th scope="col">{say('label')}</th>
            <th scope="col">
              {say('value')} {block.unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {block.points.map(({ label, text }, i) => (
            <tr key={`${label}-${String(i)}`}>
              <th scope="row">{label}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
