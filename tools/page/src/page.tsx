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
import { hasToken, onDenial, type Refusal } from "./server";
import { TokenForm } from "./token_form";
import { Connection } from "./use_answers";
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

/** `connection` counts how often the server came back after it had gone. */
interface Known { head: Head | null; refusal: Refusal | null; connection: number }

/** The state of the log, told whenever it has grown; asked for again when another token is shown. */
function useHead(token: number): Known {
  const [state, setState] = useState<Known>({ head: null, refusal: null, connection: 0 });
  useEffect(() => {
    setState((old) => ({ ...old, refusal: null }));
    const refused = (refusal: Refusal) => setState((old) => ({ ...old, refusal }));
    const stops = [
      listen(
        (head) => setState((old) => {
          // Who is denied stays so until another token is shown, though a stream that began before goes on.
          if (old.refusal?.status === 401 || (old.head?.root === head.root && !old.refusal)) return old;
          return { head, refusal: null, connection: old.connection + (old.head && old.refusal ? 1 : 0) };
        }),
        refused,
      ),
      onDenial(refused),
    ];
    return () => stops.forEach((stop) => stop());
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

/** Says for a while that the server is back. The place is always there, so that a screen reader speaks of what comes into it. */
function Returned({ connection }: { connection: number }) {
  const [over, setOver] = useState(0);
  useEffect(() => {
    if (connection === 0) return;
    const timer = setTimeout(() => setOver(connection), 10_000);
    return () => clearTimeout(timer);
  }, [connection]);
  return (
    <div role="status">
      {connection > over ? <div class="notice back"><strong>The server answers again.</strong><p>What is shown is what it says now.</p></div> : null}
    </div>
  );
}

export function Page() {
  const [place, go] = usePlace();
  const [token, setToken] = useState(0);
  const { head, refusal, connection } = useHead(token);
  const isDenied = refusal?.status === 401;
  const append = useLoaded(place.view === "append" ? loadAppend : null).part;
  useEffect(() => {
    document.title = `${nameOf(place.view)} · ${head?.origin ?? "muster"}`;
  }, [place.view, head]);
  return (
    <Connection.Provider value={connection}>
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
        {isDenied && !(head && place.view === "append") ? (
          <TokenForm why={hasToken() ? `The token in use is no longer taken: ${refusal.message}.` : "This server answers only who shows a token."}
            changed={() => setToken(token + 1)} />
        ) : null}
        <Returned connection={refusal ? 0 : connection} />
        {refusal && !isDenied ? (
          <Notice bad title={head ? "What is shown may be behind." : "There is no answer."}>{refusal.message} It is asked again by itself.</Notice>
        ) : null}
        {head && place.view === "append" && append ? <append.AppendView head={head} go={go} isDenied={isDenied} tokenChanged={() => setToken(token + 1)} /> : null}
        {head && !isDenied && place.view !== "append" && head.size === 0 ? (
          <Notice title="The ledger is empty.">
            <a href="/?view=append" onClick={(event) => { event.preventDefault(); go({ view: "append" }); }}>Append a first report</a> here, or with <code>muster append report.yaml</code>
          </Notice>
        ) : null}
        {head && !isDenied && place.view !== "append" && head.size > 0 ? <Content head={head} place={place} go={go} /> : null}
        {!head && !refusal ? <Notice title="Counting …" /> : null}
      </main>
      <footer>
        {head && !isDenied ? <>The log has {head.size} {head.size === 1 ? "record" : "records"}; its root is <code>{head.root.slice(0, 16)}…</code></> : null}
      </footer>
    </Going.Provider>
    </Connection.Provider>
  );
}
