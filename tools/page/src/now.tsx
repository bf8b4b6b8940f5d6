// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// The first view: one number, what it rests on, what it is made of, and what needs somebody.
import { Fragment } from "preact";
import type { Coverage, Finding, Headcount, LogRecord, Rest, Row, Show, Strength, Why } from "./answers";
import { age, spoken } from "./days";
import { checkQuestions } from "./findings";
import { boundsText, Differs, digits, same, strengthText } from "./figure";
import { findingsAbout, where } from "./missions";
import { Notice } from "./notice";
import { write } from "./place_in_page";
import type { ViewPart, ViewProps } from "./view";

const kGroups = [
  ["contributor", "By contributor", "Nobody is there from anywhere."],
  ["place", "By place", "Nobody is at any place."],
  ["duty", "By duty", "Nobody has a duty."],
] as const;

type Groups = [Headcount, Headcount, Headcount];

interface Props {
  on: string;
  groups: Groups;
  presentGroups: Groups;
  coverage: Coverage;
  presentCoverage: Coverage;
  why: Why;
  findings: Finding[];
  open: (why: string) => void;
  toFindings: () => void;
  findingsAddress: string;
}

function basisText(rest: Rest): string {
  if (rest.basis === "counted") return "Counted: a muster sets the level";
  if (rest.basis === "losses-only") return "Only losses are known";
  return "Added up from movements; nobody has counted";
}

function sources(why: Why): string {
  const names = new Set<string>();
  for (const line of why.lines) for (const account of line.accounts ?? []) names.add(account.source);
  if (names.size === 0) return "no report";
  const [first, second, ...more] = names;
  if (second === undefined) return first ?? "";
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}

function Hero(props: Props) {
  const { total } = props.groups[0];
  const bounds = boundsText(total);
  const events = props.why.lines.length;
  return (
    <section class="hero" aria-labelledby="strength-title">
      <h2 id="strength-title">Strength at the end of {spoken(props.on)}</h2>
      <p class="number">
        <button type="button" class="figure" onClick={() => props.open("total")}
          aria-label={`${strengthText(total)}: why?`} data-figure="total">
          {total.best === null ? "unknown" : digits(total.best)}
        </button>
        <span class="bounds">{bounds ?? "exact: no part of it is uncertain"}</span>
        <Differs here={total} present={props.presentGroups[0].total} />
      </p>
      <dl class="facts">
        <div><dt>How it is known</dt><dd>{basisText(total)}</dd></div>
        <div>
          <dt>By whom</dt>
          <dd>{sources(props.why)} <span class="muted">({events} {events === 1 ? "event" : "events"})</span></dd>
        </div>
        <div>
          <dt>Latest news</dt>
          <dd>{total.latest ? <>{spoken(total.latest)} <span class="muted">({age(total.latest, props.on)})</span></> : "none"}</dd>
        </div>
      </dl>
    </section>
  );
}

function Tile({ name, here, present, none }: { name: string; here: Strength | null; present: Strength | null; none: string }) {
  const bounds = here ? boundsText(here) : null;
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <span class={here ? "number" : "number none"}>{here ? (here.best === null ? "unknown" : digits(here.best)) : "–"}</span>
        <span class="muted">{here ? (bounds ?? " ") : none}</span>
        <Differs here={here} present={present} />
      </dd>
    </div>
  );
}

function Tiles({ coverage, presentCoverage }: Props) {
  const here = coverage.total;
  const present = presentCoverage.total;
  return (
    <dl class="tiles" aria-label="Beside the strength">
      <Tile name="Authorised" here={here.authorised} present={present.authorised} none="no mandate in force" />
      <Tile name="Pledged" here={here.pledged} present={present.pledged} none="no pledge stands" />
      <Tile name="In transit" here={here.in_transit} present={present.in_transit} none="" />
      <Tile name="Absent" here={here.absent} present={present.absent} none="" />
    </dl>
  );
}

/** Rows of both states of knowledge, in the order of the larger. */
function union(here: Row[], present: Row[], dimension: string): { key: string; here: Row | null; present: Row | null }[] {
  const keys = new Set([...here, ...present].map((row) => String(row[dimension])));
  const find = (rows: Row[], key: string) => rows.find((row) => String(row[dimension]) === key) ?? null;
  const rows = [...keys].map((key) => ({ key, here: find(here, key), present: find(present, key) }));
  return rows.sort((a, b) => ((b.here ?? b.present)?.best ?? 0) - ((a.here ?? a.present)?.best ?? 0) || a.key.localeCompare(b.key));
}

