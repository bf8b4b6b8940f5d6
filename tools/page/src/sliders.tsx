// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// The two times: the day asked about, and the state of the log that speaks.
import { area, curveStepAfter } from "d3-shape";
import { scaleLinear } from "d3-scale";
import type { Timeline } from "./answers";
import { dayNumber, dayText, isDay, spoken } from "./days";

interface Props {
  on: string;
  known: number;
  size: number;
  today: string;
  knownTime: string | null;
  present: Timeline;
  then: Timeline;
  onDay: (day: string) => void;
  onKnown: (known: number) => void;
}

const kWidth = 1000;
const kHeight = 48;

function Outline({ timeline, first, last, top, name }: {
  timeline: Timeline; first: number; last: number; top: number; name: string;
}) {
  const x = scaleLinear([first, last], [0, kWidth]);
  const y = scaleLinear([0, top], [kHeight, 2]);
  const points = timeline.points.map((point) => ({ day: dayNumber(point.on), best: point.best ?? 0 }));
  const end = points.at(-1);
  if (end) points.push({ day: last, best: end.best });
  const path = area<{ day: number; best: number }>()
    .x((point) => x(Math.max(first, point.day)))
    .y0(kHeight)
    .y1((point) => y(point.best))
    .curve(curveStepAfter);
  return <path class={name} d={path(points) ?? ""} />;
}

/** The first day of the slider: a little before anything happened. */
export function firstDay(timeline: Timeline, end: string): number {
  const change = timeline.points.find((point) => (point.most ?? 1) !== 0);
  const first = change ? dayNumber(change.on) : dayNumber(end) - 365;
  return Math.min(first, dayNumber(end)) - 14;
}

export function Sliders(props: Props) {
  const { on, known, size, present, then } = props;
  const first = Math.min(firstDay(present, props.today), dayNumber(on));
  const last = Math.max(dayNumber(props.today), dayNumber(on));
  const top = Math.max(1, ...[...present.points, ...then.points].map((point) => point.best ?? 0));
  const x = ((dayNumber(on) - first) / Math.max(1, last - first)) * kWidth;
  return (
    <section class="times" aria-label="The two times">
      <div class="time">
        <label for="day-slider">On which day<span class="paper">: {spoken(on)}</span></label>
        <input
          type="date" aria-label="The day, as a date" value={on} max={dayText(last)}
          onChange={(event) => isDay(event.currentTarget.value) && props.onDay(event.currentTarget.value)}
        />
        <button type="button" disabled={on === props.today} onClick={() => props.onDay(props.today)}>Today</button>
        <svg class="outline" viewBox={`0 0 ${kWidth} ${kHeight}`} preserveAspectRatio="none" aria-hidden="true">
          <Outline timeline={present} first={first} last={last} top={top} name="present" />
          <Outline timeline={then} first={first} last={last} top={top} name="then" />
          <line x1={x} x2={x} y1="0" y2={kHeight} />
        </svg>
        <input
          id="day-slider" type="range" min={first} max={last} value={dayNumber(on)}
          aria-valuetext={spoken(on)}
          onInput={(event) => props.onDay(dayText(Number(event.currentTarget.value)))}
        />
        <span class="ends"><span>{spoken(dayText(first))}</span><span>{spoken(dayText(last))}</span></span>
      </div>
      <div class="time">
        <label for="known-slider">As known when</label>
        <output for="known-slider">
          {known === size ? `all ${size} records` : `${known} of ${size} records`}
        </output>
        <button type="button" disabled={known === size} onClick={() => props.onKnown(size)}>Now</button>
        <p class="known-time">
          {known === 0 ? "before the first record" : props.knownTime
            ? `the last of them recorded ${spoken(props.knownTime.slice(0, 10))}, ${props.knownTime.slice(11, 16)} UTC`
            : ""}
          {known < size ? <>; <span class="otherwise">marks</span> what is known otherwise now</> : ""}
        </p>
        <input
          id="known-slider" type="range" min={0} max={size} value={known}
          aria-valuetext={`${known} of ${size} records`}
          onInput={(event) => props.onKnown(Number(event.currentTarget.value))}
        />
        <span class="ends"><span>nothing known</span><span>all records</span></span>
      </div>
    </section>
  );
}
