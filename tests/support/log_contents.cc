// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/log_contents.h"

#include <memory>

namespace muster {

StatusOr<LogContents> ReadContents(const Log& log) {
  LogContents contents;
  const LogHead head = log.Head();
  contents.root = ToHex(head.root);
  MUSTER_RETURN_IF_ERROR(
      log.Read(Position{0}, head.size, [&contents](Position position, std::string_view record) {
        MUSTER_CHECK(position.value == contents.records.size());
        contents.records.emplace_back(record);
        return OkStatus();
      }));
  for (int number = 1; number <= kTableCount; ++number) {
    MUSTER_RETURN_IF_ERROR(log.Scan(
        static_cast<Table>(number), {}, {}, [&](std::string_view key, std::string_view value) {
          contents.entries.emplace_back(std::to_string(number) + std::string(key), value);
          return OkStatus();
        }));
  }
  return contents;
}

StatusOr<LogHead> AppendNow(Log& log, LogBatch batch) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Log::Pending> pending,
                          log.Begin(std::move(batch), log.Head().size));
  MUSTER_RETURN_IF_ERROR(pending->Wait());
  return pending->head_after();
}

}  // namespace muster
