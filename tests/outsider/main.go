// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Reads what `muster audit` wrote with nothing of muster's: Go's sumdb/note and sumdb/tlog.
//
//	outsider KEY TILES OLD-CHECKPOINT GROWTH ANSWER PROOF...
//
// It says what it verified, and ends with status 1 if anything does not verify, or if anything does
// that was altered.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func check(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "outsider: %s: %v\n", what, err)
		os.Exit(1)
	}
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, "outsider: "+format+"\n", arguments...)
	os.Exit(1)
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	check(err, path)
	return data
}

// openCheckpoint verifies a checkpoint's signature and gives its tree.
func openCheckpoint(message []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail("a checkpoint of %q has the text %q", verifier.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "size")
	root, err := tlog.ParseHash(lines[2])
	check(err, "root")
	// Whatever byte of the text is another, the signature is none.
	for i := range opened.Text {
		altered := append([]byte(nil), message...)
		altered[i] ^= 1
		if _, err := note.Open(altered, note.VerifierList(verifier)); err == nil {
			fail("a checkpoint verifies with byte %d altered", i)
		}
	}
	return tlog.Tree{N: size, Hash: root}
}

// tiles is a directory in the layout of C2SP tlog-tiles.
type tiles struct{ directory string }

func (t tiles) Height() int { return height }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// Go's path has the height in it, and `data` for entries.
func (t tiles) path(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return filepath.Join(t.directory, "tile", strings.Replace(path, "data", "entries", 1))
}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(t.path(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// records reads all entry bundles.
func (t tiles) records(size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*(1<<height) < size; n++ {
		width := size - n*(1<<height)
		if width > 1<<height {
			width = 1 << height
		}
		bundle := read(t.path(tlog.Tile{H: height, L: -1, N: n, W: int(width)}))
		for i := int64(0); i < width; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			all = append(all, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
		if len(bundle) != 0 {
			fail("bundle %d has %d bytes too many", n, len(bundle))
		}
	}
	return all
}

// proofHashes parses lines of base64 up to an empty one, and gives the rest.
func proofHashes(text string) ([]tlog.Hash, string) {
	var hashes []tlog.Hash
	for {
		line, rest, found := strings.Cut(text, "\n")
		if !found {
			fail("a proof has no end")
		}
		text = rest
		if line == "" {
			return hashes, text
		}
		hash, err := tlog.ParseHash(line)
		check(err, "hash of a proof")
		hashes = append(hashes, hash)
	}
}

func checkTiles(directory tiles, tree tlog.Tree) [][]byte {
	reader := tlog.TileHashReader(tree, directory)
	records := directory.records(tree.N)
	indexes := make([]int64, len(records))
	for i := range records {
		indexes[i] = tlog.StoredHashIndex(0, int64(i))
	}
	// The reader verifies each tile against the root.
	leaves, err := reader.ReadHashes(indexes)
	check(err, "tiles")
	for i, record := range records {
		if tlog.RecordHash(record) != leaves[i] {
			fail("record %d is not the leaf", i)
		}
	}
	for at := int64(0); at < tree.N; at += 1 + tree.N/50 {
		proof, err := tlog.ProveRecord(tree.N, at, reader)
		check(err, "proving a record from the tiles")
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, at, leaves[at]), "a record")
	}
	return records
}

func checkGrowth(message string, old tlog.Tree, tree tlog.Tree, verifier note.Verifier) {
	first, rest, _ := strings.Cut(message, "\n")
	if first != fmt.Sprintf("old %d", old.N) {
		fail("the proof of growth begins with %q", first)
	}
	hashes, rest := proofHashes(rest)
	if newer := openCheckpoint([]byte(rest), verifier); newer != tree {
		fail("the proof of growth is for another checkpoint")
	}
	check(tlog.CheckTree(hashes, tree.N, tree.Hash, old.N, old.Hash), "growth")
	for i := range hashes {
		hashes[i][0] ^= 1
		if tlog.CheckTree(hashes, tree.N, tree.Hash, old.N, old.Hash) == nil {
			fail("growth verifies with hash %d altered", i)
		}
		hashes[i][0] ^= 1
	}
}

func checkProof(path string, records [][]byte, verifier note.Verifier) {
	lines := strings.SplitN(string(read(path)), "\n", 4)
	if len(lines) != 4 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("%s is no tlog-proof", path)
	}
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	check(err, path)
	at, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	check(err, path)
	hashes, rest := proofHashes(lines[3])
	tree := openCheckpoint([]byte(rest), verifier)
	if !strings.Contains(string(extra), string(records[at])) {
		fail("%s does not carry record %d", path, at)
	}
	leaf := tlog.RecordHash(records[at])
	check(tlog.CheckRecord(hashes, tree.N, tree.Hash, at, leaf), path)
	for i := range hashes {
		hashes[i][0] ^= 1
		if tlog.CheckRecord(hashes, tree.N, tree.Hash, at, leaf) == nil {
			fail("%s verifies with hash %d altered", path, i)
		}
		hashes[i][0] ^= 1
	}
}

