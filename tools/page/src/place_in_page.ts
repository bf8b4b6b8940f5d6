// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// What the page shows, as its address says it: every state can be kept, sent and come back to.
import { createContext } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { isDay, today } from "./days";

export const kViews = ["now", "timeline", "map", "reports", "reconcile", "findings", "append"] as const;
export type View = (typeof kViews)[number];

export const kGroupings = ["contributor", "duty", "place", "contingent"] as const;
export type Grouping = (typeof kGroupings)[number];

export const kSteps = ["day", "week", "month", "year", "change"] as const;
export type Step = (typeof kSteps)[number];

export interface PlaceInPage {
  view: View;
  /** The mission of several that is shown; null is all of them. */
  mission: string | null;
  /** The day asked about; null is today. */
  on: string | null;
  /** The size of the log to speak from; null is all that is known. */
  known: number | null;
  /** What the open explanation is about: `total`, or `contributor=KEN`. */
  why: string | null;
  /** What the timeline is stacked by. */
  by: Grouping;
  /** How far apart the points of the timeline are; null is what suits the days shown. */
  step: Step | null;
  /** The days that the timeline shows; null is the whole time. */
  from: string | null;
  to: string | null;
  /** The one value of the grouping that the timeline shows; null is all of them. */
  only: string | null;
  /** How near the map is, as a power of two; null is so that all places are on it. */
  zoom: number | null;
  /** Of the list of reports: words that they have, their source, the least grade. */
  find: string | null;
  source: string | null;
  grade: string | null;
  /** The open report, by its id. */
  report: string | null;
  /** The open record. */
  record: number | null;
}

export type Go = (change: Partial<PlaceInPage>, keep?: boolean) => void;

/** How to go elsewhere, for what is deep in a view. */
export const Going = createContext<Go>(() => {});

function oneOf<T extends string>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value === text) ?? null;
}

function day(text: string | null): string | null {
  return text && isDay(text) ? text : null;
}

function size(text: string | null): number | null {
  return text && /^\d+$/.test(text) ? Number(text) : null;
}

export function read(search: string): PlaceInPage {
  const query = new URLSearchParams(search);
  return {
    view: oneOf(kViews, query.get("view")) ?? "now",
    mission: query.get("mission") || null,
    on: day(query.get("on")),
    known: size(query.get("known")),
    why: query.get("why"),
    by: oneOf(kGroupings, query.get("by")) ?? "contributor",
    step: oneOf(kSteps, query.get("step")),
    from: day(query.get("from")),
    to: day(query.get("to")),
    only: query.get("only"),
    zoom: /^-?[1-8]$/.test(query.get("zoom") ?? "") ? Number(query.get("zoom")) : null,
    find: query.get("find"),
    source: query.get("source"),
    grade: query.get("grade"),
    report: query.get("report"),
    record: size(query.get("record")),
  };
}

export function write(place: PlaceInPage): string {
  const query = new URLSearchParams();
  const say = (name: keyof PlaceInPage, usual: string | null = null) => {
    const value = place[name];
    if (value !== null && value !== usual) query.set(name, String(value));
  };
  say("view", "now");
  say("mission");
  say("on", today());
  say("known");
  say("by", "contributor");
  say("step");
  say("from");
  say("to");
  say("only");
  say("zoom");
  say("find");
  say("source");
  say("grade");
  say("report");
  say("why");
  say("record");
  const text = query.toString();
  return text ? `?${text}` : "/";
}

/** The place, and how to go to another. A slider's way is one step of the history, not hundreds: it keeps. */
export function usePlace(): [PlaceInPage, Go] {
  const [place, setPlace] = useState(() => read(location.search));
  useEffect(() => {
    const back = () => setPlace(read(location.search));
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  const go = useCallback((change: Partial<PlaceInPage>, keep = false) => {
    setPlace((old) => {
      const next = { ...old, ...change };
      history[keep ? "replaceState" : "pushState"](null, "", write(next));
      return next;
    });
  }, []);
  return [place, go];
}
