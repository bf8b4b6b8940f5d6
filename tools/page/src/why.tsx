// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// What a number is made of: its events with their shares, and the words of the reports they rest on.
import { useEffect, useRef } from "preact/hooks";
import type { Account, Passage, Why, WhyLine } from "./answers";
import { spoken } from "./days";
import { strengthText } from "./figure";
import { RecordLink } from "./links";
import { where } from "./missions";
import { Notice } from "./notice";
import { useAnswers } from "./use_answers";

export function Quotation({ passage }: { passage: Passage }) {
  if (passage.text === null) {
    return <blockquote class="muted">blacked out: {passage.redaction?.reason ?? "no reason is given"}</blockquote>;
  }
  return <blockquote>{passage.before ? `… ${passage.before.trimStart()}` : ""}<mark>{passage.text}</mark>{passage.after ? `${passage.after.trimEnd()} …` : ""}</blockquote>;
}

const kVerdicts = { agrees: "agrees", differs: "differs", corrects: "corrects", joint: "speaks of several events" };

function AccountItem({ account }: { account: Account }) {
  return (
    <li class={account.verdict === "differs" ? "account differing" : "account"}>
      <p class="source">
        <strong>{account.source}</strong>{account.title ? `: ${account.title}` : ""}
        <span class="muted">
          {account.published ? `, published ${account.published.text}` : ", not dated"}
          {account.grade ? `, grade ${account.grade}` : ", not graded"}
        </span>
      </p>
      <p>
        <span class={`verdict ${account.verdict}`}>{kVerdicts[account.verdict]}</span>{" "}
        <RecordLink position={account.position} />: {account.sentence}
        {account.according_to ? `, according to ${account.according_to}` : ""}
      </p>
      {(account.evidence ?? []).map((passage) => <Quotation key={passage.begin} passage={passage} />)}
      {account.evidence === null ? <p class="muted">It quotes no words.</p> : null}
    </li>
  );
}

function lineTitle(line: WhyLine): string {
  if (line.reason === "floor") return "nobody can be fewer than nobody: the least is raised to 0";
  if (line.reason === "difference") return `unexplained difference left by: ${line.sentence ?? ""}`;
  return line.sentence ?? "";
}

function Line({ line }: { line: WhyLine }) {
  return (
    <li class="line">
      <div class="share">{strengthText(line.share)}</div>
      <div>
        <h3>{lineTitle(line)}</h3>
        <ul class="accounts">{(line.accounts ?? []).map((account) => <AccountItem key={account.position} account={account} />)}</ul>
      </div>
    </li>
  );
}

export function WhyPanel({ about, mission, on, known, close }: { about: string; mission: string | null; on: string; known: number; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { answers, refusal } = useAnswers<[Why], null>(() => [
    { command: "why", parameters: { on, "known-at": known, where: where(mission, about === "total" ? null : about) } },
  ], null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const why = answers?.[0];
  return (
    <dialog ref={dialog} class="why" aria-labelledby="why-title" onClose={close}>
      <header>
        <h2 id="why-title">
          Why {why ? strengthText(why.total) : "so many"}?
          <small>{about === "total" ? "everybody" : about.replace("=", " ")}{mission === null ? "" : ` of ${mission}`}, at the end of {spoken(on)}, known at {known} records</small>
        </h2>
        <button type="button" onClick={() => dialog.current?.close()}>Close</button>
      </header>
      {refusal ? <Notice bad title="There is no answer.">{refusal}</Notice> : null}
      {why && why.lines.length === 0 ? <Notice title="No event makes this number.">Nothing that was known then touches it.</Notice> : null}
      {why ? <ol class="lines">{why.lines.map((line, index) => <Line key={`${line.position ?? "floor"}-${index}`} line={line} />)}</ol> : null}
    </dialog>
  );
}
