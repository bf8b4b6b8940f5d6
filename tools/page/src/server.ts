// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// Questions to the server. An answer for a numbered state of the log never changes, so it is kept.

export type Parameters = Record<string, string | number | null | undefined>;

export interface Question {
  command: string;
  parameters: Parameters;
  /** The answer is one JSON object a line, not one object. */
  lines?: boolean;
}

/** What the server refused, or that it could not be reached, in words for the reader. */
export class Refusal extends Error {}

const kKept = 2000;
const kept = new Map<string, unknown>();

export function address(question: Question): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(question.parameters)) {
    if (value !== null && value !== undefined && value !== "") query.append(name, String(value));
  }
  const text = query.toString();
  return `/v1/${question.command}${text ? `?${text}` : ""}`;
}

/** The answer, if it is here already. */
export function keptAnswer(question: Question): unknown {
  return kept.get(address(question));
}

async function problemOf(response: Response): Promise<Refusal> {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as { title?: string; detail?: string };
    return new Refusal(problem.detail ?? problem.title ?? `The server answers ${response.status}.`);
  } catch {
    return new Refusal(`The server answers ${response.status}.`);
  }
}

export async function ask(question: Question, signal?: AbortSignal): Promise<unknown> {
  const url = address(question);
  const have = kept.get(url);
  if (have !== undefined) return have;
  let response: Response;
  try {
    response = await fetch(url, { signal: signal ?? null, headers: { accept: "application/json" } });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal("The server does not answer. Is muster serve still running?");
  }
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  const answer: unknown = question.lines
    ? text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as unknown)
    : (JSON.parse(text) as unknown);
  if ("known-at" in question.parameters || "position" in question.parameters) {
    if (kept.size >= kKept) kept.delete(kept.keys().next().value as string);
    kept.set(url, answer);
  }
  return answer;
}
