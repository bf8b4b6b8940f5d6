// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// The drawing of a timeline. Every height is a number that the server answered; only the groups' bases are stacked here.
import { scaleLinear, scaleUtc, type ScaleLinear } from "d3-scale";
import { area, curveStepAfter, line, stack, stackOffsetDiverging } from "d3-shape";
import { useState } from "preact/hooks";
import type { Annotation } from "./annotations";
import type { Point, Strength } from "./answers";
import { dayNumber, dayText } from "./days";
import { digits } from "./figure";

export interface ChartProps {
  width: number;
  /** First and last day, as numbers. */
  range: [number, number];
  dimension: string;
  /** In the order of the stack, the lowest first. */
  groups: string[];
  points: Point[];
  total: Point[];
  /** The total as known at present, where another state of knowledge is shown. */
  present: Point[] | null;
  annotations: Annotation[];
  on: string;
  onZoom: (from: number, to: number) => void;
  onDay: (day: number) => void;
  open: (position: number) => void;
}

/** How many groups have a colour of their own; the others share one. */
export const kColours = 10;
const kPlot = 300;
const kLeft = 52;
const kRight = 12;
const kTop = 10;
const kAxis = 34;
const kLane = 34;
const kMandate = 20;

type X = (day: number) => number;
type Y = ScaleLinear<number, number>;
interface Level { day: number; strength: Strength }
interface Layer { name: string; steps: { day: number; low: number; high: number }[] }

/** Each point holds until the next; the last one to the end of the range. */
function held<T extends { day: number }>(steps: T[], end: number): T[] {
  const last = steps.at(-1);
  return last && last.day < end ? [...steps, { ...last, day: end }] : steps;
}

function layersOf({ points, groups, dimension, range }: ChartProps): Layer[] {
  const rows = new Map<string, Map<string, number>>();
  for (const point of points) {
    const row = rows.get(point.on) ?? new Map<string, number>();
    row.set(String(point[dimension]), point.best ?? 0);
    rows.set(point.on, row);
  }
  const days = [...rows.keys()];
  const stacked = stack<string>().keys(groups).value((day, key) => rows.get(day)?.get(key) ?? 0).offset(stackOffsetDiverging)(days);
  return stacked.map((series) => ({
    name: series.key,
    steps: held(series.map(([low, high], index) => ({ day: dayNumber(days[index] as string), low, high })), range[1]),
  }));
}

function levels(points: Point[], end: number): Level[] {
  return held(points.map((point) => ({ day: dayNumber(point.on), strength: point })), end);
}

/** On what a claim or a muster stands in the stack, or null where it is of something that is not drawn. */
function baseOf(annotation: Annotation, dimension: string, layers: Layer[]): number | null {
  if (!annotation.scope || !annotation.strength || annotation.strength.best === null) return null;
  const narrowed = Object.entries(annotation.scope).filter(([name]) => name !== "mission");
  if (narrowed.length === 0) return 0;
  const [first, ...more] = narrowed;
  if (!first || more.length > 0 || first[0] !== dimension) return null;
  const layer = layers.find(({ name }) => name === first[1]);
  if (!layer) return null;
  const day = dayNumber(annotation.day);
  return layer.steps.filter((step) => step.day <= day).at(-1)?.low ?? 0;
}

const kShapes = {
  agrees: "M0-6a6 6 0 1 0 0.01 0z", over: "M0-7L7 6H-7z", short: "M0 7L7-6H-7z", muster: "M0-8L8 0L0 8L-8 0z", statement: "M-5-6H5V3H0L-4 7V3H-5z",
};

export function Mark({ annotation, x = 0, y = 0 }: { annotation: Annotation; x?: number; y?: number }) {
  const name = annotation.verdict ?? annotation.kind;
  return <path class={`mark ${name}`} d={kShapes[name as keyof typeof kShapes] ?? kShapes.statement} transform={`translate(${x} ${y})`} />;
}

function Whisker({ strength, base, x, y }: { strength: Strength; base: number; x: number; y: Y }) {
  if (strength.least === strength.most) return null;
  // Without an upper bound, it points upward.
  const top = strength.most === null ? y(base + (strength.best ?? 0)) - 20 : y(base + strength.most);
  return <path class="whisker" d={`M${x} ${y(base + (strength.least ?? 0))}V${top}${strength.most === null ? "m-3 4l3-4l3 4" : ""}`} />;
}

function Placed({ annotation, base, x, y, open }: {
  annotation: Annotation; base: number; x: X; y: Y; open: ChartProps["open"];
}) {
  const strength = annotation.strength as Strength;
  const left = x(dayNumber(annotation.day) + 1);
  return (
    <g class="opens" onClick={() => open(annotation.position)}>
      <title>{`${annotation.day}: ${annotation.text}`}</title>
      <Whisker strength={strength} base={base} x={left} y={y} />
      <Mark annotation={annotation} x={left} y={y(base + (strength.best ?? 0))} />
    </g>
  );
}

