// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// Days as the ledger writes them (2025-01-18), and as numbers for sliders and axes.

const kMillisecondsADay = 86_400_000;
const kMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / kMillisecondsADay);
}

export function dayText(number: number): string {
  return new Date(number * kMillisecondsADay).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  // A date of its own writing: 31 February is read as a day of March.
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** 18 Jan 2025 */
export function spoken(day: string): string {
  const [year, month, date] = day.split("-");
  return `${Number(date)} ${kMonths[Number(month) - 1]} ${year}`;
}

/** How long `day` lies before `on`, in the largest unit that says it well. */
export function age(day: string, on: string): string {
  const days = dayNumber(on) - dayNumber(day);
  if (days <= 0) return "that very day";
  if (days === 1) return "the day before";
  if (days < 60) return `${days} days before`;
  if (days < 730) return `${Math.round(days / 30.44)} months before`;
  return `${Math.round(days / 365.25)} years before`;
}
