// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// A view below the sliders: all that it and they ask is drawn together.
import { useContext, useEffect, useState } from "preact/hooks";
import type { Head, LogRecord, Timeline } from "./answers";
import { spoken, today } from "./days";
import { strengthText } from "./figure";
import { MissionChoice, missionQuestion, missionsOf } from "./missions";
import { Notice } from "./notice";
import type { Go, PlaceInPage } from "./place_in_page";
import { keptAnswer } from "./server";
import { Sliders } from "./sliders";
import { Connection, useAnswers } from "./use_answers";
import { outlineQuestion, type Shown, type ViewPart } from "./view";
import { WhyPanel } from "./why";

type AnyPart = ViewPart<unknown[]>;

/** What is in a file of its own, once it is fetched; nothing is, while it is not wanted. */
export function useLoaded<T>(load: (() => T | Promise<T>) | null): { part: T | null; failed: boolean } {
  const [state, setState] = useState<{ load: typeof load; part: T | null; failed: boolean } | null>(null);
  const connection = useContext(Connection);
  useEffect(() => {
    if (!load) return;
    let current = true;
    Promise.resolve(load()).then(
      (part) => current && setState({ load, part, failed: false }),
      () => current && setState({ load, part: null, failed: true }),
    );
    return () => {
      current = false;
    };
  }, [load, connection]);
  const loaded = load && state?.load === load ? state : null;
  return { part: loaded?.part ?? null, failed: loaded?.failed ?? false };
}

const loadRecord = () => import("./record");

interface Props {
  head: Head;
  place: PlaceInPage;
  part: AnyPart;
  go: Go;
}

/** The mission that is shown was registered later than what is asked about: nothing of it can be asked. */
function isUnknownYet(missions: { id: string; position: number }[], { known, place }: Shown): boolean {
  return missions.some(({ id, position }) => id === place.mission && position >= known);
}

/** What a screen reader says when a slider has moved, whatever the view. */
function announcement(then: Timeline, { on, known, size, place }: Shown): string {
  const point = then.points.filter((one) => one.on <= on).at(-1) ?? null;
  return `${place.mission ? `${place.mission}: ` : ""}strength ${strengthText(point)} at the end of ${spoken(on)}, known at ${known} of ${size} records`;
}

export function Framed({ head, place, part, go }: Props) {
  const known = Math.min(place.known ?? head.size, head.size);
  const { mission } = place;
  const now: Shown = { on: place.on ?? today(), known, size: head.size, place };
  const { answers, at, refusal, pending } = useAnswers<[LogRecord[], Timeline, Timeline, ...unknown[]], Shown>(() => {
    const log = keptAnswer(missionQuestion(head.size)) as LogRecord[] | undefined;
    const outline = outlineQuestion(head.size, mission);
    if (!log) return [missionQuestion(head.size), outline];
    const present = keptAnswer(outline) as Timeline | undefined;
    const isEarly = isUnknownYet(missionsOf(log), now);
    return [missionQuestion(head.size), outlineQuestion(known, isEarly ? null : mission), outline,
      ...(present && !isEarly ? part.questions(now, present) : [])];
  }, now);
  const recordPart = useLoaded(place.record === null ? null : loadRecord);
  if (refusal) {
    return (
      <Notice bad title="The server cannot answer this.">
        {refusal} <a href="/">Begin again with today and all that is known.</a>
      </Notice>
    );
  }
  if (!answers) return <Notice title="Counting …" />;
  const [log, outline, present, ...rest] = answers;
  const missions = missionsOf(log);
  const isEarly = isUnknownYet(missions, at);
  const then = isEarly ? { ...outline, points: [] } : outline;
  return (
    <div aria-busy={pending} data-on={at.on} data-known={at.known} data-mission={at.place.mission ?? ""}>
      {missions.length > 1 ? (
        <MissionChoice missions={missions} chosen={mission} size={head.size} choose={(chosen) => go({ mission: chosen, only: null, why: null, record: null })} />
      ) : null}
      <Sliders on={now.on} known={known} size={head.size} today={today()} knownTime={then.known_at_time} present={present} then={then}
        onDay={(day) => go({ on: day === today() ? null : day }, true)}
        onKnown={(size) => go({ known: size === head.size ? null : size }, true)} />
      <p class="unseen" role="status">{announcement(then, at)}</p>
      {isEarly ? (
        <Notice title={`Nothing was known of ${at.place.mission} then.`}>It was registered later. The second slider leads to when it is known.</Notice>
      ) : <part.View at={at} answers={rest} present={present} go={go} />}
      {place.why && !isEarly ? <WhyPanel key={place.why} about={place.why} mission={mission} on={now.on} known={known} close={() => go({ why: null })} /> : null}
      {place.record !== null && recordPart.part ? (
        <recordPart.part.RecordPanel key={place.record} position={place.record} known={known} size={head.size} close={() => go({ record: null })} />
      ) : null}
    </div>
  );
}