function MarkLane({ name, annotations, top, x, open }: {
  name: string; annotations: Annotation[]; top: number; x: X; open: ChartProps["open"];
}) {
  return (
    <g transform={`translate(0 ${top})`}>
      <text class="lane" x="0" y="11">{name}</text>
      {annotations.map((annotation, index) => (
        <g key={index} class="opens" onClick={() => open(annotation.position)}>
          <title>{`${annotation.day}: ${annotation.text}`}</title>
          <Mark annotation={annotation} x={x(dayNumber(annotation.day) + 1)} y={22} />
        </g>
      ))}
    </g>
  );
}

/** One row for each mandate that is in force while another is. */
function rowsOf(mandates: Annotation[]): number[] {
  const ends: string[] = [];
  return mandates.map(({ day, until }) => {
    const free = ends.findIndex((end) => end < day);
    const row = free < 0 ? ends.length : free;
    ends[row] = until ?? "9999-12-31";
    return row;
  });
}

function MandateLane({ mandates, top, x, range, open }: {
  mandates: Annotation[]; top: number; x: X; range: [number, number]; open: ChartProps["open"];
}) {
  const rows = rowsOf(mandates);
  return (
    <g transform={`translate(0 ${top})`}>
      <text class="lane" x="0" y="11">Mandates</text>
      {mandates.map((mandate, index) => {
        const begin = x(Math.max(range[0], dayNumber(mandate.day)));
        const end = x(mandate.until === null ? range[1] : Math.min(range[1], dayNumber(mandate.until) + 1));
        const room = Math.floor((end - begin - 12) / 7);
        const label = mandate.text.length <= room ? mandate.text : `${mandate.text.slice(0, Math.max(0, room - 1))}…`;
        return (
          <g key={mandate.position} class="opens" onClick={() => open(mandate.position)}
            transform={`translate(${begin} ${16 + (rows[index] as number) * kMandate})`}>
            <title>{mandate.text}</title>
            <rect class="mandate" width={Math.max(2, end - begin - 1)} height={kMandate - 3} rx="3" />
            {room > 4 ? <text class="mandate" x="6" y="12.5">{label}</text> : null}
          </g>
        );
      })}
    </g>
  );
}

function extent(props: ChartProps, layers: Layer[], bases: (number | null)[]): [number, number] {
  const finite = (numbers: (number | null)[]) => numbers.filter((n): n is number => n !== null);
  const strengths = [...props.total, ...(props.present ?? [])];
  const marks = props.annotations.map(({ strength }, index) => {
    const base = bases[index] ?? null;
    return base === null || !strength ? null : base + (strength.most ?? strength.best ?? 0);
  });
  const high = finite([...strengths.map((point) => point.most ?? point.best), ...marks]);
  // People whom nobody can place may be fewer than nobody in one group: the others say too many.
  const low = layers.flatMap(({ steps }) => steps.map((step) => step.low));
  return [Math.min(0, ...finite(strengths.map((point) => point.best)), ...low), Math.max(1, ...high)];
}

function useBrush({ range, width, onZoom, onDay }: ChartProps) {
  const [brush, setBrush] = useState<[number, number] | null>(null);
  const dayAt = (event: PointerEvent) => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, width - kLeft - kRight)));
    return Math.min(range[1], Math.floor(range[0] + part * (range[1] + 1 - range[0])));
  };
  return {
    brush,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        (event.currentTarget as SVGElement).setPointerCapture(event.pointerId);
        setBrush([dayAt(event), dayAt(event)]);
      },
      onPointerMove: (event: PointerEvent) => brush && setBrush([brush[0], dayAt(event)]),
      onPointerCancel: () => setBrush(null),
      onPointerUp: () => {
        if (!brush) return;
        const [from, to] = brush[0] < brush[1] ? brush : [brush[1], brush[0]];
        setBrush(null);
        if (to - from >= 2) onZoom(from, to);
        else onDay(brush[0]);
      },
    },
  };
}

function Axes({ x, y, ticks, width }: { x: X; y: Y; ticks: { day: number; text: string }[]; width: number }) {
  return (
    <g class="axes">
      {y.ticks(5).map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line x2={width} /><text x="-8" y="4" text-anchor="end">{digits(tick)}</text>
        </g>
      ))}
      {ticks.map(({ day, text }) => (
        <g key={day} transform={`translate(${x(day)} ${kPlot})`}>
          <line y2="5" /><text y="19" text-anchor="middle">{text}</text>
        </g>
      ))}
    </g>
  );
}

