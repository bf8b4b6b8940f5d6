// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// The state of the log, as the server tells it whenever the log has grown. An EventSource could not show a token.
import type { Head } from "./answers";
import { ask, Refusal, send } from "./server";

async function follow(signal: AbortSignal, onHead: (head: Head) => void): Promise<void> {
  const response = await send("/v1/events", { signal, headers: { accept: "text/event-stream" } });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) return;
    const events = (text + part.value).split("\n\n");
    text = events.pop() as string;
    for (const event of events) {
      const data = event.match(/^data: (.*)$/m)?.[1];
      if (data) onHead(JSON.parse(data) as Head);
    }
  }
}

/** Tells of each state of the log, and of what keeps it from being told; comes back by itself. Answers how to stop. */
export function listen(onHead: (head: Head) => void, onRefusal: (refusal: Refusal) => void): () => void {
  const abort = new AbortController();
  const run = async () => {
    for (let wait = 500; !abort.signal.aborted; wait = Math.min(8000, wait * 2)) {
      try {
        onHead((await ask({ command: "head", parameters: {} }, abort.signal)) as Head);
        await follow(abort.signal, (head) => {
          wait = 500;
          onHead(head);
        });
      } catch (error) {
        if (abort.signal.aborted) return;
        onRefusal(error instanceof Refusal ? error : new Refusal("The server does not answer. Is muster serve still running?"));
        // Who has no right does not get one by waiting.
        if (error instanceof Refusal && error.status === 401) return;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
  void run();
  return () => abort.abort();
}
