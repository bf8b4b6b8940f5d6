// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// A report file with its documents: what is understood of it, what is refused at which line, and then the append.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Head, Strength } from "./answers";
import { strengthText } from "./figure";
import { Notice } from "./notice";
import type { Go } from "./place_in_page";
import { ask, hasToken, Refusal, send, showToken, type Problem } from "./server";
import { TokenForm } from "./token_form";

type Refusals = NonNullable<Problem["refusals"]>;

interface Receipt {
  size: number;
  dry_run: boolean;
  events: { position: number; line: number; already_recorded: boolean; sentence: string; assumptions: string[] }[];
  effects: ({ on: string; was: Strength; is: Strength } & Record<string, unknown>)[];
}

interface Me { name: string | null; role: string | null; may: string[]; takes_appends: boolean }

/** A file that the report names, under the name that it has there. */
interface Attached { name: string; file: File }

interface Draft { name: string; text: string; documents: Attached[] }

type Outcome = { receipt: Receipt; of: Draft } | { refusal: Refusal; of: Draft } | null;

const kEmpty: Draft = { name: "report.yaml", text: "", documents: [] };
const kBegin = `report:
  source: 
  title: 
  published: 
  grade: 
  text: |
    
events:
  - `;

async function post(draft: Draft, parameters: Record<string, string>): Promise<Receipt> {
  const body = new FormData();
  body.append("report", new Blob([draft.text], { type: "application/yaml" }), draft.name);
  for (const { name, file } of draft.documents) body.append(name, file, name);
  const response = await send(`/v1/reports?${new URLSearchParams(parameters)}`, { method: "POST", body });
  return (await response.json()) as Receipt;
}

function Editor({ draft, refusals, edit, take, place }: {
  draft: Draft; refusals: Refusals; edit: (text: string) => void; take: (files: File[]) => void; place: { current: HTMLTextAreaElement | null };
}) {
  const gutter = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  const lines = draft.text.split("\n");
  const refused = new Set(refusals.map(({ line }) => line));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <div class={isOver ? "editor over" : "editor"} onDrop={drop} onDragLeave={() => setOver(false)}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}>
      <div class="gutter" ref={gutter} aria-hidden="true">{lines.map((_, index) => (
        <div key={index} class={refused.has(index + 1) ? "refused" : ""}>{refused.has(index + 1) ? "✗ " : ""}{index + 1}</div>
      ))}</div>
      <textarea ref={(element) => { place.current = element; }} id="report-text" wrap="off" spellcheck={false} rows={18} value={draft.text}
        aria-describedby="append-outcome" aria-invalid={refusals.length > 0}
        onInput={(event) => edit(event.currentTarget.value)}
        onScroll={(event) => { if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop; }} />
    </div>
  );
}

function Refused({ refusal, refusals, show }: { refusal: Refusal; refusals: Refusals; show: (line: number, column: number) => void }) {
  if (refusals.length === 0) return <Notice bad title="It is refused.">{refusal.message}</Notice>;
  return (
    <div class="notice bad" role="alert">
      <strong>{refusals.length === 1 ? "One mistake" : `${refusals.length} mistakes`}; nothing would be appended.</strong>
      <ol class="refusals">{refusals.map((one, index) => (
        <li key={index}>
          <button type="button" class="link" onClick={() => show(one.line, one.column)}>{one.file}, line {one.line}, column {one.column}</button>: {one.message} <code>[{one.rule}]</code>
          {one.hint ? <pre class="hint">{one.hint}</pre> : null}
        </li>
      ))}</ol>
    </div>
  );
}

function groupText(effect: Receipt["effects"][number]): string {
  return Object.entries(effect).filter(([name]) => !["on", "was", "is"].includes(name)).map(([, value]) => String(value)).join(", ");
}

