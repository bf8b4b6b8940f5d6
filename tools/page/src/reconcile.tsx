// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// What others say the totals are, beside what the movements make.
import { scopeText } from "./annotations";
import type { Claim, Reconcile } from "./answers";
import { digits, strengthText } from "./figure";
import { RecordLink, RecordLinks } from "./links";
import { where } from "./missions";
import { Notice } from "./notice";
import type { ViewPart, ViewProps } from "./view";

const kOrder = { over: 0, short: 0, agrees: 1 };

function Explanation({ claim }: { claim: Claim }) {
  if (claim.verdict === "agrees") return null;
  if (claim.explained_by.length === 0) return <>no movement explains it</>;
  return <>explained by record <RecordLinks positions={claim.explained_by} /></>;
}

function ReconcileView({ answers: [reconcile] }: ViewProps<[Reconcile]>) {
  const claims = [...reconcile.claims].sort((a, b) => kOrder[a.verdict] - kOrder[b.verdict] || b.on.localeCompare(a.on));
  const disagreeing = claims.filter((claim) => claim.verdict !== "agrees").length;
  if (claims.length === 0) return <Notice title="Nobody claims a total.">Claims are compared with the derived strength once a report has one.</Notice>;
  return (
    <section aria-labelledby="reconcile-title">
      <h2 id="reconcile-title">{disagreeing} of {claims.length} claims disagree</h2>
      <p class="muted">A claim is somebody's total. It is compared with what the movements make, and never counted.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Claims">
        <table>
          <thead><tr>
            <th scope="col">verdict</th><th scope="col" class="n">claimed</th><th scope="col" class="n">derived</th>
            <th scope="col">day</th><th scope="col">of what</th><th scope="col">who says so</th>
            <th scope="col">explanation</th><th scope="col" class="n">record</th>
          </tr></thead>
          <tbody>{claims.map((claim) => (
            <tr key={`${claim.position}/${claim.line}`}>
              <td><span class={`verdict ${claim.verdict}`}>
                {claim.verdict === "agrees" ? "agrees" : `${claim.verdict} by ${digits(claim.distance)}`}</span></td>
              <td class="n">{strengthText(claim.claimed)}</td>
              <td class="n">{strengthText(claim.derived)}</td>
              <td class="day">{claim.on}</td>
              <td class="day">{scopeText(claim.scope)}</td>
              <td>{claim.source}{claim.according_to ? `, according to ${claim.according_to}` : ""}</td>
              <td><Explanation claim={claim} /></td>
              <td class="n"><RecordLink position={claim.position}>{claim.position}</RecordLink></td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

export const reconcilePart: ViewPart<[Reconcile]> = {
  questions: ({ known, place }) => [{ command: "reconcile", parameters: { "known-at": known, where: where(place.mission) } }],
  View: ReconcileView,
};
