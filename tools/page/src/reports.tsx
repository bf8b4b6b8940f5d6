// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// The field reports: a list that is searched and filtered, and one of them whole, with the words that records rest on.
import type { LogRecord, Report } from "./answers";
import { spoken } from "./days";
import { eventWords } from "./event_words";
import { RecordLink, RecordLinks } from "./links";
import { Notice } from "./notice";
import type { Go } from "./place_in_page";
import { keptAnswer, type Parameters, type Question } from "./server";
import type { Shown, ViewPart, ViewProps } from "./view";

type Answers = [Report[], Report[]] | [Report, Report, string] | [Report, Report] | [Report];

const kGrades = ["A1", "B2", "C3", "D4", "E5"];
const kUngraded = "none";

/** The list as known then and now; or a report, as it stands now, as it stood then if it was known, and its document. */
function questions({ place, known, size }: Shown): Question[] {
  // A document may have been blacked out since, so that every answer is for this size of the log.
  const asked = (parameters: Parameters, at: number): Question => ({ command: "reports", parameters: { ...parameters, "known-at": at }, size });
  const { report: sha } = place;
  if (sha === null) return [known, size].map((at) => ({ ...asked({}, at), lines: true }));
  const now = asked({ sha }, size);
  const report = keptAnswer(now) as Report | undefined;
  if (!report || !isKnown(report, known)) return [now];
  const document = report.text && !report.text.redaction ? [{ ...asked({ sha, text: true }, size), text: true }] : [];
  return [now, asked({ sha }, known), ...document];
}

/** Whether the first of its records was there. */
function isKnown(report: Report, known: number): boolean {
  return (report.records?.[0]?.position ?? 0) < known;
}

/** A letter and a digit each at least as good. */
function isGraded(grade: string | undefined, least: string): boolean {
  if (least === kUngraded) return !grade;
  const better = (at: number) => (grade?.[at] ?? "Z") <= (least[at] as string);
  return grade !== undefined && better(0) && better(1);
}

function matches(report: Report, { place }: Shown): boolean {
  if (place.source !== null && report.source !== place.source) return false;
  if (place.grade !== null && !isGraded(report.grade, place.grade)) return false;
  const said = `${report.source} ${report.title ?? ""} ${report.url ?? ""} ${report.published?.text ?? ""} ${report.report}`.toLowerCase();
  return (place.find ?? "").toLowerCase().split(/\s+/).every((word) => said.includes(word));
}

function Filters({ reports, at, go }: { reports: Report[]; at: Shown; go: Go }) {
  const { place } = at;
  const sources = [...new Set(reports.map(({ source }) => source))].sort((a, b) => a.localeCompare(b));
  return (
    <form class="controls" role="search" aria-label="Reports" onSubmit={(event) => event.preventDefault()}>
      <label class="choice">with the words{" "}
        <input type="search" value={place.find ?? ""} onInput={(event) => go({ find: event.currentTarget.value || null }, true)} /></label>
      <label class="choice">of{" "}
        <select value={place.source ?? ""} onChange={(event) => go({ source: event.currentTarget.value || null })}>
          <option value="">every source</option>
          {sources.map((source) => <option key={source} value={source}>{source}</option>)}
        </select></label>
      <label class="choice">graded{" "}
        <select value={place.grade ?? ""} onChange={(event) => go({ grade: event.currentTarget.value || null })}>
          <option value="">in any way</option>
          {kGrades.map((grade) => <option key={grade} value={grade}>{grade} or better</option>)}
          <option value={kUngraded}>not at all</option>
        </select></label>
    </form>
  );
}

/** What the list says of a report, where the present state of knowledge says otherwise. */
function otherwise(then: Report, now: Report | undefined): string | null {
  const said = (report: Report) => [report.source, report.published?.text ?? "not dated", report.grade ?? "not graded", `${report.events} events`];
  const differing = now ? said(now).filter((one, index) => one !== said(then)[index]) : [];
  return differing.length === 0 ? null : differing.join(", ");
}

