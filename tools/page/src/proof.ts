// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// That a record is in the log, computed in the browser: its bytes from the tile, the Merkle tree of RFC 9162, the signed
// note of C2SP. No answer of the server is believed here; its key is, unless the reader knows it from elsewhere.
import { ask, fetchBytes } from "./server";

/** `passed` is null where this browser cannot tell. */
export interface Check {
  name: string;
  passed: boolean | null;
  detail: string;
}

export interface Proven {
  checks: Check[];
  key: string | null;
  /** The file that `muster audit verify-proof` reads. */
  file: string;
  bytes: number;
}

interface ProofAnswer { proof: string; checkpoint: { signatures: { key: string; cosigned_at: string | null }[] } }

interface ProofFile { index: number; hashes: Uint8Array[]; report: Uint8Array | null; note: string }

interface Note { origin: string; size: number; root: Uint8Array; body: string; signatures: { name: string; bytes: Uint8Array }[] }

const kWidth = 256;
const kText = new TextEncoder();

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Varints and byte strings of a protobuf message, by the numbers of their fields; null if it is none. */
function fieldsOf(bytes: Uint8Array): { number: number; value: number | Uint8Array }[] | null {
  const fields: { number: number; value: number | Uint8Array }[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; at < bytes.length; scale *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const kind = tag % 8;
    if (kind === 0) {
      fields.push({ number, value: varint() });
    } else if (kind === 2) {
      const size = varint();
      if (!(at + size <= bytes.length)) return null;
      fields.push({ number, value: bytes.subarray(at, at + size) });
      at += size;
    } else {
      return null;
    }
  }
  return fields;
}

function parseProof(text: string): ProofFile {
  const end = text.indexOf("\n\n");
  const [format, extra, index, ...hashes] = text.slice(0, end).split("\n");
  if (end < 0 || format !== "c2sp.org/tlog-proof@v1" || !extra?.startsWith("extra ") || !index?.startsWith("index ")) {
    throw new Error("the proof is not written as C2SP has it");
  }
  const proved = fieldsOf(bytesOf(extra.slice("extra ".length)));
  const report = proved?.find(({ number }) => number === 2)?.value;
  return {
    index: Number(index.slice("index ".length)), hashes: hashes.map(bytesOf), note: text.slice(end + 2),
    report: report instanceof Uint8Array ? report : null,
  };
}

export function parseNote(text: string): Note {
  const end = text.indexOf("\n\n");
  const [origin, size, root] = text.slice(0, end).split("\n");
  if (end < 0 || !origin || !root || !/^\d+$/.test(size ?? "")) throw new Error("the checkpoint is not written as C2SP has it");
  const signatures = text.slice(end + 2).split("\n").filter((line) => line !== "").map((line) => {
    const [, name = "", bytes = ""] = line.match(/^— (\S+) (\S+)$/) ?? [];
    return { name, bytes: bytesOf(bytes) };
  });
  return { origin, size: Number(size), root: bytesOf(root), body: text.slice(0, end + 1), signatures };
}

/** RFC 9162, section 2.1.3.2; null if the hashes are not those of any such proof. */
export async function rootOf(leaf: Uint8Array, index: number, size: number, hashes: Uint8Array[]): Promise<Uint8Array | null> {
  if (index >= size) return null;
  const node = Uint8Array.of(1);
  let at = index;
  let last = size - 1;
  let root = leaf;
  for (const hash of hashes) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      root = await sha256(node, hash, root);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      root = await sha256(node, root, hash);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : null;
}

/** The address of the tile of a log of `size` that has the bytes of the record at `index`, as C2SP tlog-tiles names it. */
export function tileOf(index: number, size: number): string {
  const tile = Math.floor(index / kWidth);
  const groups = String(tile).padStart(Math.ceil(String(tile).length / 3) * 3, "0").match(/\d{3}/g) as string[];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  const complete = (tile + 1) * kWidth <= size;
  return `/tile/entries/${name}${complete ? "" : `.p/${size % kWidth}`}`;
}

function entryOf(tile: Uint8Array, index: number): Uint8Array | null {
  let at = 0;
  for (let left = index % kWidth; at + 2 <= tile.length; --left) {
    const size = ((tile[at] as number) << 8) | (tile[at + 1] as number);
    if (left === 0) return at + 2 + size <= tile.length ? tile.subarray(at + 2, at + 2 + size) : null;
    at += 2 + size;
  }
  return null;
}

