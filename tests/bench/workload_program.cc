// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The workload for programs that are not C++:
//   muster_workload make DIRECTORY EVENTS full|plain
//     a ledger; prints how it went as a line of JSON
//   muster_workload tables DIRECTORY OUTPUT
//     what a plain one says, as CSV (movement_table.h)
//   muster_workload answer DIRECTORY
//     questions from standard input (question_list.h)
//   muster_workload time DIRECTORY
//     how long answers take (stopwatch_list.h)
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/log.h"
#include "projections/views.h"
#include "tests/bench/movement_table.h"
#include "tests/bench/question_list.h"
#include "tests/bench/stopwatch_list.h"
#include "tests/bench/workload.h"

namespace muster {
namespace {

Status Make(const std::string& directory, std::uint64_t events, Workload::Content content) {
  std::chrono::nanoseconds appending{0};
  MUSTER_RETURN_IF_ERROR(MakeLedger(directory, kWorkloadSeed, events, content, &appending));
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger, Ledger::Open(directory));
  std::uint64_t bytes = 0;
  MUSTER_RETURN_IF_ERROR(ledger->log().Read(Position{0}, ledger->Head().size,
                                            [&bytes](Position, std::string_view record) {
                                              bytes += record.size();
                                              return OkStatus();
                                            }));
  fmt::print("{{\"records\":{},\"record_bytes\":{},\"append_seconds\":{}}}\n",
             ledger->Head().size.value, bytes, std::chrono::duration<double>(appending).count());
  return OkStatus();
}

// As the command line opens them: the saved state, caught up in memory.
StatusOr<std::unique_ptr<Views>> OpenSavedViews(const Ledger& ledger,
                                                const std::filesystem::path& directory) {
  return Views::Open(ledger,
                     {.directory = directory / "projections", .write = false, .progress = {}});
}

Status Run(const std::vector<std::string>& arguments) {
  const auto is = [&arguments](std::string_view command, std::size_t size) {
    return arguments.size() == size && arguments[0] == command;
  };
  if (is("make", 4)) {
    return Make(arguments[1], std::stoull(arguments[2]),
                arguments[3] == "plain" ? Workload::Content::kPlain : Workload::Content::kFull);
  }
  if (arguments.size() < 2)
    return InvalidArgument("usage: muster_workload make|tables|answer|time DIRECTORY ...");
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger, Ledger::Open(arguments[1]));
  if (is("tables", 3)) return WriteMovementTables(*ledger, arguments[2]);
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Views> views,
                          OpenSavedViews(*ledger, arguments[1]));
  if (is("answer", 2)) return AnswerQuestions(*views, std::cin, std::cout);
  if (!is("time", 2)) return InvalidArgument("there is no command {}", arguments[0]);
  MUSTER_ASSIGN_OR_RETURN(const std::string times, TimeAnswers(*ledger, *views, kWorkloadSeed));
  fmt::print("{}\n", times);
  return OkStatus();
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  const muster::Status status = muster::Run({argv + 1, argv + argc});
  if (status.ok()) return 0;
  fmt::print(stderr, "muster_workload: {}\n", muster::Message(status));
  return 1;
}
