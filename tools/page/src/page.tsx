// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Coverage, Finding, Head, Headcount, Reconcile, Timeline, Why } from "./answers";
import { today } from "./days";
import { FindingsView } from "./findings";
import { Notice } from "./notice";
import { kGroups, Now, type Groups } from "./now";
import { kViews, read, write, type PlaceInPage, type View } from "./place_in_page";
import { ReconcileView } from "./reconcile";
import { ask, Refusal, type Question } from "./server";
import { Sliders } from "./sliders";
import { useAnswers } from "./use_answers";
import { WhyPanel } from "./why";

const kNames: Record<View, string> = { now: "Now", reconcile: "Reconcile", findings: "Findings" };
// Before any mission that a ledger will be asked about.
const kBeginning = "1945-01-01";

function usePlace(): [PlaceInPage, (change: Partial<PlaceInPage>, keep?: boolean) => void] {
  const [place, setPlace] = useState(() => read(location.search));
  useEffect(() => {
    const back = () => setPlace(read(location.search));
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  // A slider's way is one step of the history, not hundreds.
  const go = useCallback((change: Partial<PlaceInPage>, keep = false) => {
    setPlace((old) => {
      const next = { ...old, ...change };
      history[keep ? "replaceState" : "pushState"](null, "", write(next));
      return next;
    });
  }, []);
  return [place, go];
}

/**
 * The state of the log, asked for at the beginning and whenever the reader comes back to the page; and told by the server
 * whenever the log has grown.
 */
function useHead(): { head: Head | null; refusal: string | null } {
  const [state, setState] = useState<{ head: Head | null; refusal: string | null }>({ head: null, refusal: null });
  useEffect(() => {
    const load = () => {
      if (document.hidden) return;
      ask({ command: "head", parameters: {} }).then(
        (head) => setState({ head: head as Head, refusal: null }),
        (error: unknown) => setState({ head: null, refusal: error instanceof Refusal ? error.message : String(error) }),
      );
    };
    load();
    document.addEventListener("visibilitychange", load);
    const events = new EventSource("/v1/events");
    events.addEventListener("head", (event) => {
      setState({ head: JSON.parse((event as MessageEvent<string>).data) as Head, refusal: null });
    });
    return () => {
      document.removeEventListener("visibilitychange", load);
      events.close();
    };
  }, []);
  return state;
}

function viewQuestions(on: string, known: number): Question[] {
  const at = { on, "known-at": known };
  return [
    ...kGroups.map(([dimension]) => ({ command: "headcount", parameters: { ...at, by: dimension } })),
    { command: "coverage", parameters: at },
    { command: "timeline", parameters: { from: kBeginning, to: today(), step: "change", "known-at": known } },
  ];
}

type ViewAnswers = [Headcount, Headcount, Headcount, Coverage, Timeline];
type AllAnswers = [...ViewAnswers, ...ViewAnswers, Why, Finding[], Reconcile];

function Content({ head, place, go }: { head: Head; place: PlaceInPage; go: ReturnType<typeof usePlace>[1] }) {
  const on = place.on ?? today();
  const known = Math.min(place.known ?? head.size, head.size);
  const { answers, refusal, pending } = useAnswers<AllAnswers>([
    ...viewQuestions(on, known),
    ...viewQuestions(on, head.size),
    { command: "why", parameters: { on, "known-at": known } },
    { command: "check", parameters: { on, "known-at": known }, lines: true },
    { command: "reconcile", parameters: { "known-at": known } },
  ]);
  if (refusal) {
    return (
      <Notice bad title="The server cannot answer this.">
        {refusal} <a href="/">Begin again with today and all that is known.</a>
      </Notice>
    );
  }
  if (!answers) return <Notice title="Counting …" />;
  const [contributor, location_, duty, coverage, timeline, ...rest] = answers;
  const [presentContributor, presentPlace, presentDuty, presentCoverage, presentTimeline, why, findings, reconcile] = rest;
  const groups: Groups = [contributor, location_, duty];
  return (
    <div aria-busy={pending} data-on={contributor.on} data-known={contributor.known_at}>
      <Sliders on={on} known={known} size={head.size} today={today()} knownTime={contributor.known_at_time}
        present={presentTimeline} then={timeline}
        onDay={(day) => go({ on: day === today() ? null : day }, true)}
        onKnown={(size) => go({ known: size === head.size ? null : size }, true)} />
      {place.view === "now" ? (
        <Now on={contributor.on} groups={groups} presentGroups={[presentContributor, presentPlace, presentDuty]}
          coverage={coverage} presentCoverage={presentCoverage} why={why} findings={findings}
          open={(about) => go({ why: about })} toFindings={() => go({ view: "findings" })}
          findingsAddress={write({ ...place, view: "findings" })} />
      ) : null}
      {place.view === "reconcile" ? <ReconcileView reconcile={reconcile} /> : null}
      {place.view === "findings" ? <FindingsView findings={findings} /> : null}
      {place.why ? <WhyPanel key={place.why} about={place.why} on={on} known={known} close={() => go({ why: null })} /> : null}
    </div>
  );
}

export function Page() {
  const [place, go] = usePlace();
  const { head, refusal } = useHead();
  useEffect(() => {
    document.title = `${kNames[place.view]} · ${head?.origin ?? "muster"}`;
  }, [place.view, head]);
  return (
    <>
      <a class="skip" href="#content">To the content</a>
      <header class="top">
        <h1>muster <span>{head?.origin ?? ""}</span></h1>
        <nav aria-label="Views">
          {kViews.map((view) => (
            <a key={view} href={write({ ...place, view, why: null })} aria-current={place.view === view ? "page" : undefined}
              onClick={(event) => { event.preventDefault(); go({ view, why: null }); }}>{kNames[view]}</a>
          ))}
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        {refusal ? <Notice bad title="There is no answer.">{refusal}</Notice> : null}
        {head && head.size === 0 ? <Notice title="The ledger is empty.">Append a first report: muster append report.yaml</Notice> : null}
        {head && head.size > 0 ? <Content head={head} place={place} go={go} /> : null}
        {!head && !refusal ? <Notice title="Counting …" /> : null}
      </main>
      <footer>
        {head ? <>The log has {head.size} records; its root is <code>{head.root.slice(0, 16)}…</code></> : null}
      </footer>
    </>
  );
}