async function signatureCheck(note: Note, vkey: string | null): Promise<Check> {
  const name = "The checkpoint is signed";
  const [, origin = "", keyHash = "", encoded = ""] = vkey?.match(/^(.+)\+([0-9a-f]{8})\+(.+)$/) ?? [];
  const key = bytesOf(encoded);
  if (key[0] !== 1 || key.length !== 33) return { name, passed: false, detail: "the server names no Ed25519 key of the log" };
  const hash = (await sha256(kText.encode(`${origin}\n`), key)).subarray(0, 4);
  if (hex(hash) !== keyHash || origin !== note.origin) return { name, passed: false, detail: "the key is not that of this log" };
  const signature = note.signatures.find((one) => one.name === origin && same(one.bytes.subarray(0, 4), hash));
  if (!signature) return { name, passed: false, detail: `no signature is by ${vkey}` };
  try {
    const imported = await crypto.subtle.importKey("raw", key.subarray(1), "Ed25519", false, ["verify"]);
    const passed = await crypto.subtle.verify("Ed25519", imported, signature.bytes.subarray(4), kText.encode(note.body));
    return { name, passed, detail: passed ? `Ed25519, by the key of ${origin}` : "the signature is not of this checkpoint" };
  } catch {
    return { name, passed: null, detail: "this browser cannot verify Ed25519 signatures: the hashes alone are checked" };
  }
}

function isIn(part: Uint8Array, whole: Uint8Array): boolean {
  for (let at = 0; at + part.length <= whole.length; ++at) if (same(part, whole.subarray(at, at + part.length))) return true;
  return false;
}

/** The text of a document as it is shown, and how many bytes of it the report says there are. */
export interface ShownDocument { text: string; size: number }

/** Of the report that the record names: its metadata hash to its id, its text to the digest in them. */
async function reportChecks(record: Uint8Array, metadata: Uint8Array | null, document: ShownDocument | null): Promise<Check[]> {
  const named = fieldsOf(record)?.find(({ number }) => number === 3)?.value;
  if (!(named instanceof Uint8Array) || !metadata) return [];
  const hash = await sha256(metadata);
  const checks: Check[] = [{
    name: "Its report is the one that it names", passed: same(hash, named), detail: `metadata of SHA-256 ${hex(hash).slice(0, 16)}…`,
  }];
  if (document) {
    // What is printed ends with a line feed, whether the document does or not.
    const digest = await sha256(kText.encode(document.text).subarray(0, document.size));
    checks.push({
      name: "The document shown is the report's", passed: isIn(digest, metadata), detail: `text of SHA-256 ${hex(digest).slice(0, 16)}…`,
    });
  }
  return checks;
}

/** Asks for the proof of a record and for its bytes, and computes what they prove. */
export async function prove(position: number, document: ShownDocument | null): Promise<Proven> {
  const answer = (await ask({ command: "audit/prove", parameters: { position } })) as ProofAnswer;
  const vkey = answer.checkpoint.signatures.find(({ cosigned_at }) => cosigned_at === null)?.key ?? null;
  const proof = parseProof(answer.proof);
  const note = parseNote(proof.note);
  const entry = entryOf(await fetchBytes(tileOf(position, note.size)), position);
  const published = parseNote(new TextDecoder().decode(await fetchBytes("/checkpoint")));
  if (!entry) throw new Error(`the tile has no record ${position}`);
  const leaf = await sha256(Uint8Array.of(0), entry);
  const root = await rootOf(leaf, position, note.size, proof.hashes);
  const itself = (fieldsOf(entry)?.find(({ number }) => number === 7)?.value ?? 0) as number;
  const included = root !== null && same(root, note.root) && proof.index === position;
  const checks: Check[] = [
    { name: "The record's bytes say where they stand", passed: itself === position, detail: `record ${itself}, of ${entry.length} bytes` },
    {
      name: "They are in the tree of the checkpoint", passed: included,
      detail: included ? `leaf ${hex(leaf).slice(0, 16)}…, with ${proof.hashes.length} hashes up to root ${hex(note.root).slice(0, 16)}…`
        : `they lead to ${root ? `${hex(root).slice(0, 16)}…` : "no root"}, and the checkpoint has ${hex(note.root).slice(0, 16)}…`,
    },
    await signatureCheck(note, vkey),
    published.size === note.size
      ? { name: "The published checkpoint says the same", passed: same(published.root, note.root), detail: `/checkpoint, of ${published.size} records` }
      : { name: "The published checkpoint says the same", passed: null, detail: `/checkpoint is of ${published.size} records by now, the proof of ${note.size}` },
    ...(await reportChecks(entry, proof.report, document)),
  ];
  return { checks, key: vkey, file: answer.proof, bytes: entry.length };
}
