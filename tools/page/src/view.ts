// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// What every view of the page is made of: its questions, and how their answers are drawn.
import type { ComponentType } from "preact";
import type { Timeline } from "./answers";
import { today } from "./days";
import { where } from "./missions";
import type { Go, PlaceInPage } from "./place_in_page";
import type { Question } from "./server";

/** The state that a view is asked for. */
export interface Shown {
  on: string;
  known: number;
  /** The size of the log: what is known at present. */
  size: number;
  place: PlaceInPage;
}

export interface ViewProps<T extends unknown[]> {
  at: Shown;
  answers: T;
  /** The whole time of the mission, as known at present. */
  present: Timeline;
  go: Go;
}

export interface ViewPart<T extends unknown[]> {
  /** May follow from answers that are kept. */
  questions: (at: Shown, present: Timeline) => Question[];
  View: ComponentType<ViewProps<T>>;
}

// Before any mission that a ledger will be asked about.
const kBeginning = "1945-01-01";

/** The strength over the whole time, as the sliders draw it. */
export function outlineQuestion(known: number, mission: string | null): Question {
  return { command: "timeline", parameters: { from: kBeginning, to: today(), step: "change", "known-at": known, where: where(mission) } };
}