function Understood({ receipt, go }: { receipt: Receipt; go: Go }) {
  const fresh = receipt.events.filter((event) => !event.already_recorded).length;
  return (
    <div class="understood">
      <h3>{fresh === 0 ? "Nothing new: all of it is recorded already" : receipt.dry_run ? `Understood: ${fresh} ${fresh === 1 ? "record" : "records"} would be appended` : `Appended ${fresh} ${fresh === 1 ? "record" : "records"}; the log has ${receipt.size}`}</h3>
      <ol class="events">{receipt.events.map((event) => (
        <li key={event.position}>
          <span class="muted">{receipt.dry_run ? `line ${event.line}` : (
            <button type="button" class="link" onClick={() => go({ view: "now", record: event.position })}>record {event.position}</button>)}</span>
          <span>{event.sentence}{event.already_recorded ? " (recorded already)" : ""}
            {event.assumptions.map((assumption) => <small key={assumption} class="assumed">assumed: {assumption}</small>)}</span>
        </li>
      ))}</ol>
      {receipt.effects.length > 0 ? (
        <div class="scroll" tabIndex={0} role="region" aria-label="What changes">
          <table>
            <thead><tr><th scope="col">day</th><th scope="col">who</th><th scope="col" class="n">was</th><th scope="col" class="n">is</th></tr></thead>
            <tbody>{receipt.effects.map((effect, index) => (
              <tr key={index}><td class="day">{effect.on}</td><td>{groupText(effect)}</td><td class="n">{strengthText(effect.was)}</td><td class="n">{strengthText(effect.is)}</td></tr>
            ))}</tbody>
          </table>
        </div>
      ) : null}
    </div>
  );
}

function Documents({ documents, text, change }: { documents: Attached[]; text: string; change: (documents: Attached[]) => void }) {
  if (documents.length === 0) return null;
  return (
    <ul class="documents" aria-label="Documents">{documents.map((document, index) => (
      <li key={index}>
        <label>named in the report as{" "}
          <input type="text" value={document.name}
            onChange={(event) => change(documents.map((one, at) => (at === index ? { ...one, name: event.currentTarget.value } : one)))} /></label>
        <span class="muted">{document.file.size} bytes</span>
        {text.includes(document.name) ? null : <span class="otherwise">the report does not name it</span>}
        <button type="button" class="small" aria-label={`Leave out ${document.name}`} onClick={() => change(documents.filter((_, at) => at !== index))}>leave out</button>
      </li>
    ))}</ul>
  );
}

/** What the token may do; asked again when another is shown. */
function useMe(version: string): Me | null | Refusal {
  const [me, setMe] = useState<Me | null | Refusal>(null);
  useEffect(() => {
    ask({ command: "me", parameters: {} }).then((answer) => setMe(answer as Me), (error: unknown) => setMe(error instanceof Refusal ? error : new Refusal(String(error))));
  }, [version]);
  return me;
}

