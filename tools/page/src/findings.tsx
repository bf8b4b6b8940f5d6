// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// What a check finds wrong, contradictory or unproved, with what to do about it.
import type { Finding } from "./answers";
import { RecordLinks } from "./links";
import { Notice } from "./notice";
import type { ViewPart, ViewProps } from "./view";

function FindingsView({ answers: [findings] }: ViewProps<[Finding[]]>) {
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

export const findingsPart: ViewPart<[Finding[]]> = {
  questions: ({ on, known }) => [{ command: "check", parameters: { on, "known-at": known }, lines: true }],
  View: FindingsView,
};
