// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// Questions to the server. An answer for a numbered state of the log never changes, so it is kept.

export type Parameters = Record<string, string | number | boolean | string[] | null | undefined>;

export interface Question {
  command: string;
  parameters: Parameters;
  /** The answer is one JSON object a line, not one object. */
  lines?: boolean;
  /** The answer is text, as it is. */
  text?: boolean;
  /** The answer speaks of the log as it is: it is kept for as long as the log has this size. */
  size?: number;
}

/** What the server refused, or that it could not be reached, in words for the reader. */
export class Refusal extends Error {
  constructor(message: string, readonly status: number | null = null, readonly problem: Problem = {}) {
    super(message);
  }
}

/** Problem details of RFC 9457, with the refusals of a report. */
export interface Problem {
  title?: string;
  detail?: string;
  refusals?: { file: string; line: number; column: number; rule: string; message: string; hint: string | null }[];
}

// The token lives as long as the tab, is sent as a header alone, and never stands in an address.
const kToken = "muster-token";
let token: string | null = null;
try {
  token = sessionStorage.getItem(kToken);
} catch {
  // A browser that keeps nothing asks for it again.
}

export function hasToken(): boolean {
  return token !== null;
}

/** Shows this token from now on, or none; what was answered to another reader is forgotten. */
export function showToken(text: string | null): void {
  token = text;
  kept.clear();
  try {
    if (text === null) sessionStorage.removeItem(kToken);
    else sessionStorage.setItem(kToken, text);
  } catch {
    // As above.
  }
}

function headers(more: Record<string, string> = {}): Record<string, string> {
  return token === null ? more : { ...more, authorization: `Bearer ${token}` };
}

const kKept = 2000;
const kept = new Map<string, unknown>();

export function address(question: Question): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(question.parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") query.append(name, String(one));
    }
  }
  const text = query.toString();
  return `/v1/${question.command}${text ? `?${text}` : ""}`;
}

/** What tells a question from every other, whatever the log does between them. */
export function keyOf(question: Question): string {
  return question.size === undefined ? address(question) : `${address(question)}#${question.size}`;
}

/** The answer, if it is here already. */
export function keptAnswer(question: Question): unknown {
  const key = keyOf(question);
  const answer = kept.get(key);
  // What is asked for again stays longest.
  if (answer !== undefined && kept.delete(key)) kept.set(key, answer);
  return answer;
}

function keep(question: Question, answer: unknown): void {
  const { parameters, size } = question;
  if (size === undefined && !("known-at" in parameters)) return;
  if (kept.size >= kKept) kept.delete(kept.keys().next().value as string);
  kept.set(keyOf(question), answer);
}

async function problemOf(response: Response): Promise<Refusal> {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as Problem;
    return new Refusal(problem.detail ?? problem.title ?? `The server answers ${response.status}.`, response.status, problem);
  } catch {
    return new Refusal(`The server answers ${response.status}.`, response.status);
  }
}

const denials = new Set<(refusal: Refusal) => void>();

/** Tells whenever the server no longer takes the token. Answers how to stop. */
export function onDenial(told: (refusal: Refusal) => void): () => void {
  denials.add(told);
  return () => denials.delete(told);
}

/** Sends a request with the token, if there is one; refusals are thrown, that the server is gone as well. */
export async function send(url: string, request: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
  let response: Response;
  const shown = token;
  try {
    response = await fetch(url, { ...request, headers: headers(request.headers) });
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new Refusal("The server does not answer. Is muster serve still running?");
  }
  if (!response.ok) {
    const refusal = await problemOf(response);
    // Who shows no token lacks the right to some answers only, as to proofs.
    if (refusal.status === 401 && shown !== null && shown === token) for (const told of denials) told(refusal);
    throw refusal;
  }
  return response;
}

export async function ask(question: Question, signal?: AbortSignal): Promise<unknown> {
  const url = address(question);
  const have = kept.get(keyOf(question));
  if (have !== undefined) return have;
  const response = await send(url, { signal: signal ?? null, headers: { accept: "application/json" } });
  const text = await response.text();
  let answer: unknown = text;
  if (question.lines) {
    answer = text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as unknown);
  } else if (!question.text) {
    answer = JSON.parse(text);
  }
  keep(question, answer);
  return answer;
}

/** A file that the server publishes, as it is; asked for anew. */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await send(path, { cache: "no-store" });
  return new Uint8Array(await response.arrayBuffer());
}
