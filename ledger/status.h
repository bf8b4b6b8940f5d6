// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Status and StatusOr are how an operation says that it could not be carried out.
//
// Codes, and what they mean here:
//   INVALID_ARGUMENT    bad input, whatever the state
//   FAILED_PRECONDITION the ledger is in the wrong state for it (a second writer, no ledger)
//   ABORTED             the log moved on under the caller; read again and retry
//   ALREADY_EXISTS, NOT_FOUND
//   RESOURCE_EXHAUSTED  a stated limit is exceeded
//   DATA_LOSS           stored bytes are damaged or missing (the command line exits with 3)
//   UNAVAILABLE         the disk or the system refused; a retry may help
//   INTERNAL            a fault of this program
//   UNAUTHENTICATED     of a server: it is not known who asks
//   PERMISSION_DENIED   of a server: who asks may not do that
// A message begins in lower case, has no final stop, and names the subject and both values:
// "log has 43 records, expected 41".
#ifndef MUSTER_LEDGER_STATUS_H_
#define MUSTER_LEDGER_STATUS_H_

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace muster {

using absl::Status;
using absl::StatusCode;
using absl::StatusOr;

inline Status OkStatus() { return absl::OkStatus(); }

// Debian builds Abseil with a string_view of its own; this is the one place that converts it. The
// view is valid as long as `status`.
inline std::string_view Message(const Status& status) {
  return {status.message().data(), status.message().size()};
}

// Makes an error of `code` with a message in fmt's format.
template <typename... Args>
Status ErrorOf(StatusCode code, fmt::format_string<Args...> format, Args&&... args) {
  const std::string message = fmt::format(format, std::forward<Args>(args)...);
  return Status(code, absl::string_view(message.data(), message.size()));
}

#define MUSTER_DEFINE_ERROR(Name, code)                             \
  template <typename... Args>                                       \
  Status Name(fmt::format_string<Args...> format, Args&&... args) { \
    return ErrorOf(code, format, std::forward<Args>(args)...);      \
  }
MUSTER_DEFINE_ERROR(InvalidArgument, StatusCode::kInvalidArgument)
MUSTER_DEFINE_ERROR(FailedPrecondition, StatusCode::kFailedPrecondition)
MUSTER_DEFINE_ERROR(Aborted, StatusCode::kAborted)
MUSTER_DEFINE_ERROR(AlreadyExists, StatusCode::kAlreadyExists)
MUSTER_DEFINE_ERROR(NotFound, StatusCode::kNotFound)
MUSTER_DEFINE_ERROR(ResourceExhausted, StatusCode::kResourceExhausted)
MUSTER_DEFINE_ERROR(DataLoss, StatusCode::kDataLoss)
MUSTER_DEFINE_ERROR(Unavailable, StatusCode::kUnavailable)
MUSTER_DEFINE_ERROR(Internal, StatusCode::kInternal)
MUSTER_DEFINE_ERROR(Unauthenticated, StatusCode::kUnauthenticated)
MUSTER_DEFINE_ERROR(PermissionDenied, StatusCode::kPermissionDenied)
#undef MUSTER_DEFINE_ERROR

// The same error with "context: " before its message. OK stays OK.
Status Annotate(const Status& status, std::string_view context);

// Ends the program with a message: a promise of this program's own was broken. Never for input.
[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);

}  // namespace muster

#define MUSTER_CHECK(condition) \
  ((condition) ? (void)0 : ::muster::CheckFailed(#condition, __FILE__, __LINE__))

#define MUSTER_RETURN_IF_ERROR(expression)                        \
  do {                                                            \
    if (::muster::Status status_ = (expression); !status_.ok()) { \
      return status_;                                             \
    }                                                             \
  } while (false)

#define MUSTER_CONCAT_INNER_(a, b) a##b
#define MUSTER_CONCAT_(a, b) MUSTER_CONCAT_INNER_(a, b)
#define MUSTER_ASSIGN_OR_RETURN(target, expression) \
  MUSTER_ASSIGN_OR_RETURN_(MUSTER_CONCAT_(status_or_, __LINE__), target, expression)
#define MUSTER_ASSIGN_OR_RETURN_(temporary, target, expression) \
  auto temporary = (expression);                                \
  if (!temporary.ok()) return temporary.status();               \
  target = *std::move(temporary)

#endif  // MUSTER_LEDGER_STATUS_H_
