// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { address, ask, keptAnswer, Refusal, type Question } from "./server";

export interface Answers<T> {
  /** The last answers that were complete: they stay on the screen until the next ones are. */
  answers: T | null;
  refusal: string | null;
  pending: boolean;
}

/** Asks all questions, and gives their answers together, so that no two parts of the page disagree. */
export function useAnswers<T extends unknown[]>(questions: Question[]): Answers<T> {
  const key = questions.map(address).join("\n");
  const last = useRef<T | null>(null);
  const [, redraw] = useState(0);
  const refusal = useRef<{ key: string; text: string } | null>(null);
  const have = questions.map(keptAnswer);
  const complete = have.every((answer) => answer !== undefined);
  if (complete && questions.length > 0) last.current = have as T;

  useEffect(() => {
    if (complete) return;
    const abort = new AbortController();
    Promise.all(questions.map((question) => ask(question, abort.signal))).then(
      (answers) => {
        if (abort.signal.aborted) return;
        last.current = answers as T;
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
  return { answers: refused ? null : last.current, refusal: refused, pending: !complete && !refused };
}