export function AppendView({ head, go, isDenied, tokenChanged }: { head: Head; go: Go; isDenied: boolean; tokenChanged: () => void }) {
  const [draft, setDraft] = useState<Draft>(kEmpty);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const [isBusy, setBusy] = useState(false);
  const [version, setVersion] = useState(0);
  const text = useRef<HTMLTextAreaElement | null>(null);
  // A token that has expired meanwhile is found out by a request that is denied.
  const me = useMe(`${version}/${isDenied}`);
  const may = me !== null && !(me instanceof Refusal) && me.may.includes("append");

  const attempt = async (of: Draft, parameters: Record<string, string>) => {
    setBusy(true);
    try {
      setOutcome({ receipt: await post(of, parameters), of });
    } catch (error) {
      setOutcome({ refusal: error instanceof Refusal ? error : new Refusal(String(error)), of });
    }
    setBusy(false);
  };
  // What is written is checked when the writing rests.
  useEffect(() => {
    if (!may || draft.text.trim() === "" || outcome?.of === draft) return;
    const timer = setTimeout(() => void attempt(draft, { "dry-run": "true" }), 500);
    return () => clearTimeout(timer);
  }, [draft, may]);

  const take = async (files: File[]) => {
    const isReport = (file: File) => /\.(ya?ml|json)$/i.test(file.name);
    const report = files.find(isReport);
    const documents = files.filter((file) => file !== report).map((file) => ({ name: file.name, file }));
    const read = report ? { name: report.name, text: await report.text() } : {};
    setDraft((old) => ({ ...old, ...read, documents: [...old.documents.filter(({ name }) => !documents.some((one) => one.name === name)), ...documents] }));
  };
  const show = (line: number, column: number) => {
    const before = draft.text.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const at = before + Math.max(0, column - 1);
    text.current?.focus();
    text.current?.setSelectionRange(at, at);
    const lineHeight = (text.current?.scrollHeight ?? 0) / Math.max(1, draft.text.split("\n").length);
    if (text.current) text.current.scrollTop = Math.max(0, (line - 5) * lineHeight);
  };
  const current = outcome?.of === draft ? outcome : null;
  const receipt = current && "receipt" in current ? current.receipt : null;
  const refusals = useMemo(() => (current && "refusal" in current ? (current.refusal.problem.refusals ?? []) : []), [current]);
  const isReady = receipt?.dry_run === true && receipt.events.some((event) => !event.already_recorded);
  const changed = () => {
    setVersion((n) => n + 1);
    tokenChanged();
  };

  return (
    <section aria-labelledby="append-title" class="append">
      <h2 id="append-title">Append a report</h2>
      {me instanceof Refusal ? <Notice bad title="The server does not say who you are.">{me.message}</Notice> : null}
      {me && !(me instanceof Refusal) && !me.takes_appends ? <Notice bad title="This server only reads.">It was started so that it takes no appends.</Notice> : null}
      {me && !may ? <TokenForm changed={changed} why={hasToken() && me instanceof Refusal ? "The token in use is no longer taken: what is written stays, until there is another." : hasToken() ? "The token in use may not append: it takes one of a reporter or keeper." : "To append takes the token of a reporter or keeper."} /> : null}
      {may && !(me instanceof Refusal) ? <p class="muted">As {me?.name}, a {me?.role}: so it will be recorded. <button type="button" class="link" onClick={() => { showToken(null); changed(); }}>Forget the token</button></p> : null}
      <div class="controls">
        <label class="file">Choose a report file and its documents <input type="file" multiple onChange={(event) => {
          void take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }} /></label>
        {draft.text === "" ? <button type="button" onClick={() => setDraft({ ...draft, text: kBegin })}>Begin a new one</button>
          : <button type="button" onClick={() => { setDraft(kEmpty); setOutcome(null); }}>Clear</button>}
      </div>
      <label for="report-text">The report file{draft.name ? `, ${draft.name}` : ""}: drop one here, paste, or write</label>
      <Editor draft={draft} refusals={refusals} edit={(next) => setDraft({ ...draft, text: next })} take={(files) => void take(files)} place={text} />
      <Documents documents={draft.documents} text={draft.text} change={(documents) => setDraft({ ...draft, documents })} />
      <div class="controls">
        <button type="button" disabled={!may || isBusy || draft.text.trim() === ""} onClick={() => void attempt(draft, { "dry-run": "true" })}>Check</button>
        <button type="button" class="main" disabled={!isReady || isBusy}
          onClick={() => void attempt(draft, { "expect-size": String(head.size) })}>Append</button>
        <span class="muted" role="status">{isBusy ? "Asking …" : draft.text.trim() === "" ? "" : current ? "" : may ? "Not checked yet" : "It is checked once a token is given"}</span>
      </div>
      <div id="append-outcome" aria-live="polite">
        {current && "refusal" in current ? <Refused refusal={current.refusal} refusals={refusals} show={show} /> : null}
        {receipt ? <Understood receipt={receipt} go={go} /> : null}
      </div>
    </section>
  );
}
