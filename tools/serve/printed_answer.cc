// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/printed_answer.h"

#include <exception>
#include <utility>

#include "tools/cli/command.h"
#include "tools/cli/view_request.h"

namespace muster {
namespace {

Status TooLarge() {
  return ResourceExhausted("the answer has more than {} bytes; ask for less of it at a time",
                           kAnswerBytesMax);
}

Status RunInto(const Invocation& invocation, const GivenFiles::Files& given,
               PrintedAnswer& printed) {
  const auto take = [&printed](std::string_view text) -> Status {
    if (printed.text.size() + text.size() > kAnswerBytesMax) {
      printed.text.clear();
      return TooLarge();
    }
    printed.text += text;
    return OkStatus();
  };
  const GivenFiles files(given);
  const AnswerInto into(take);
  const NotesInto notes(printed.remarks);
  const FilesInto files_into(printed.files);
  MUSTER_ASSIGN_OR_RETURN(printed.exit_status, invocation.command->run(invocation));
  MUSTER_RETURN_IF_ERROR(into.status());
  std::size_t bytes = printed.text.size();
  for (const AnswerFile& file : printed.files) bytes += file.bytes.size();
  return bytes > kAnswerBytesMax ? TooLarge() : OkStatus();
}

}  // namespace

Status AnswerOf(const ServedLedger& ledger, Invocation invocation,
                const std::optional<std::string>& passphrase_file, const GivenFiles::Files& given,
                PrintedAnswer& printed) {
  // Where the signing key is.
  invocation.options["ledger"] = {ledger.directory().string()};
  if (passphrase_file) invocation.options["passphrase-file"] = {*passphrase_file};
  Status status;
  ledger.Answer([&](const OpenedLedger& opened) {
    printed.size = opened.ledger->Head().size;
    printed.today = Today();
    invocation.opened = &opened;
    try {
      status = RunInto(invocation, given, printed);
    } catch (const std::exception&) {
      // Nothing is expected to throw up to here but the allocation of memory.
      status = Internal("the answer could not be made");
    }
  });
  return status;
}

}  // namespace muster
