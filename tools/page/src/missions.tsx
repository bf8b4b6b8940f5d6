// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// One mission of several: the choice of it, and what of records and findings is about it.
import type { Finding, History, LogRecord, Scope, Show } from "./answers";
import { keptAnswer, type Question } from "./server";
import { useAnswers } from "./use_answers";

/** Conditions for what a view asks: the mission, if one is chosen, and what is narrowed to beside it. */
export function where(mission: string | null, ...more: (string | null)[]): string[] {
  return [mission === null ? null : `mission=${mission}`, ...more].filter((condition) => condition !== null);
}

export function missionQuestion(size: number): Question {
  return { command: "log", parameters: { kind: "mission", "known-at": size }, lines: true };
}

/** The registrations of missions, of each the first. */
export function missionsOf(log: LogRecord[]): { id: string; position: number }[] {
  const found = new Map<string, number>();
  for (const { position, event } of log) {
    const id = event.mission?.id;
    if (id !== undefined && !found.has(id)) found.set(id, position);
  }
  return [...found].map(([id, position]) => ({ id, position }));
}

export function MissionChoice({ missions, chosen, size, choose }: {
  missions: { id: string; position: number }[]; chosen: string | null; size: number; choose: (mission: string | null) => void;
}) {
  // Their names as they read by now.
  const { answers } = useAnswers<History[], null>(() => missions.map(({ position }) => ({ command: "history", parameters: { target: position, "known-at": size } })), null);
  const named = (id: string, index: number) => {
    const name = answers?.[index]?.reads?.mission?.name;
    return name && name !== id ? `${id}, ${name}` : id;
  };
  return (
    <p class="mission">
      <label class="choice">Mission{" "}
        <select value={chosen ?? ""} onChange={(event) => choose(event.currentTarget.value || null)}>
          <option value="">all {missions.length} missions</option>
          {missions.map(({ id }, index) => <option key={id} value={id}>{named(id, index)}</option>)}
        </select></label>
    </p>
  );
}

/** What tells the mission of a scope that names none. */
export function contingentQuestions(mission: string | null, known: number): Question[] {
  return mission === null ? [] : [{ command: "log", parameters: { kind: "contingent", "known-at": known }, lines: true }];
}

/** Whether a scope may be about the mission; one that names neither a mission nor a contingent is about every one. */
export function isAbout(scope: Scope, mission: string | null, contingents: LogRecord[]): boolean {
  if (mission === null) return true;
  if (scope.mission !== undefined) return [scope.mission].flat().includes(mission);
  if (scope.contingent === undefined) return true;
  return [scope.contingent].flat().some((name) => {
    const registered = contingents.filter(({ event }) => event.contingent?.id === name || name.startsWith(`${event.contingent?.id}/`));
    return registered.length === 0 || registered.some(({ event }) => event.contingent?.mission === undefined || event.contingent.mission === mission);
  });
}

// A finding without a scope is told by its first record, of so many findings as are read at all.
const kTold = 100;

/** What is read of it here never changes: it is kept whatever the log's size. */
function recordQuestion(position: number): Question {
  return { command: "show", parameters: { position }, size: 0 };
}

function targetOf(show: Show): number | undefined {
  return Object.values(show.event).flatMap((fields) => [fields.of ?? []].flat()).find(({ position }) => position !== undefined)?.position;
}

/** The records that tell the mission of findings that say no scope: the first of each, and what it speaks of. */
export function findingQuestions(findings: Finding[] | undefined, mission: string | null): Question[] {
  if (mission === null) return [];
  const firsts = (findings ?? []).filter(({ scope }) => scope === null).flatMap(({ positions }) => positions.slice(0, 1));
  const questions = [...new Set(firsts)].slice(0, kTold).map((position) => recordQuestion(position));
  const targets = questions.flatMap((question) => {
    const target = keptAnswer(question) ? targetOf(keptAnswer(question) as Show) : undefined;
    return target === undefined ? [] : [target];
  });
  const more = [...new Set(targets)].map((position) => recordQuestion(position));
  return [...questions, ...more.filter(({ parameters }) => !firsts.includes(parameters.position as number))];
}

/** The findings about the mission, and those that nothing says a mission of. */
export function findingsAbout(findings: Finding[], mission: string | null, answers: (LogRecord[] | Show)[]): Finding[] {
  if (mission === null) return findings;
  const [contingents, ...rest] = answers as [LogRecord[], ...Show[]];
  const shown = new Map(rest.map((show) => [show.position, show]));
  return findings.filter(({ scope, positions }) => {
    if (scope !== null) return isAbout(scope, mission, contingents);
    const first = shown.get(positions[0] ?? -1);
    const target = first ? shown.get(targetOf(first) ?? -1) : undefined;
    const [kind, fields] = Object.entries((target ?? first)?.event ?? {})[0] ?? [];
    if (fields?.scope) return isAbout(fields.scope, mission, contingents);
    if (kind === "mission") return fields?.id === mission;
    const { mission: said, contingent } = fields ?? {};
    return isAbout({ ...(said ? { mission: said } : {}), ...(typeof contingent === "string" ? { contingent } : {}) }, mission, contingents);
  });
}