/** A path that may be broken after its slashes. */
function Path({ path }: { path: string }) {
  return <>{path.split("/").map((part, index) => (index === 0 ? part : <Fragment key={index}>/<wbr />{part}</Fragment>))}</>;
}

const kNobody: Strength = { least: 0, best: 0, most: 0 };

function GroupTable({ dimension, title, none, here, present, open }: {
  dimension: string; title: string; none: string; here: Headcount; present: Headcount; open: (why: string) => void;
}) {
  const rows = union(here.rows, present.rows, dimension);
  const top = Math.max(1, ...rows.map((row) => row.here?.best ?? 0));
  return (
    <section class="group">
      <h3>{title}</h3>
      {rows.length === 0 ? <p class="muted">{none}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr><th scope="col">{dimension}</th>
                <th scope="col" class="n">strength</th><th scope="col">bounds</th><th scope="col">latest</th></tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const strength = row.here ?? kNobody;
                const differs = !same(strength, row.present ?? kNobody);
                return (
                  <tr key={row.key} class={differs ? "changed" : ""}>
                    <th scope="row">
                      <Path path={row.key} />
                      <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                        <rect width={(100 * (strength.best ?? 0)) / top} height="10" />
                      </svg>
                      <Differs here={strength} present={row.present ?? kNobody} />
                    </th>
                    <td class="n">
                      <button type="button" class="figure" data-figure={`${dimension}=${row.key}`}
                        aria-label={`${row.key}: ${strengthText(strength)}: why?`}
                        onClick={() => open(`${dimension}=${row.key}`)}>
                        {strength.best === null ? "unknown" : digits(strength.best)}
                      </button>
                    </td>
                    <td>{boundsText(strength) ?? <span class="muted">exact</span>}</td>
                    <td class="day">{row.here?.latest ?? ""}{row.here?.basis === "counted" ? " (counted)" : ""}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Attention({ findings, toFindings, findingsAddress }: Props) {
  const open = findings.filter((finding) => finding.weight !== "note");
  if (open.length === 0) return <Notice title="Nothing disagrees.">No finding is open that weighs more than a note.</Notice>;
  return (
    <section class="attention" aria-labelledby="attention-title">
      <h3 id="attention-title">{open.length} {open.length === 1 ? "disagreement needs" : "disagreements need"} you</h3>
      <ol>
        {open.slice(0, 3).map((finding) => (
          <li key={finding.message}><span class={`weight ${finding.weight}`}>{finding.finding}</span> {finding.message}</li>
        ))}
      </ol>
      <a href={findingsAddress} onClick={(event) => { event.preventDefault(); toFindings(); }}>
        All findings, and what to do about each
      </a>
    </section>
  );
}

type Answers = [...Groups, Coverage, ...Groups, Coverage, Why, Finding[], ...(LogRecord[] | Show)[]];

function propsOf(answers: Answers, at: ViewProps<Answers>["at"], go: ViewProps<Answers>["go"]): Props {
  const [contributor, place, duty, coverage, presentContributor, presentPlace, presentDuty, presentCoverage, why, found, ...about] = answers;
  const findings = findingsAbout(found, at.place.mission, about);
  return {
    on: at.on,
    groups: [contributor, place, duty],
    presentGroups: [presentContributor, presentPlace, presentDuty],
    coverage, presentCoverage, why, findings,
    open: (about) => go({ why: about }),
    toFindings: () => go({ view: "findings" }),
    findingsAddress: write({ ...at.place, view: "findings" }),
  };
}

function Now({ answers, at, go }: ViewProps<Answers>) {
  const props = propsOf(answers, at, go);
  return (
    <>
      <div class="first">
        <Hero {...props} />
        <Tiles {...props} />
      </div>
      <div class="groups">
        {kGroups.map(([dimension, title, none], index) => (
          <GroupTable key={dimension} dimension={dimension} title={title} none={none} open={props.open}
            here={props.groups[index] as Headcount} present={props.presentGroups[index] as Headcount} />
        ))}
      </div>
      <Attention {...props} />
    </>
  );
}

export const nowPart: ViewPart<Answers> = {
  questions: ({ on, known, size, place: { mission } }) => [
    ...[known, size].flatMap((state) => [
      ...kGroups.map(([by]) => ({ command: "headcount", parameters: { on, "known-at": state, by, where: where(mission) } })),
      { command: "coverage", parameters: { on, "known-at": state, where: where(mission) } },
    ]),
    { command: "why", parameters: { on, "known-at": known, where: where(mission) } },
    ...checkQuestions(on, known, mission),
  ],
  View: Now,
};
