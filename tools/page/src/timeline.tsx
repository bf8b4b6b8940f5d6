// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// The strength over time: who or what it is made of, what is uncertain, and what was said of it.
import { annotationQuestions, annotations, type Annotation, type AnnotationAnswers } from "./annotations";
import type { Headcount, Point, Timeline } from "./answers";
import { dayNumber, dayText, isDay, spoken, today } from "./days";
import { Differs, digits, same, strengthText } from "./figure";
import { RecordLink } from "./links";
import { where } from "./missions";
import { kGroupings, kSteps, type PlaceInPage, type Step } from "./place_in_page";
import { firstDay } from "./sliders";
import { Chart, kColours, Mark } from "./timeline_chart";
import { useWidth } from "./use_width";
import type { Shown, ViewPart, ViewProps } from "./view";

type Answers = [Timeline, Timeline, Timeline, Headcount, Headcount, ...AnnotationAnswers];

const kNobody = { least: 0, best: 0, most: 0 };
const kStepDays: Record<Step, number> = { change: 0, day: 1, week: 7, month: 31, year: 366 };
const kHolds: Record<Step, string> = {
  change: "Drawn at each day whose answer differs from the day before.",
  day: "Drawn at the end of each day.",
  week: "Drawn at the end of each week, and held until the next.",
  month: "Drawn at the end of each month, and held until the next.",
  year: "Drawn at the end of each year, and held until the next.",
};

interface Window { first: number; last: number; whole: [number, number]; step: Step }

/** The days that are shown, and how far apart their points are: about a hundred of them, unless it is chosen. */
function windowOf(place: PlaceInPage, present: Timeline): Window {
  const whole: [number, number] = [firstDay(present, today()), dayNumber(today())];
  const first = place.from ? dayNumber(place.from) : whole[0];
  const last = Math.max(first, place.to ? dayNumber(place.to) : Math.max(first, whole[1]));
  const days = last - first;
  return { first, last, whole, step: place.step ?? (days <= 120 ? "day" : days <= 1100 ? "week" : "month") };
}

function questions({ on, known, size, place }: Shown, present: Timeline) {
  const { first, last, step } = windowOf(place, present);
  const { mission } = place;
  // One step before the first day, so that the drawing begins at its edge; of changes, the first day is always given.
  const range = { from: dayText(first - kStepDays[step]), to: dayText(last), step, where: where(mission, place.only === null ? null : `${place.by}=${place.only}`) };
  return [
    { command: "timeline", parameters: { ...range, by: place.by, "known-at": known } },
    { command: "timeline", parameters: { ...range, "known-at": known } },
    { command: "timeline", parameters: { ...range, "known-at": size } },
    { command: "headcount", parameters: { on, by: place.by, "known-at": known, where: where(mission) } },
    { command: "headcount", parameters: { on, by: place.by, "known-at": size, where: where(mission) } },
    ...annotationQuestions(known, mission),
  ];
}

/** The groups, those with the highest peak first, which are the lowest of the stack. */
function ordered(points: Point[], dimension: string): string[] {
  const peaks = new Map<string, number>();
  for (const point of points) {
    const name = String(point[dimension]);
    peaks.set(name, Math.max(peaks.get(name) ?? 0, point.best ?? 0));
  }
  return [...peaks.keys()].sort((a, b) => (peaks.get(b) as number) - (peaks.get(a) as number) || a.localeCompare(b));
}

function Choice<T extends string>({ name, values, value, choose }: {
  name: string; values: readonly T[]; value: T; choose: (value: T) => void;
}) {
  return (
    <label class="choice">{name}{" "}
      <select value={value} onChange={(event) => choose(event.currentTarget.value as T)}>
        {values.map((one) => <option key={one} value={one}>{one}</option>)}
      </select>
    </label>
  );
}

type Zoom = (first: number, last: number) => void;

/** Half or twice as many days, about the day asked for if it is shown; or as many, earlier or later. */
function zoomed({ first, last, whole }: Window, on: number, way: "in" | "out" | "earlier" | "later"): [number, number] {
  const days = last - first;
  if (way === "in" || way === "out") {
    const next = way === "in" ? Math.max(4, Math.round(days / 2)) : days * 2;
    const about = way === "in" && on >= first && on <= last ? on : first + Math.round(days / 2);
    const begin = Math.max(whole[0], Math.min(about - Math.round(next / 2), Math.max(whole[1], last) - next));
    return [begin, Math.min(Math.max(whole[1], last), begin + next)];
  }
  const by = Math.max(1, Math.round(days / 4));
  const moved = way === "earlier" ? -Math.min(by, first - whole[0]) : Math.min(by, Math.max(0, whole[1] - last));
  return [first + moved, last + moved];
}

