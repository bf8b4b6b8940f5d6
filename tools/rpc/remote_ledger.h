// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RemoteLedger: a ledger that a server has, asked over gRPC (proto/muster/v1/service.proto).
#ifndef MUSTER_TOOLS_RPC_REMOTE_LEDGER_H_
#define MUSTER_TOOLS_RPC_REMOTE_LEDGER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/answer.h"
#include "tools/cli/answer_file.h"
#include "tools/cli/command.h"
#include "tools/cli/command_asked.h"
#include "tools/cli/report_input.h"
#include "tools/input/given_files.h"

namespace muster {

// Thread-compatible.
class RemoteLedger {
 public:
  struct Options {
    std::string address;               // "grpc://localhost:8081", "grpcs://example.org:443"
    std::optional<std::string> token;  // who asks
    std::string trusted_roots;         // certificates in PEM; empty: those of the system
  };

  // Does not connect yet. Errors: INVALID_ARGUMENT for what is no such address, and for a token
  // that others could read on the way.
  static StatusOr<std::unique_ptr<RemoteLedger>> At(const Options& options);
  ~RemoteLedger();

  // For whom it is printed.
  struct Terminal {
    bool colored = false;
    bool colored_notes = false;
    int columns = 0;
  };
  // Is given an answer, piece by piece.
  struct Taker {
    std::function<void(std::string_view text)> text;
    std::function<void(const Remark& remark)> remark;
    std::function<Status(const AnswerFile& file)> file;
  };

  // Errors: those of the command; UNAVAILABLE, saying why, if there is no answer; what the taker of
  // files returns.
  StatusOr<ExitStatus> Ask(const CommandAsked& asked, const GivenFiles::Files& files,
                           const Terminal& terminal, const Taker& take);

  // Report files to be appended, with the documents that they name.
  struct Document {
    std::string name;
    StatusOr<std::string> bytes;
  };
  struct Source {
    std::string name;
    std::string text;
    std::vector<Document> documents;
  };
  struct Append {
    std::vector<Source> sources;
    std::optional<std::uint64_t> expected_size;
    bool dry_run = false;
    std::string format;  // of the receipt: "table", "json", "csv"
  };
  // Gives the receipt and the notes to `take`, unless something is refused. Errors: ABORTED if the
  // log is of another size; else as above.
  StatusOr<AllRefusals> AppendReports(const Append& append, const Terminal& terminal,
                                      const Taker& take);

 private:
  class Channel;
  explicit RemoteLedger(std::unique_ptr<Channel> channel);
  const std::unique_ptr<Channel> channel_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_REMOTE_LEDGER_H_
