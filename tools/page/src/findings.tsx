// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// What a check finds wrong, contradictory or unproved, with what to do about it.
import type { Finding, LogRecord, Show } from "./answers";
import { RecordLinks } from "./links";
import { contingentQuestions, findingQuestions, findingsAbout } from "./missions";
import { Notice } from "./notice";
import { keptAnswer, type Question } from "./server";
import type { ViewPart, ViewProps } from "./view";

type Answers = [Finding[], ...(LogRecord[] | Show)[]];

/** The check, and, if one mission is chosen, what tells whether its findings are about it. */
export function checkQuestions(on: string, known: number, mission: string | null): Question[] {
  const check: Question = { command: "check", parameters: { on, "known-at": known }, lines: true };
  return [check, ...contingentQuestions(mission, known), ...findingQuestions(keptAnswer(check) as Finding[] | undefined, mission)];
}

function FindingsView({ answers: [found, ...about], at }: ViewProps<Answers>) {
  const findings = findingsAbout(found, at.place.mission, about);
  if (findings.length === 0) return <Notice title="All is well.">The check finds nothing wrong, contradictory or unproved.</Notice>;
  const heavy = findings.filter((finding) => finding.weight !== "note").length;
  return (
    <section aria-labelledby="findings-title">
      <h2 id="findings-title">{findings.length} findings, {heavy} of them disagreements</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Findings">
        <table class="findings">
          <thead><tr>
            <th scope="col">finding</th><th scope="col">what it is</th><th scope="col">what to do</th>
            <th scope="col">records</th>
          </tr></thead>
          <tbody>{findings.map((finding, index) => (
            <tr key={index}>
              <td><span class={`weight ${finding.weight}`}>{finding.finding}</span></td>
              <td>{finding.message}</td>
              <td class="muted">{finding.remedy}</td>
              <td class="day"><RecordLinks positions={finding.positions} /></td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

export const findingsPart: ViewPart<Answers> = {
  questions: ({ on, known, place }) => checkQuestions(on, known, place.mission),
  View: FindingsView,
};