// section takes "<name> <count>" and so many lines off the front.
func section(text, name string) ([]string, string) {
	first, rest, _ := strings.Cut(text, "\n")
	count, err := strconv.Atoi(strings.TrimPrefix(first, name+" "))
	check(err, name)
	lines := strings.SplitN(rest, "\n", count+1)
	if len(lines) != count+1 {
		fail("an answer has fewer %s than it says", name)
	}
	return lines[:count], lines[count]
}

// checkAnswer verifies both notes of an answer, and that each record in it stands in the log; and
// gives their number. That they make the number, only one who reads the records can tell.
func checkAnswer(path string, tree tlog.Tree, records [][]byte, verifier note.Verifier) int {
	parts := strings.SplitN(string(read(path)), "\n\n", 5)
	if len(parts) != 5 {
		fail("%s is no answer", path)
	}
	statement, err := note.Open([]byte(parts[0]+"\n\n"+parts[1]+"\n"), note.VerifierList(verifier))
	check(err, "answer")
	state := fmt.Sprintf("muster.answer/v1\norigin %s\nsize %d\nroot %x\n", verifier.Name(), tree.N, tree.Hash[:])
	if !strings.HasPrefix(statement.Text, state) {
		fail("the answer begins with %q", statement.Text)
	}
	if openCheckpoint([]byte(parts[2]+"\n\n"+parts[3]+"\n"), verifier) != tree {
		fail("the answer is for another checkpoint")
	}
	_, rest := section(parts[4], "reports")
	lines, rest := section(rest, "hashes")
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		check(err, "hash of an answer")
		hashes = append(hashes, hash)
	}
	entries, rest := section(rest, "records")
	if rest != "" {
		fail("the answer has more behind its records")
	}
	for _, entry := range entries {
		fields := strings.Split(entry, " ")
		at, err := strconv.ParseInt(fields[0], 10, 64)
		check(err, "position")
		record, err := base64.StdEncoding.DecodeString(fields[1])
		check(err, "record")
		if string(record) != string(records[at]) {
			fail("the answer has another record %d", at)
		}
		var proof tlog.RecordProof
		for _, field := range fields[2:] {
			number, err := strconv.Atoi(field)
			check(err, "number of a hash")
			proof = append(proof, hashes[number])
		}
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, at, tlog.RecordHash(record)), "record of an answer")
		record[0] ^= 1
		if tlog.CheckRecord(proof, tree.N, tree.Hash, at, tlog.RecordHash(record)) == nil {
			fail("record %d of an answer verifies altered", at)
		}
	}
	return len(entries)
}

func main() {
	if len(os.Args) < 7 {
		fail("usage: outsider KEY TILES OLD-CHECKPOINT GROWTH ANSWER PROOF...")
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(os.Args[1]))))
	check(err, "verifier key")
	directory := tiles{os.Args[2]}
	tree := openCheckpoint(read(filepath.Join(directory.directory, "checkpoint")), verifier)
	records := checkTiles(directory, tree)
	old := openCheckpoint(read(os.Args[3]), verifier)
	checkGrowth(string(read(os.Args[4])), old, tree, verifier)
	rests := checkAnswer(os.Args[5], tree, records, verifier)
	for _, path := range os.Args[6:] {
		checkProof(path, records, verifier)
	}
	fmt.Printf("verified %d records, growth from %d, an answer that rests on %d, %d proofs\n", tree.N, old.N,
		rests, len(os.Args)-6)
}
