// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger_directory.h"

#include <cctype>
#include <charconv>
#include <fstream>
#include <random>
#include <sstream>
#include <string_view>
#include <system_error>

#include "ledger/durable_file.h"
#include "ledger/rocks_log.h"
#include "ledger/signing_key.h"
#include "ledger/stored_key.h"

namespace muster {
namespace {

constexpr std::string_view kFormatLine = "muster ledger ";
constexpr std::string_view kOriginLine = "origin ";

// "haiti-3f9a0c42" for a ledger in "…/haiti.ledger".
std::string MakeOrigin(const std::filesystem::path& directory) {
  std::string name;
  for (const char c : std::filesystem::absolute(directory).lexically_normal().stem().string()) {
    const auto byte = static_cast<unsigned char>(c);
    name.push_back(std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : '-');
  }
  if (name.empty()) name = "ledger";
  std::random_device chance;
  return fmt::format("{}-{:08x}", name, chance());
}

}  // namespace

std::filesystem::path LogDirectory(const std::filesystem::path& ledger) { return ledger / "log"; }
std::filesystem::path ProjectionsDirectory(const std::filesystem::path& ledger) {
  return ledger / "projections";
}
std::filesystem::path FormatFile(const std::filesystem::path& ledger) { return ledger / "FORMAT"; }
std::filesystem::path KeyFile(const std::filesystem::path& ledger) { return ledger / "key"; }
std::filesystem::path NextKeyFile(const std::filesystem::path& ledger) {
  return ledger / "key.next";
}
std::filesystem::path CopyKeyFile(const std::filesystem::path& ledger) {
  return ledger / "key.copy";
}
std::filesystem::path CheckpointsDirectory(const std::filesystem::path& ledger) {
  return ledger / "checkpoints";
}
std::filesystem::path WitnessesFile(const std::filesystem::path& ledger) {
  return ledger / "witnesses";
}
std::filesystem::path AccessDirectory(const std::filesystem::path& ledger) {
  return ledger / "access";
}

Status CreateLedgerDirectory(const std::filesystem::path& directory, std::string origin,
                             const std::optional<std::string>& passphrase) {
  if (origin.empty()) origin = MakeOrigin(directory);
  MUSTER_RETURN_IF_ERROR(SigningKey::CheckName(origin));
  std::error_code error;
  if (std::filesystem::exists(directory, error) &&
      !(std::filesystem::is_directory(directory, error) &&
        std::filesystem::is_empty(directory, error))) {
    return AlreadyExists("{} exists and is not an empty directory", directory.string());
  }
  std::filesystem::create_directories(directory, error);
  if (error) return Unavailable("cannot make {}: {}", directory.string(), error.message());
  MUSTER_ASSIGN_OR_RETURN(const SigningKey key, SigningKey::Generate(origin));
  MUSTER_RETURN_IF_ERROR(RocksLog::Create(LogDirectory(directory)));
  MUSTER_RETURN_IF_ERROR(StoredKey::Write(KeyFile(directory), key, passphrase));
  return WriteNewFile(FormatFile(directory),
                      fmt::format("{}{}\n{}{}\n", kFormatLine, kFormatVersion, kOriginLine, origin),
                      kReadableByAll);
}

StatusOr<std::string> ReadOrigin(const std::filesystem::path& directory) {
  const std::filesystem::path path = FormatFile(directory);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    // A log without the file is what an interrupted Create, or a hand, has left.
    if (std::filesystem::exists(LogDirectory(directory), error)) {
      return DataLoss("{} is missing", path.string());
    }
    return NotFound("there is no ledger in {}; make one with `muster init`", directory.string());
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const std::string text = bytes.str();
  const std::size_t line = text.find('\n');
  int version = 0;
  if (!text.starts_with(kFormatLine) || line == std::string::npos ||
      std::from_chars(text.data() + kFormatLine.size(), text.data() + line, version).ptr !=
          text.data() + line) {
    return DataLoss("{} is damaged: it does not say which format the ledger has", path.string());
  }
  if (version > kFormatVersion) {
    return FailedPrecondition("{} has format {}, and this program reads {}; a later one reads it",
                              directory.string(), version, kFormatVersion);
  }
  if (version >= 1 && version < kFormatVersion) {
    return FailedPrecondition(
        "{} has format {} of before the first release, and this program reads {}; make a new "
        "ledger "
        "and append the report files again",
        directory.string(), version, kFormatVersion);
  }
  const std::string_view rest = std::string_view(text).substr(line + 1);
  const std::size_t end = rest.find('\n');
  if (!rest.starts_with(kOriginLine) || end == std::string_view::npos || version < 1 ||
      !SigningKey::CheckName(rest.substr(kOriginLine.size(), end - kOriginLine.size())).ok()) {
    return DataLoss("{} is damaged: it does not name the ledger's origin", path.string());
  }
  return std::string(rest.substr(kOriginLine.size(), end - kOriginLine.size()));
}

}  // namespace muster
