// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What an invocation answers and says beside: standard output and standard error of the program, or
// what the thread's caller takes them for.
#ifndef MUSTER_TOOLS_CLI_ANSWER_H_
#define MUSTER_TOOLS_CLI_ANSWER_H_

#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"
#include "tools/output/terminal.h"
#include "tools/output/text_sink.h"

namespace muster {

// Writes to standard output. If its reader has gone away (`muster log | head`), ends the program
// with success: nobody wants the rest. If it cannot be written, ends the program with an error.
void Print(std::string_view text);

// While it lives, Print gives the text of this thread to `sink` instead. What the sink itself
// prints goes where the text would have gone.
class AnswerInto {
 public:
  explicit AnswerInto(TextSink sink);
  ~AnswerInto();
  AnswerInto(const AnswerInto&) = delete;
  AnswerInto& operator=(const AnswerInto&) = delete;

  // The first error of the sink.
  Status status() const { return status_; }

 private:
  friend void Print(std::string_view text);
  const TextSink sink_;
  AnswerInto* const outer_;
  Status status_;
};

// What is said beside an answer, as it is.
struct Remark {
  std::string text;
  bool is_warning = false;
};

// While it lives, what this thread says in warnings and notes is collected in place of standard
// error. Not to be nested.
class NotesInto {
 public:
  explicit NotesInto(std::vector<Remark>& remarks);
  ~NotesInto();
  NotesInto(const NotesInto&) = delete;
  NotesInto& operator=(const NotesInto&) = delete;
};

// For an answer that is written as it is (CSV, JSON) to a terminal: makes all that is printed from
// now on safe for it.
void MakeAnswerSafe();

// From now on an answer that cannot be written is a warning that begins with `deed` ("1 event was
// appended"), and the program ends with success: what was asked for is done. Says nothing of an
// answer that goes elsewhere.
void NoteDone(std::string deed);

// Writes what is still in the buffer; the same if that fails.
void FlushAnswer();

// "muster: error: MESSAGE" on standard error. The text is made safe.
void PrintError(std::string_view message, const Style& style);
void PrintWarning(std::string_view message, const Style& style);

// A line of text on standard error.
void PrintNote(std::string_view text);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_ANSWER_H_
