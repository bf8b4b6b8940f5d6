// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/invocation.h"

#include <pwd.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

namespace muster {

std::optional<std::string> Invocation::Value(std::string_view option) const {
  const auto found = options.find(option);
  if (found == options.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Invocation::Values(std::string_view option, bool split) const {
  const auto found = options.find(option);
  if (found == options.end()) return {};
  if (!split) return found->second;
  std::vector<std::string> values;
  for (const std::string& text : found->second) {
    std::size_t begin = 0;
    while (begin <= text.size()) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      values.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return values;
}

StatusOr<std::optional<std::uint64_t>> Invocation::Number(std::string_view option) const {
  const std::optional<std::string> text = Value(option);
  if (!text) return std::optional<std::uint64_t>();
  MUSTER_ASSIGN_OR_RETURN(const std::uint64_t number,
                          ParseNumber(*text, fmt::format("--{}", option)));
  return std::optional<std::uint64_t>(number);
}

std::string Invocation::Recorder() const {
  if (const auto by = Value("by")) return *by;
  if (const passwd* const user = ::getpwuid(::geteuid())) return user->pw_name;
  return "unknown";
}

std::filesystem::path Invocation::LedgerDirectory() const {
  if (const auto given = Value("ledger")) return *given;
  const char* const variable = std::getenv("MUSTER_LEDGER");
  if (variable != nullptr && *variable != '\0') return variable;
  return "muster.ledger";
}

std::optional<std::string> Invocation::RemoteAddress() const {
  const std::string ledger = LedgerDirectory().native();
  const bool is_remote = ledger.starts_with("grpc://") || ledger.starts_with("grpcs://");
  return is_remote ? std::optional(ledger) : std::nullopt;
}

StatusOr<std::uint64_t> ParseNumber(std::string_view text, std::string_view what) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || stop != end) {
    return InvalidArgument("{} must be a number in digits, not `{}`", what, text);
  }
  return number;
}

}  // namespace muster
