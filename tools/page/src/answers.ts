// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// The answers of the server, as docs/reference/json.md has them: the part of them that the page reads.

export interface Strength {
  least: number | null;
  best: number | null;
  most: number | null;
}

export interface DateText {
  text: string;
  earliest: string | null;
  best: string;
  latest: string;
}

export type Basis = "counted" | "added-up" | "losses-only";

export interface Rest extends Strength {
  basis: Basis;
  latest: string | null;
}

export type Row = Rest & { [dimension: string]: string | number | null };

export interface Headcount {
  on: string;
  known_at: number;
  known_at_time: string;
  rows: Row[];
  total: Rest;
}

export interface CoverageTotal {
  authorised: Strength | null;
  pledged: Strength | null;
  deployed: Strength;
  absent: Strength;
  in_transit: Strength;
}

export interface Coverage {
  total: CoverageTotal;
}

export type Point = Rest & { on: string } & { [dimension: string]: string | number | null };

export interface Statement {
  on: string;
  position: number;
  text: string;
  speaker: string | null;
  according_to: string | null;
  source: string;
}

export interface Timeline {
  from: string;
  to: string;
  known_at_time: string;
  points: Point[];
  statements: Statement[];
}

export interface Finding {
  finding: string;
  weight: "error" | "warning" | "note";
  message: string;
  positions: number[];
  on: string | null;
  scope: Scope | null;
  remedy: string;
}

export type Scope = Record<string, string | string[]>;

export interface Claim {
  position: number;
  line: number | null;
  on: string;
  at: "opening" | "closing";
  scope: Scope;
  claimed: Strength;
  derived: Strength;
  verdict: "agrees" | "over" | "short";
  distance: number;
  explained_by: number[];
  according_to: string | null;
  source: string;
}

export interface Reconcile {
  claims: Claim[];
}

export interface Passage {
  begin: number;
  end: number;
  text: string | null;
  before?: string;
  after?: string;
  redaction?: { reason: string };
}

export interface Account {
  position: number;
  verdict: "agrees" | "differs" | "corrects" | "joint";
  source: string;
  title: string | null;
  published: DateText | null;
  grade: string | null;
  according_to: string | null;
  sentence: string;
  evidence: Passage[] | null;
}

export interface WhyLine {
  reason: "movement" | "setting" | "difference" | "floor";
  position?: number;
  kind?: string;
  share: Strength;
  sentence?: string;
  accounts?: Account[];
}

export interface Why {
  on: string;
  total: Rest;
  lines: WhyLine[];
}

/** A record of the log: its event has one key, the kind, and below it the keys of a report file. */
export interface LogRecord {
  position: number;
  recorded_at: string;
  recorded_by: string;
  report: string;
  event: Record<string, EventFields>;
  evidence: Passage[] | null;
}

export interface EventFields {
  [key: string]: unknown;
  scope?: Scope;
  strength?: Strength & { text: string };
  authorised_strength?: Strength & { text: string };
  on?: DateText;
  until?: DateText;
  instrument?: string;
  id?: string;
  name?: string;
  latitude?: number;
  longitude?: number;
  mission?: string;
  of?: { position?: number; text: string } | { position?: number; text: string }[];
}

export type EventText = Record<string, EventFields>;

export interface Version {
  position: number;
  recorded_at: string;
  recorded_by: string;
  report: ReportHead | null;
  event: EventText;
  why: string | null;
  note: string | null;
  verdict: string | null;
  reads: EventText | null;
}

export interface History {
  target: number;
  versions: Version[];
  reads: EventText | null;
}

export interface ReportHead {
  report: string;
  source: string;
  title?: string;
  published?: DateText;
  grade?: string;
}

export interface Report extends ReportHead {
  url?: string;
  language?: string;
  text?: { sha256: string; size: number; redaction?: { reason: string } };
  recorded_at: string;
  events: number;
  corrected_by: number[] | null;
  records?: LogRecord[];
}

export interface Show extends LogRecord {
  sentence: string;
  source: Report | null;
  reads: EventText | null;
}

export interface Head {
  size: number;
  root: string;
  origin: string;
}
