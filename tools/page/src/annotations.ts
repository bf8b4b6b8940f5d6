// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// What stands beside the strength on a timeline: claims, musters, mandates, statements, each as it reads by now.
import type { Claim, EventFields, History, LogRecord, Reconcile, Scope, Statement, Strength } from "./answers";
import { spoken } from "./days";
import { digits, strengthText } from "./figure";
import { contingentQuestions, isAbout, where } from "./missions";
import { keptAnswer, type Question } from "./server";

export interface Annotation {
  kind: "claim" | "muster" | "mandate" | "statement";
  verdict: Claim["verdict"] | null;
  day: string;
  /** The last day of what lasts; null of what does not end. */
  until: string | null;
  position: number;
  scope: Scope | null;
  strength: Strength | null;
  text: string;
}

export type AnnotationAnswers = [Reconcile, ...(LogRecord[] | History)[]];

export function scopeText(scope: Scope): string {
  return Object.values(scope).map((value) => (Array.isArray(value) ? value.join(" or ") : value)).join(", ");
}

/** The positions that amendments and retractions lead back to. */
function touched(corrections: LogRecord[]): Set<number> {
  const roots = new Map<number, number>();
  const found = new Set<number>();
  for (const { position, event } of [...corrections].sort((a, b) => a.position - b.position)) {
    for (const fields of Object.values(event)) {
      for (const target of [fields.of ?? []].flat()) {
        if (target.position === undefined) continue;
        const root = roots.get(target.position) ?? target.position;
        roots.set(position, root);
        found.add(root);
      }
    }
  }
  return found;
}

/** The records of these kinds, the amendments, the retractions, and how each that was corrected reads. */
export function correctedQuestions(kinds: string[], known: number): Question[] {
  const logs = [...kinds, "amendment", "retraction"].map((kind) => ({ command: "log", parameters: { kind, "known-at": known }, lines: true }));
  const answers = logs.map((question) => (keptAnswer(question) as LogRecord[] | undefined) ?? []);
  const corrected = touched(answers.slice(kinds.length).flat());
  const histories = answers.slice(0, kinds.length).flat().filter(({ position }) => corrected.has(position))
    .map(({ position }) => ({ command: "history", parameters: { target: position, "known-at": known } }));
  return [...logs, ...histories];
}

export function annotationQuestions(known: number, mission: string | null): Question[] {
  return [{ command: "reconcile", parameters: { "known-at": known, where: where(mission) } },
    ...contingentQuestions(mission, known), ...correctedQuestions(["mandate", "muster"], known)];
}

/** The events of a kind, as they read by now: without those that were withdrawn. */
export function standing(kind: string, records: LogRecord[], histories: History[]): { position: number; fields: EventFields }[] {
  return records.flatMap(({ position, event }) => {
    const history = histories.find(({ target }) => target === position);
    const fields = (history ? history.reads : event)?.[kind];
    return fields ? [{ position, fields }] : [];
  });
}

function claimText(claim: Claim): string {
  const said = claim.verdict === "agrees" ? "agrees" : `${claim.verdict} by ${digits(claim.distance)}`;
  const who = claim.according_to ? `${claim.source}, according to ${claim.according_to}` : claim.source;
  return `${who}: ${strengthText(claim.claimed)} of ${scopeText(claim.scope)}; derived ${strengthText(claim.derived)}: ${said}`;
}

export function annotations(answers: AnnotationAnswers, statements: Statement[], mission: string | null): Annotation[] {
  const [reconcile, ...others] = answers;
  const contingents = mission === null ? [] : (others.shift() as LogRecord[]);
  const [mandates, musters, , , ...histories] = others as [LogRecord[], LogRecord[], LogRecord[], LogRecord[], ...History[]];
  const plain = { verdict: null, until: null, scope: null, strength: null };
  const all: Annotation[] = [
    ...reconcile.claims.map((claim) => ({
      ...plain, kind: "claim" as const, verdict: claim.verdict, day: claim.on, position: claim.position, scope: claim.scope,
      strength: claim.claimed, text: claimText(claim),
    })),
    ...standing("muster", musters, histories).filter(({ fields }) => isAbout(fields.scope ?? {}, mission, contingents)).map(({ position, fields }) => ({
      ...plain, kind: "muster" as const, day: fields.on?.best ?? "", position, scope: fields.scope ?? {},
      strength: fields.strength ?? null,
      text: `A muster of ${scopeText(fields.scope ?? {}) || "everybody"}: ${fields.strength ? strengthText(fields.strength) : "by its lines"}`,
    })),
    ...standing("mandate", mandates, histories).filter(({ fields }) => mission === null || fields.mission === mission).map(({ position, fields }) => ({
      ...plain, kind: "mandate" as const, day: fields.on?.best ?? "", until: fields.until?.best ?? null, position,
      strength: fields.authorised_strength ?? null,
      text: [
        `${fields.instrument ?? "A mandate"}${fields.mission ? ` for ${fields.mission}` : ""}`,
        fields.authorised_strength ? `: ${strengthText(fields.authorised_strength)} authorised` : "",
        fields.until ? `, until ${spoken(fields.until.best)}` : "",
      ].join(""),
    })),
    ...statements.map((statement) => ({
      ...plain, kind: "statement" as const, day: statement.on, position: statement.position,
      text: `${statement.speaker ?? statement.according_to ?? statement.source}: ${statement.text}`,
    })),
  ];
  return all.filter(({ day }) => day !== "").sort((a, b) => a.day.localeCompare(b.day) || a.position - b.position);
}