function Days({ window, on, zoom, wholeTime }: { window: Window; on: string; zoom: Zoom; wholeTime: () => void }) {
  const { first, last, whole } = window;
  const isWhole = first <= whole[0] && last >= whole[1];
  const go = (way: Parameters<typeof zoomed>[2]) => zoom(...zoomed(window, dayNumber(on), way));
  const set = (text: string, way: (day: number) => [number, number]) => {
    if (isDay(text)) zoom(...way(dayNumber(text)));
  };
  return (
    <div class="days" role="group" aria-label="The days shown">
      <button type="button" onClick={() => go("in")} disabled={last - first <= 4}>Zoom in</button>
      <button type="button" onClick={() => go("out")} disabled={isWhole}>Zoom out</button>
      <button type="button" onClick={() => go("earlier")} disabled={first <= whole[0]}>Earlier</button>
      <button type="button" onClick={() => go("later")} disabled={last >= whole[1]}>Later</button>
      <button type="button" onClick={wholeTime} disabled={isWhole}>Whole time</button>
      <span class="fromto">
        <input type="date" aria-label="First day shown" value={dayText(first)}
          onChange={(event) => set(event.currentTarget.value, (day) => [day, Math.max(day, last)])} />
        <span aria-hidden="true">–</span>
        <input type="date" aria-label="Last day shown" value={dayText(last)}
          onChange={(event) => set(event.currentTarget.value, (day) => [Math.min(first, day), day])} />
      </span>
    </div>
  );
}

function Legend({ groups, here, present, at, go }: {
  groups: string[]; here: Headcount; present: Headcount; at: Shown; go: ViewProps<Answers>["go"];
}) {
  const { by, only } = at.place;
  const row = (headcount: Headcount, name: string) => headcount.rows.find((one) => String(one[by]) === name) ?? kNobody;
  return (
    <table class="legend">
      <caption class="unseen">What the stack is made of, the uppermost first</caption>
      <thead><tr><th scope="col">{by}</th><th scope="col" class="n">{spoken(at.on)}</th><th scope="col"><span class="unseen">show alone</span></th></tr></thead>
      <tbody>{[...groups].reverse().map((name) => {
        const strength = row(here, name);
        const index = groups.indexOf(name);
        return (
          <tr key={name} class={same(strength, row(present, name)) ? "" : "changed"}>
            <th scope="row">
              <svg class="swatch" width="12" height="12" aria-hidden="true"><rect class={`layer c${Math.min(index, kColours)}`} width="12" height="12" /></svg>
              {name} <Differs here={strength} present={row(present, name)} />
            </th>
            <td class="n">
              <button type="button" class="figure" data-figure={`${by}=${name}`} aria-label={`${name}: ${strengthText(strength)}: why?`}
                onClick={() => go({ why: `${by}=${name}` })}>
                {strength.best === null ? "unknown" : digits(strength.best)}
              </button>
            </td>
            <td class="n">
              <button type="button" class="small" aria-pressed={only === name} aria-label={`${name} alone`}
                onClick={() => go({ only: only === name ? null : name })}>alone</button>
            </td>
          </tr>
        );
      })}</tbody>
    </table>
  );
}

const kSigns: [Pick<Annotation, "kind" | "verdict">, string][] = [
  [{ kind: "claim", verdict: "agrees" }, "a claim that agrees"],
  [{ kind: "claim", verdict: "over" }, "a claim that is over"],
  [{ kind: "claim", verdict: "short" }, "a claim that is short"],
  [{ kind: "muster", verdict: null }, "a muster"],
  [{ kind: "statement", verdict: null }, "a statement"],
];

function Signs({ isPast }: { isPast: boolean }) {
  return (
    <ul class="signs" aria-label="Signs of the drawing">
      <li><svg width="24" height="14" aria-hidden="true"><rect class="band" width="24" height="14" fill="url(#uncertain)" /><path class="best" d="M0 7H24" /></svg>the total between its bounds</li>
      {isPast ? <li><svg width="24" height="14" aria-hidden="true"><path class="now-known" d="M0 7H24" /></svg>the total as known now</li> : null}
      {kSigns.map(([sign, name]) => (
        <li key={name}><svg width="16" height="16" aria-hidden="true"><Mark annotation={sign as Annotation} x={8} y={8} /></svg>{name}</li>
      ))}
    </ul>
  );
}

