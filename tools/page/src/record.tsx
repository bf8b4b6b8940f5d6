// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// One record: what it says, the words it rests on, the chain of its corrections, and the proof that it is in the log.
import { useEffect, useRef, useState } from "preact/hooks";
import { prove, type Proven } from "./proof";
import type { History, Show, Version } from "./answers";
import { spoken } from "./days";
import { eventWords, words } from "./event_words";
import { Notice } from "./notice";
import { RecordLink, ReportLink } from "./links";
import { ask, Refusal, type Question } from "./server";
import { useAnswers } from "./use_answers";
import { Quotation } from "./why";

function time(text: string): string {
  return `${spoken(text.slice(0, 10))}, ${text.slice(11, 16)} UTC`;
}

/** What an account, an amendment or a retraction adds to the event. */
function whatItDoes({ event, why }: Version): string {
  const [kind, fields] = Object.entries(event)[0] ?? [];
  const reason = why === "misread" ? "We had misread the report" : why === "revised" ? "A later report revises it" : null;
  const change = fields?.change ?? fields?.event;
  const said = kind === "retraction" ? "withdrawn" : change ? `now ${words(change)}` : eventWords(event);
  return reason ? `${reason}: ${said}` : said;
}

function VersionItem({ version, isFirst }: { version: Version; isFirst: boolean }) {
  return (
    <li class={version.reads === null ? "account differing" : "account"}>
      <p>
        <RecordLink position={version.position} />, recorded {time(version.recorded_at)} by {version.recorded_by}
        {version.verdict ? <> <span class={`verdict ${version.verdict}`}>{version.verdict}</span></> : null}
      </p>
      {version.report ? <p class="muted">from {version.report.source}{version.report.grade ? `, grade ${version.report.grade}` : ", not graded"}</p> : null}
      <p>{isFirst ? eventWords(version.event) : whatItDoes(version)}</p>
      {version.note ? <p class="muted">Note: {version.note}</p> : null}
      <p><span class="muted">After it, it reads:</span> {version.reads === null ? "nothing: it counts for nothing" : eventWords(version.reads)}</p>
    </li>
  );
}

function Chain({ history }: { history: History }) {
  return (
    <section class="part" aria-labelledby="chain-title">
      <h3 id="chain-title">
        {history.versions.length === 1 ? "Nobody has spoken of it again, or corrected it" : `What was recorded of it: ${history.versions.length} records`}
      </h3>
      <ol class="accounts">{history.versions.map((version, index) => (
        <VersionItem key={version.position} version={version} isFirst={index === 0} />
      ))}</ol>
    </section>
  );
}

type State = { proven: Proven } | { failure: string } | { unasked: string } | null;

function verdictOf({ checks }: Proven): { text: string; mark: string } {
  if (checks.some(({ passed }) => passed === false)) return { text: "It does not verify", mark: "over" };
  if (checks.some(({ passed, name }) => passed === null && name.includes("signed"))) return { text: "The hashes verify; the signature is not checked", mark: "warning" };
  return { text: "It verifies", mark: "agrees" };
}

/** Computed anew, here, whenever a record is opened. */
function Proof({ position, size, question, bytes }: { position: number; size: number; question: Question | null; bytes: number }) {
  const [state, setState] = useState<State>(null);
  useEffect(() => {
    let current = true;
    const work = async (): Promise<State> => {
      if (!globalThis.crypto?.subtle) {
        return { unasked: "This browser computes hashes on pages of https or of this computer only: verify the proof with muster audit verify-proof." };
      }
      const document = question ? { text: (await ask(question)) as string, size: bytes } : null;
      return { proven: await prove(position, document) };
    };
    // Who may not ask, and a server that is gone, say nothing of the record.
    work().catch((error: unknown): State => (error instanceof Refusal ? { unasked: error.message } : { failure: error instanceof Error ? error.message : String(error) }))
      .then((next) => current && setState(next));
    return () => {
      current = false;
    };
  }, [position, size]);
  if (!state) return <section class="part"><h3>Computing the proof …</h3></section>;
  if ("unasked" in state) return <Notice title="Whether it is in the log is not checked.">{state.unasked}</Notice>;
  if ("failure" in state) return <Notice bad title="It does not verify.">{state.failure}</Notice>;
  const { proven } = state;
  const verdict = verdictOf(proven);
  return (
    <section class="part" aria-labelledby="proof-title">
      <h3 id="proof-title">Is it in the log? <span class={`weight verdict ${verdict.mark}`} data-proof={verdict.mark}>{verdict.text}</span></h3>
      <ul class="checks">{proven.checks.map(({ name, passed, detail }) => (
        <li key={name} class={passed === null ? "open" : passed ? "passed" : "failed"}>
          <span aria-hidden="true">{passed === null ? "?" : passed ? "✓" : "✗"}</span>
          <span>{name}{passed === null ? " (not checked)" : passed ? "" : ": no"} <small>{detail}</small></span>
        </li>
      ))}</ul>
      <p class="muted">
        Computed in this browser from the record's {proven.bytes} bytes. The key is the one that the server names; compare it with the one
        that the ledger's keeper gave you: <code class="long">{proven.key ?? "none"}</code>
      </p>
      <p class="muted">The words above are the server's reading of these bytes. The same proof without a browser: <code>muster audit prove {position} --proof FILE</code>, and
        there <code>muster audit verify-proof</code>.</p>
    </section>
  );
}

export function RecordPanel({ position, known, size, close }: { position: number; known: number; size: number; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { answers, refusal } = useAnswers<[Show, History], null>(() => [
    { command: "show", parameters: { position }, size },
    // What nobody knew then has no history of then.
    { command: "history", parameters: { target: position, "known-at": Math.max(known, position + 1) } },
  ], null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const [show, history] = answers ?? [];
  const stored = show?.source?.text;
  const question: Question | null = show?.source && stored && !stored.redaction
    ? { command: "reports", parameters: { sha: show.source.report, text: true }, text: true, size } : null;
  return (
    <dialog ref={dialog} class="why record" aria-labelledby="record-title" onClose={close}>
      <header>
        <h2 id="record-title">Record {position}
          {show ? <small>recorded {time(show.recorded_at)} by {show.recorded_by}</small> : null}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>Close</button>
      </header>
      {refusal ? <Notice bad title="There is no answer.">{refusal}</Notice> : null}
      {show ? (
        <section class="part">
          <p class="sentence">{show.sentence}</p>
          {show.source ? <p class="muted">from <ReportLink report={show.source.report}>{show.source.source}{show.source.title ? `: ${show.source.title}` : ""}</ReportLink></p> : <p class="muted">written by a command, without a report</p>}
          {(show.evidence ?? []).map((passage) => <Quotation key={passage.begin} passage={passage} />)}
          {show.evidence === null ? <p class="muted">It quotes no words.</p> : null}
        </section>
      ) : null}
      {history ? <Chain history={history} /> : null}
      {show ? <Proof key={`${position}/${size}`} position={position} size={size} question={question} bytes={stored?.size ?? 0} /> : null}
    </dialog>
  );
}
