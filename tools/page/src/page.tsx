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
import { ask, Refusal } from "./server";
import type { ViewPart } from "./view";

type Loader = () => ViewPart<unknown[]> | Promise<ViewPart<unknown[]>>;

function loader<T extends unknown[]>(load: () => ViewPart<T> | Promise<ViewPart<T>>): Loader {
  // Each view reads only the answers to its own questions.
  return load as unknown as Loader;
}

// What the first look does not need is in files of its own.
const kParts: Record<View, { name: string; load: Loader }> = {
  now: { name: "Now", load: loader(() => nowPart) },
  timeline: { name: "Timeline", load: loader(async () => (await import("./timeline")).timelinePart) },
  map: { name: "Map", load: loader(async () => (await import("./map")).mapPart) },
  reports: { name: "Reports", load: loader(async () => (await import("./reports")).reportsPart) },
  reconcile: { name: "Reconcile", load: loader(() => reconcilePart) },
  findings: { name: "Findings", load: loader(() => findingsPart) },
};

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

// What a view that is turned to does not begin with.
const kClosed = { why: null, record: null, report: null };

function Content({ head, place, go }: { head: Head; place: PlaceInPage; go: Go }) {
  const { part, failed } = useLoaded(kParts[place.view].load);
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
  const { head, refusal } = useHead();
  useEffect(() => {
    document.title = `${kParts[place.view].name} · ${head?.origin ?? "muster"}`;
  }, [place.view, head]);
  return (
    <Going.Provider value={go}>
      <a class="skip" href="#content">To the content</a>
      <header class="top">
        <h1>muster <span>{head?.origin ?? ""}</span></h1>
        <nav aria-label="Views">
          {kViews.map((view) => (
            <a key={view} href={write({ ...place, view, ...kClosed })} aria-current={place.view === view ? "page" : undefined}
              onClick={(event) => { event.preventDefault(); go({ view, ...kClosed }); }}>{kParts[view].name}</a>
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
    </Going.Provider>
  );
}