function Numbers({ groups, points, total, present, dimension, first }: {
  groups: string[]; points: Point[]; total: Point[]; present: Point[] | null; dimension: string; first: string;
}) {
  const rows = new Map<string, Map<string, Point>>();
  for (const point of points) {
    const row = rows.get(point.on) ?? new Map<string, Point>();
    row.set(String(point[dimension]), point);
    rows.set(point.on, row);
  }
  const presentOf = new Map((present ?? []).map((point) => [point.on, point]));
  return (
    <div class="scroll tall" tabIndex={0} role="region" aria-label="Strength over time, as a table">
      <table class="numbers">
        <thead><tr>
          <th scope="col">end of</th><th scope="col" class="n">all</th>
          {groups.map((name) => <th key={name} scope="col" class="n">{name}</th>)}
        </tr></thead>
        <tbody>{total.filter(({ on }) => on >= first).map((point) => {
          const now = presentOf.get(point.on);
          return (
            <tr key={point.on} class={now && !same(now, point) ? "changed" : ""}>
              <th scope="row" class="day">{point.on}</th>
              <td class="n">{strengthText(point)}{now ? <> <Differs here={point} present={now} /></> : null}</td>
              {groups.map((name) => <td key={name} class="n">{strengthText(rows.get(point.on)?.get(name) ?? kNobody)}</td>)}
            </tr>
          );
        })}</tbody>
      </table>
    </div>
  );
}

function Said({ shown }: { shown: Annotation[] }) {
  if (shown.length === 0) return <p class="muted">Nothing was claimed, counted, authorised or stated in these days.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="What was said in these days">
      <table class="said">
        <thead><tr><th scope="col">day</th><th scope="col">what</th><th scope="col">in words</th><th scope="col" class="n">record</th></tr></thead>
        <tbody>{shown.map((annotation, index) => (
          <tr key={index}>
            <td class="day">{annotation.day}</td>
            <td>{annotation.verdict ? <>claim: <span class={`verdict ${annotation.verdict}`}>{annotation.verdict}</span></> : annotation.kind}</td>
            <td>{annotation.text}</td>
            <td class="n"><RecordLink position={annotation.position}>{annotation.position}</RecordLink></td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function TimelineView({ answers, at, present: outline, go }: ViewProps<Answers>) {
  const [stacked, total, presentTotal, here, present, ...rest] = answers;
  const [element, width] = useWidth<HTMLDivElement>();
  const { place } = at;
  const window = windowOf(place, outline);
  const groups = ordered(stacked.points, place.by);
  const all = annotations(rest, total.statements, place.mission);
  const inDays = all.filter(({ day, until, kind }) => dayNumber(day) <= window.last &&
    (dayNumber(day) >= window.first || (kind === "mandate" && (until === null || dayNumber(until) >= window.first))));
  const zoom: Zoom = (first, last) => go({ from: dayText(first), to: dayText(last) });
  const wholeTime = () => go({ from: null, to: null });
  const keys = (event: KeyboardEvent) => {
    const way = ({ "+": "in", "=": "in", "-": "out", ArrowLeft: "earlier", ArrowRight: "later" } as const)[event.key];
    if (event.target !== event.currentTarget || (!way && event.key !== "0")) return;
    event.preventDefault();
    if (way) zoom(...zoomed(window, dayNumber(at.on), way));
    else wholeTime();
  };
  const isPast = at.known < at.size;
  return (
    <section aria-labelledby="timeline-title" class="timeline" data-from={dayText(window.first)} data-to={dayText(window.last)} data-step={window.step}>
      <h2 id="timeline-title">
        {place.only === null ? "Strength" : `Strength of ${place.only}`}, {spoken(dayText(window.first))} to {spoken(dayText(window.last))}
      </h2>
      <div class="controls">
        <Choice name="stacked by" values={kGroupings} value={place.by} choose={(by) => go({ by, only: null })} />
        <Choice name="a point each" values={kSteps} value={window.step} choose={(step) => go({ step })} />
        <Days window={window} on={at.on} zoom={zoom} wholeTime={wholeTime} />
      </div>
      <div class="drawn">
        <div ref={element} class="chart" tabIndex={0} role="group" onKeyDown={keys}
          aria-label="The timeline, drawn. Plus and minus zoom, the arrows move, 0 shows the whole time. The same is in the tables below.">
          {width > 0 ? (
            <Chart width={width} range={[window.first, window.last]} dimension={place.by} groups={groups} points={stacked.points}
              total={total.points} present={isPast ? presentTotal.points : null} annotations={all} on={at.on}
              onZoom={zoom} onDay={(day) => go({ on: dayText(day) === today() ? null : dayText(day) })} open={(position) => go({ record: position })} />
          ) : null}
        </div>
        <div class="beside">
          {groups.length === 0 ? <p class="muted">Nobody was there in these days.</p> : <Legend groups={groups} here={here} present={present} at={at} go={go} />}
        </div>
      </div>
      <Signs isPast={isPast} />
      <p class="muted">{kHolds[window.step]} Drag over the drawing to zoom, click a day to ask about it.</p>
      <h3>Said in these days</h3>
      <Said shown={inDays} />
      <h3>In numbers</h3>
      <Numbers groups={groups} points={stacked.points} total={total.points} present={isPast ? presentTotal.points : null}
        dimension={place.by} first={dayText(window.first)} />
    </section>
  );
}

export const timelinePart: ViewPart<Answers> = { questions, View: TimelineView };
