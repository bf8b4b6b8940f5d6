// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// An event in one line, with the keys of a report file: for every kind, those of later schemas included.
import type { EventText } from "./answers";

export function words(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return value.map(words).join(", ");
  if (typeof value !== "object") return String(value);
  const fields = value as Record<string, unknown>;
  // A strength, a date or a target, as it was written.
  if (typeof fields.text === "string" && ("best" in fields || "position" in fields)) return fields.text;
  return Object.entries(fields).map(([name, one]) => `${name} ${words(one)}`).join(", ");
}

export function eventWords(event: EventText): string {
  return Object.entries(event).map(([kind, fields]) => `${kind}: ${words(fields)}`).join("; ");
}
