// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import type { Strength } from "./answers";

const kDigits = new Intl.NumberFormat("en", { useGrouping: true });

export function digits(number: number): string {
  return kDigits.format(number);
}

/** The bounds in words, or null where the number is exact. */
export function boundsText(strength: Strength): string | null {
  const { least, best, most } = strength;
  if (least === best && most === best) return null;
  if (most === null) return least === null || least === 0 ? "no upper bound" : `${digits(least)} or more`;
  return `${digits(least ?? 0)}–${digits(most)}`;
}

export function strengthText(strength: Strength | null): string {
  if (strength === null) return "none";
  if (strength.best === null) return "unknown";
  const bounds = boundsText(strength);
  if (strength.most === null && strength.best === 0) return "unknown";
  if (strength.best === strength.least && strength.most === null) return bounds ?? "";
  return bounds ? `${digits(strength.best)} (${bounds})` : digits(strength.best);
}

export function same(a: Strength | null, b: Strength | null): boolean {
  return a?.least === b?.least && a?.best === b?.best && a?.most === b?.most;
}

/** What the present state of knowledge says instead, where it says something else. */
export function Differs({ here, present }: { here: Strength | null; present: Strength | null }) {
  if (same(here, present)) return null;
  return (
    <span class="otherwise" title="The present state of knowledge says otherwise">
      now known: {strengthText(present)}
    </span>
  );
}
