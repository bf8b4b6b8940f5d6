// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { ask, keptAnswer, keyOf, Refusal, type Question } from "./server";

export interface Answers<T, At> {
  /** The last answers that were complete: they stay on the screen until the next ones are. */
  answers: T | null;
  /** What the answers are about: it may be behind what is asked now. */
  at: At;
  refusal: string | null;
  pending: boolean;
}

/** Counts how often the server came back: what it did not answer is asked again. */
export const Connection = createContext(0);

/** Asks, and what follows from the answers, until no question is left. */
async function gather(questionsOf: () => Question[], signal: AbortSignal): Promise<unknown[]> {
  for (;;) {
    const questions = questionsOf();
    const answers = await Promise.all(questions.map((question) => ask(question, signal)));
    if (questionsOf().length === questions.length) return answers;
  }
}

/**
 * Asks all questions, and gives their answers together, so that no two parts of the page disagree. Questions may follow
 * from answers that are kept: the function is called again when there are more of them.
 */
export function useAnswers<T extends unknown[], At>(questionsOf: () => Question[], at: At): Answers<T, At> {
  const questions = questionsOf();
  const connection = useContext(Connection);
  const key = [connection, ...questions.map(keyOf)].join("\n");
  const last = useRef<{ answers: T; at: At; key: string } | null>(null);
  const [, redraw] = useState(0);
  const refusal = useRef<{ key: string; text: string } | null>(null);
  const have = questions.map(keptAnswer);
  const complete = have.every((answer) => answer !== undefined);
  if (complete && questions.length > 0) last.current = { answers: have as T, at, key };

  useEffect(() => {
    if (complete) return;
    const abort = new AbortController();
    gather(questionsOf, abort.signal).then(
      (answers) => {
        if (abort.signal.aborted) return;
        last.current = { answers: answers as T, at, key };
        refusal.current = null;
        redraw((n) => n + 1);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        refusal.current = { key, text: error instanceof Refusal ? error.message : String(error) };
        redraw((n) => n + 1);
      },
    );
    return () => abort.abort();
  }, [key]);

  const refused = refusal.current?.key === key ? refusal.current.text : null;
  const pending = !refused && last.current?.key !== key;
  return { answers: refused ? null : (last.current?.answers ?? null), at: last.current?.at ?? at, refusal: refused, pending };
}
