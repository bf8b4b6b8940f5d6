// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// Ways from a number of a record to the record, and from a name to its report.
import type { ComponentChildren } from "preact";
import { Fragment } from "preact";
import { useContext } from "preact/hooks";
import { Going } from "./place_in_page";

export function RecordLink({ position, children }: { position: number; children?: ComponentChildren }) {
  const go = useContext(Going);
  return (
    <button type="button" class="link" data-record={position} aria-label={`record ${position}`} onClick={() => go({ record: position })}>
      {children ?? `record ${position}`}
    </button>
  );
}

export function RecordLinks({ positions }: { positions: number[] }) {
  return <>{positions.map((position, index) => <Fragment key={position}>{index > 0 ? ", " : ""}<RecordLink position={position}>{position}</RecordLink></Fragment>)}</>;
}

export function ReportLink({ report, children }: { report: string; children: ComponentChildren }) {
  const go = useContext(Going);
  return <button type="button" class="link" onClick={() => go({ view: "reports", report, record: null, why: null })}>{children}</button>;
}
