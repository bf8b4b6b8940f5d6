// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import type { Head } from "./answers";
import { findingsPart } from "./findings";
import { Framed, useLoaded } from "./framed";
import { Notice } from "./notice";
import { nowPart } from "./now";
import { Going, kViews, usePlace, write, type Go, type PlaceInPage, type View } from "./place_in_page";
import { reconcilePart } from "./reconcile";
import { listen } from "./live";
import type { Refusal } from "./server";
import { TokenForm } from "./token_form";
import type { ViewPart } from "./view";

type Loader = () => ViewPart<unknown[]> | Promise<ViewPart<unknown[]>>;

function loader<T extends unknown[]>(load: () => ViewPart<T> | Promise<ViewPart<T>>): Loader {
  // Each view reads only the answers to its own questions.
  return load as unknown as Loader;
}

// What the first look does not need is in files of its own.
const kParts: Record<Exclude<View, "append">, { name: string; load: Loader }> = {
  now: { name: "Now", load: loader(() => nowPart) },
  timeline: { name: "Timeline", load: loader(async () => (await import("./timeline")).timelinePart) },
  map: { name: "Map", load: loader(async () => (await import("./map")).mapPart) },
  reports: { name: "Reports", load: loader(async () => (await import("./reports")).reportsPart) },
  reconcile: { name: "Reconcile", load: loader(() => reconcilePart) },
  findings: { name: "Findings", load: loader(() => findingsPart) },
};

interface Known { head: Head | null; refusal: Refusal | null }

/** The state of the log, told whenever it has grown; asked for again when another token is shown. */
function useHead(token: number): Known {
  const [state, setState] = useState<Known>({ head: null, refusal: null });
  useEffect(() => {
    setState((old) => ({ ...old, refusal: null }));
    return listen(
      (head) => setState((old) => (old.head?.root === head.root && !old.refusal ? old : { head, refusal: null })),
      (refusal) => setState((old) => ({ head: refusal.status === null ? old.head : null, refusal })),
    );
  }, [token]);
  return state;
}

const loadAppend = () => import("./append");

// What a view that is turned to does not begin with.
const kClosed = { why: null, record: null, report: null };

function nameOf(view: View): string {
  return view === "append" ? "Append" : kParts[view].name;
}

function Content({ head, place, go }: { head: Head; place: PlaceInPage; go: Go }) {
  const { part, failed } = useLoaded(kParts[place.view as Exclude<View, "append">].load);
  if (failed) {
    return (
      <Notice bad title="This part of the page did not come.">
        The server may have been stopped, or be of another version now. <a href={write(place)}>Load the page again.</a>
      </Notice>
    );
  }
  return part ? <Framed key={place.view} head={head} place={place} part={part} go={go} /> : <Notice title="Counting …" />;
}

export function Page() {
  const [place, go] = usePlace();
  const [token, setToken] = useState(0);
  const { head, refusal } = useHead(token);
  const append = useLoaded(place.view === "append" ? loadAppend : null).part;
  useEffect(() => {
    document.title = `${nameOf(place.view)} · ${head?.origin ?? "muster"}`;
  }, [place.view, head]);
  return (
    <Going.Provider value={go}>
      <a class="skip" href="#content">To the content</a>
      <header class="top">
        <h1>muster <span>{head?.origin ?? ""}</span></h1>
        <nav aria-label="Views">
          {kViews.map((view) => (
            <a key={view} href={write({ ...place, view, ...kClosed })} aria-current={place.view === view ? "page" : undefined}
              onClick={(event) => { event.preventDefault(); go({ view, ...kClosed }); }}>{nameOf(view)}</a>
          ))}
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        {refusal?.status === 401 ? <TokenForm why="This server answers only who shows a token." changed={() => setToken(token + 1)} /> : null}
        {refusal && refusal.status !== 401 ? (
          <Notice bad title={head ? "What is shown may be behind." : "There is no answer."}>{refusal.message} It is asked again by itself.</Notice>
        ) : null}
        {head && place.view === "append" && append ? <append.AppendView head={head} go={go} tokenChanged={() => setToken(token + 1)} /> : null}
        {head && place.view !== "append" && head.size === 0 ? (
          <Notice title="The ledger is empty.">
            <a href="/?view=append" onClick={(event) => { event.preventDefault(); go({ view: "append" }); }}>Append a first report</a> here, or with <code>muster append report.yaml</code>
          </Notice>
        ) : null}
        {head && place.view !== "append" && head.size > 0 ? <Content head={head} place={place} go={go} /> : null}
        {!head && !refusal ? <Notice title="Counting …" /> : null}
      </main>
      <footer>
        {head ? <>The log has {head.size} records; its root is <code>{head.root.slice(0, 16)}…</code></> : null}
      </footer>
    </Going.Provider>
  );
}
