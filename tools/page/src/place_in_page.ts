// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// What the page shows, as its address says it: every state can be kept, sent and come back to.
import { isDay, today } from "./days";

export const kViews = ["now", "reconcile", "findings"] as const;
export type View = (typeof kViews)[number];

export interface PlaceInPage {
  view: View;
  /** The day asked about; null is today. */
  on: string | null;
  /** The size of the log to speak from; null is all that is known. */
  known: number | null;
  /** What the open explanation is about: `total`, or `contributor=KEN`. */
  why: string | null;
}

export function read(search: string): PlaceInPage {
  const query = new URLSearchParams(search);
  const view = query.get("view") as View | null;
  const on = query.get("on");
  const known = query.get("known");
  return {
    view: view && kViews.includes(view) ? view : "now",
    on: on && isDay(on) ? on : null,
    known: known && /^\d+$/.test(known) ? Number(known) : null,
    why: query.get("why"),
  };
}

export function write(place: PlaceInPage): string {
  const query = new URLSearchParams();
  if (place.view !== "now") query.set("view", place.view);
  if (place.on !== null && place.on !== today()) query.set("on", place.on);
  if (place.known !== null) query.set("known", String(place.known));
  if (place.why !== null) query.set("why", place.why);
  const text = query.toString();
  return text ? `?${text}` : "/";
}