function List({ reports, present, at, go }: { reports: Report[]; present: Report[]; at: Shown; go: Go }) {
  const now = new Map(present.map((report) => [report.report, report]));
  const more = present.length - reports.length;
  const found = reports.filter((report) => matches(report, at));
  return (
    <section aria-labelledby="reports-title" class="reports">
      <h2 id="reports-title" aria-live="polite">{found.length === reports.length ? `${reports.length} reports` : `${found.length} of ${reports.length} reports`}</h2>
      <Filters reports={reports} at={at} go={go} />
      {more > 0 ? <p><span class="otherwise">now known: {more} more</span></p> : null}
      {at.place.mission !== null ? <p class="muted">Those of every mission: a report may speak of several.</p> : null}
      {found.length === 0 ? (
        <Notice title="No report is like that.">
          <button type="button" onClick={() => go({ find: null, source: null, grade: null })}>Show all reports</button>
        </Notice>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="The reports">
          <table>
            <thead><tr><th scope="col">source</th><th scope="col">title</th><th scope="col">published</th><th scope="col">grade</th><th scope="col" class="n">events</th></tr></thead>
            <tbody>{found.map((report) => {
              const differs = otherwise(report, now.get(report.report));
              return (
              <tr key={report.report} class={differs ? "changed" : ""}>
                <th scope="row">{report.source}{differs ? <> <span class="otherwise">now known: {differs}</span></> : null}</th>
                <td class="title"><button type="button" class="link" onClick={() => go({ report: report.report })}>{report.title ?? "without a title"}</button></td>
                <td class="day">{report.published?.text ?? "not dated"}</td>
                <td>{report.grade ?? <span class="muted">none</span>}</td>
                <td class="n">{report.events}</td>
              </tr>
              );
            })}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface Piece { text: string; records: number[] }

/** The document in pieces, each with the records that rest on it: their evidence is in bytes of UTF-8. */
function piecesOf(text: string, records: LogRecord[]): Piece[] {
  const bytes = new TextEncoder().encode(text);
  const passages = records.flatMap(({ position, evidence }) => (evidence ?? []).map(({ begin, end }) => ({ position, begin, end })));
  const edges = [...new Set([0, bytes.length, ...passages.flatMap(({ begin, end }) => [begin, end])])].filter((edge) => edge <= bytes.length).sort((a, b) => a - b);
  const decoder = new TextDecoder();
  return edges.slice(1).map((end, index) => {
    const begin = edges[index] as number;
    const on = passages.filter((passage) => passage.begin <= begin && passage.end >= end).map(({ position }) => position);
    return { text: decoder.decode(bytes.subarray(begin, end)), records: [...new Set(on)] };
  });
}

function Document({ pieces }: { pieces: Piece[] }) {
  // A number stands once, where its passage ends.
  const ends = (index: number, position: number) => !pieces[index + 1]?.records.includes(position);
  return (
    <div class="document">{pieces.map((piece, index) => piece.records.length === 0 ? <span key={index}>{piece.text}</span> : (
      <mark key={index}>{piece.text}{piece.records.filter((position) => ends(index, position)).map((position) => (
        <sup key={position}><RecordLink position={position}>{position}</RecordLink></sup>
      ))}</mark>
    ))}</div>
  );
}

function OpenReport({ report, text, go }: { report: Report; text: string; go: Go }) {
  const records = report.records ?? [];
  const redaction = report.text?.redaction;
  return (
    <section aria-labelledby="report-title" class="report">
      <p><button type="button" class="link" onClick={() => go({ report: null })}>All reports</button></p>
      <h2 id="report-title">{report.title ?? "A report without a title"}</h2>
      <p class="muted">
        {report.source}{report.published ? `, published ${report.published.text}` : ", not dated"}{report.grade ? `, grade ${report.grade}` : ", not graded"}
        {report.language ? `, in the language “${report.language}”` : ""}; recorded {spoken(report.recorded_at.slice(0, 10))}
      </p>
      {report.url ? <p class="muted">Its address was <code class="long">{report.url}</code></p> : null}
      {report.corrected_by ? <p><span class="otherwise">corrected</span> by <RecordLinks positions={report.corrected_by} /></p> : null}
      <div class="twofold">
        <div>
          <h3>The document</h3>
          {redaction ? <Notice title="It was blacked out.">{redaction.reason}</Notice>
            : report.text ? <Document pieces={piecesOf(text, records)} /> : <p class="muted">No document of it is stored.</p>}
        </div>
        <div>
          <h3>{records.length === 1 ? "One record was" : `${records.length} records were`} read from it</h3>
          <ol class="read">{records.map((record) => (
            <li key={record.position}><RecordLink position={record.position}>{record.position}</RecordLink> <span>{eventWords(record.event)}</span></li>
          ))}</ol>
        </div>
      </div>
    </section>
  );
}

function ReportsView({ answers, at, go }: ViewProps<Answers>) {
  const [first, second, text] = answers;
  if (Array.isArray(first)) return <List reports={first} present={second as Report[]} at={at} go={go} />;
  if (second === undefined) {
    return (
      <Notice title="This report was not known then.">
        It was recorded {spoken(first.recorded_at.slice(0, 10))}. <button type="button" class="link" onClick={() => go({ report: null })}>All reports</button>
      </Notice>
    );
  }
  return <OpenReport report={second as Report} text={text ?? ""} go={go} />;
}

export const reportsPart: ViewPart<Answers> = { questions, View: ReportsView };