function timeTicks([first, last]: [number, number], width: number): { day: number; text: string }[] {
  const time = (day: number) => new Date(`${dayText(day)}T00:00:00Z`);
  const scale = scaleUtc([time(first), time(last + 1)], [0, width]);
  const format = scale.tickFormat();
  // A tick below a day is none of ours; one at the very edge would be cut.
  return scale.ticks(Math.max(2, Math.floor(width / 100))).filter((tick) => tick.getUTCHours() === 0)
    .filter((tick) => scale(tick) > 16 && scale(tick) < width - 16)
    .map((tick) => ({ day: dayNumber(tick.toISOString().slice(0, 10)), text: format(tick) }));
}

export function Chart(props: ChartProps) {
  const { width, range, annotations, on } = props;
  const { brush, handlers } = useBrush(props);
  const inner = Math.max(50, width - kLeft - kRight);
  // A day takes room from its beginning; what holds at its end is drawn at the beginning of the next.
  const x = scaleLinear([range[0], range[1] + 1], [0, inner]) as X;
  const layers = layersOf(props);
  const shown = annotations.filter(({ day, until, kind }) => dayNumber(day) <= range[1] &&
    (kind === "mandate" ? until === null || dayNumber(until) >= range[0] : dayNumber(day) >= range[0]));
  const bases = shown.map((annotation) => (["claim", "muster"].includes(annotation.kind) ? baseOf(annotation, props.dimension, layers) : null));
  const y = scaleLinear(extent({ ...props, annotations: shown }, layers, bases), [kPlot, 0]).nice(5);
  const floor = y(Math.max(0, y.domain()[0] as number));

  const of = (kind: Annotation["kind"]) => shown.filter((annotation) => annotation.kind === kind);
  const aside = (kind: Annotation["kind"]) => shown.filter((annotation, index) => annotation.kind === kind && bases[index] === null);
  const mandates = of("mandate");
  const lanes = [
    { name: "Claims of other scopes", annotations: aside("claim") },
    { name: "Musters of other scopes", annotations: aside("muster") },
    { name: "Statements", annotations: of("statement") },
  ].filter((lane) => lane.annotations.length > 0);
  const lanesTop = kPlot + kAxis;
  const mandatesTop = lanesTop + lanes.length * kLane;
  const mandateRows = mandates.length === 0 ? 0 : Math.max(...rowsOf(mandates)) + 1;
  const height = kTop + mandatesTop + (mandateRows > 0 ? 16 + mandateRows * kMandate : 0) + 4;

  const stepArea = area<{ day: number; low: number; high: number }>().curve(curveStepAfter)
    .x(({ day }) => x(day + 1)).y0(({ low }) => y(low)).y1(({ high }) => y(high));
  const band = area<Level>().curve(curveStepAfter).defined(({ strength }) => strength.best !== null)
    .x(({ day }) => x(day + 1)).y0(({ strength }) => y(strength.least ?? 0))
    .y1(({ strength }) => (strength.most === null ? 0 : y(strength.most)));
  const best = line<Level>().curve(curveStepAfter).defined(({ strength }) => strength.best !== null)
    .x(({ day }) => x(day + 1)).y(({ strength }) => y(strength.best ?? 0));
  const total = levels(props.total, range[1]);
  const cursor = x(dayNumber(on) + 1);
  return (
    <svg class="timeline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <defs>
        <clipPath id="plot-edge"><rect width={inner} height={kPlot} /></clipPath>
        <pattern id="uncertain" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" y2="6" />
        </pattern>
      </defs>
      <g transform={`translate(${kLeft} ${kTop})`}>
        <Axes x={x} y={y} ticks={timeTicks(range, inner)} width={inner} />
        <g clip-path="url(#plot-edge)">
          {layers.map((layer, index) => (
            <path key={layer.name} class={`layer c${Math.min(index, kColours)}`} d={stepArea(layer.steps) ?? ""} />
          ))}
          <path class="band" d={band(total) ?? ""} fill="url(#uncertain)" />
          {props.present ? <path class="now-known" d={best(levels(props.present, range[1])) ?? ""} /> : null}
          <path class="best" d={best(total) ?? ""} />
        </g>
        <line class="zero" x2={inner} y1={floor} y2={floor} />
        {cursor >= 0 && cursor <= inner ? <line class="cursor" x1={cursor} x2={cursor} y1={-kTop} y2={kPlot + 6} /> : null}
        {brush ? <rect class="brush" x={x(Math.min(...brush))} width={x(Math.max(...brush) + 1) - x(Math.min(...brush))} height={kPlot} /> : null}
        <rect class="catch" width={inner} height={kPlot} {...handlers} />
        {shown.map((annotation, index) => bases[index] === null || bases[index] === undefined ? null
          : <Placed key={index} annotation={annotation} base={bases[index] as number} x={x} y={y} open={props.open} />)}
        {lanes.map((lane, index) => (
          <MarkLane key={lane.name} name={lane.name} annotations={lane.annotations} x={x} top={lanesTop + index * kLane} open={props.open} />
        ))}
        {mandateRows > 0 ? <MandateLane mandates={mandates} top={mandatesTop} x={x} range={range} open={props.open} /> : null}
      </g>
    </svg>
  );
}
