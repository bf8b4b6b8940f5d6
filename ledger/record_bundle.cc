// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/record_bundle.h"

#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "ledger/base64.h"
#include "ledger/decimal.h"
#include "ledger/merkle.h"
#include "ledger/merkle_proof.h"
#include "ledger/proof_lines.h"
#include "ledger/record_codec.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

// Takes a line off the front, without its end; nullopt if no line end is left.
std::optional<std::string_view> TakeLine(std::string_view* text) {
  const std::size_t end = text->find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end + 1);
  return line;
}

// Takes a line "<key> <count>".
StatusOr<std::size_t> TakeCount(std::string_view* text, std::string_view key,
                                std::size_t count_max) {
  const std::optional<std::string_view> value = TakeValue(text, key);
  const std::optional<std::uint64_t> count = value ? ParseDecimal(*value) : std::nullopt;
  if (!count) return InvalidArgument("there is no line `{}` with a number in it", key);
  if (*count > count_max) {
    return InvalidArgument("it names {} {}, at most {} are possible", *count, key, count_max);
  }
  return static_cast<std::size_t>(*count);
}

StatusOr<std::vector<std::uint32_t>> ReadNumbers(std::string_view text, std::size_t bound) {
  std::vector<std::uint32_t> numbers;
  while (!text.empty()) {
    text.remove_prefix(1);  // the space before it
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::optional<std::uint64_t> number = ParseDecimal(text.substr(0, end));
    if (!number || *number >= bound) return InvalidArgument("it names a hash that is not there");
    if (numbers.size() == kProofHashesMax) {
      return InvalidArgument("its proof has more than {} hashes", kProofHashesMax);
    }
    numbers.push_back(static_cast<std::uint32_t>(*number));
    text.remove_prefix(end);
  }
  return numbers;
}

// "<position> <base64> <number> ...".
StatusOr<RecordBundle::Entry> ReadEntry(std::string_view line, std::size_t hashes) {
  const std::size_t position_end = line.find(' ');
  const std::optional<std::uint64_t> position = ParseDecimal(line.substr(0, position_end));
  if (!position || position_end == std::string_view::npos) {
    return InvalidArgument("it does not begin with a position");
  }
  line.remove_prefix(position_end + 1);
  const std::size_t record_end = std::min(line.find(' '), line.size());
  std::optional<std::string> record = FromBase64(line.substr(0, record_end));
  if (!record || record->empty() || record->size() > kRecordBytesMax) {
    return InvalidArgument("it has no record of muster");
  }
  RecordBundle::Entry entry{Position{*position}, *std::move(record), {}};
  MUSTER_ASSIGN_OR_RETURN(entry.proof, ReadNumbers(line.substr(record_end), hashes));
  return entry;
}

Status TakeEntries(std::string_view* text, RecordBundle& bundle) {
  MUSTER_ASSIGN_OR_RETURN(const std::size_t count, TakeCount(text, "records", kBundleRecordsMax));
  for (std::size_t i = 0; i < count; ++i) {
    const std::optional<std::string_view> line = TakeLine(text);
    if (!line) return InvalidArgument("it ends before record {} of {}", i + 1, count);
    StatusOr<RecordBundle::Entry> entry = ReadEntry(*line, bundle.hashes.size());
    if (!entry.ok()) return Annotate(entry.status(), fmt::format("record {} of {}", i + 1, count));
    if (!bundle.entries.empty() && entry->position <= bundle.entries.back().position) {
      return InvalidArgument("record {} stands behind record {}", entry->position.value,
                             bundle.entries.back().position.value);
    }
    bundle.entries.push_back(*std::move(entry));
  }
  return OkStatus();
}

// Puts hashes together that several proofs have.
class SharedHashes {
 public:
  explicit SharedHashes(std::vector<Hash>& hashes) : hashes_(hashes) {}

  std::uint32_t NumberOf(const Hash& hash) {
    const auto [found, is_new] = numbers_.emplace(hash, static_cast<std::uint32_t>(hashes_.size()));
    if (is_new) hashes_.push_back(hash);
    return found->second;
  }

 private:
  std::vector<Hash>& hashes_;
  std::map<Hash, std::uint32_t> numbers_;
};

using ReportBytes = std::map<Hash, const std::string*>;

StatusOr<ReportBytes> ReportsById(const RecordBundle& bundle) {
  ReportBytes reports;
  for (const std::string& bytes : bundle.reports) {
    if (!reports.emplace(Sha256(bytes), &bytes).second) {
      return InvalidArgument("a report comes twice");
    }
  }
  return reports;
}

// Adds the report that a record names to `proved`.
Status AddReport(const v1::Record& record, const ReportBytes& reports, ProvedRecords& proved) {
  if (record.report().empty()) return OkStatus();
  if (record.report().size() != sizeof(Hash)) {
    return FailedPrecondition("record {} names a report without an id", record.position());
  }
  const Hash id = HashFromBytes(record.report());
  if (proved.reports.contains(id)) return OkStatus();
  const auto found = reports.find(id);
  if (found == reports.end()) {
    return FailedPrecondition("the metadata of the report {}, which record {} names, are not there",
                              ToHex(id), record.position());
  }
  auto report = std::make_shared<v1::Report>();
  const std::string& bytes = *found->second;
  if (!report->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return FailedPrecondition("what record {} names as its report is none", record.position());
  }
  proved.reports.emplace(id, std::move(report));
  return OkStatus();
}

StatusOr<RecordPtr> VerifyEntry(const RecordBundle& bundle, const RecordBundle::Entry& entry,
                                const Checkpoint& checkpoint) {
  const Position position = entry.position;
  if (!Holds(checkpoint.size, position)) {
    return FailedPrecondition("the checkpoint is of {} records, which has no record {}",
                              checkpoint.size.value, position.value);
  }
  std::vector<Hash> proof;
  for (const std::uint32_t number : entry.proof) proof.push_back(bundle.hashes[number]);
  if (!ProvesInclusion(LeafHash(entry.record), position, checkpoint.size, checkpoint.root, proof)) {
    return FailedPrecondition(
        "record {} and its hashes do not lead to the checkpoint's root: it is not that record of "
        "the log",
        position.value);
  }
  StatusOr<std::shared_ptr<v1::Record>> record = DecodeRecord(position, entry.record);
  if (!record.ok()) {
    return FailedPrecondition("the log has it, but it is no record of muster: {}",
                              Message(record.status()));
  }
  return RecordPtr(*std::move(record));
}

}  // namespace

std::string RecordBundle::Encode() const {
  std::string text = fmt::format("reports {}\n", reports.size());
  for (const std::string& report : reports) text += ToBase64(report) + '\n';
  text += fmt::format("hashes {}\n", hashes.size());
  for (const Hash& hash : hashes) text += ToBase64(ToBytes(hash)) + '\n';
  text += fmt::format("records {}\n", entries.size());
  for (const Entry& entry : entries) {
    text += fmt::format("{} {}", entry.position.value, ToBase64(entry.record));
    for (const std::uint32_t number : entry.proof) text += fmt::format(" {}", number);
    text += '\n';
  }
  return text;
}

StatusOr<RecordBundle> RecordBundle::Parse(std::string_view bytes) {
  RecordBundle bundle;
  MUSTER_ASSIGN_OR_RETURN(const std::size_t reports,
                          TakeCount(&bytes, "reports", kBundleRecordsMax));
  for (std::size_t i = 0; i < reports; ++i) {
    const std::optional<std::string_view> line = TakeLine(&bytes);
    std::optional<std::string> report = line ? FromBase64(*line) : std::nullopt;
    if (!report) return InvalidArgument("report {} of {} is not in base64", i + 1, reports);
    bundle.reports.push_back(*std::move(report));
  }
  MUSTER_ASSIGN_OR_RETURN(const std::size_t hashes, TakeCount(&bytes, "hashes", kBundleHashesMax));
  for (std::size_t i = 0; i < hashes; ++i) {
    const std::optional<std::string_view> line = TakeLine(&bytes);
    const std::optional<Hash> hash = line ? HashFromBase64(*line) : std::nullopt;
    if (!hash) {
      return InvalidArgument("hash {} of {} is not the base64 of 32 bytes", i + 1, hashes);
    }
    bundle.hashes.push_back(*hash);
  }
  MUSTER_RETURN_IF_ERROR(TakeEntries(&bytes, bundle));
  if (!bytes.empty()) return InvalidArgument("{} bytes stand behind the last record", bytes.size());
  return bundle;
}

StatusOr<RecordBundle> BundleRecords(const Ledger& ledger, TreeReader& tree, LogSize size,
                                     std::span<const Position> positions) {
  if (positions.size() > kBundleRecordsMax) {
    return ResourceExhausted("{} records are needed, at most {} fit into one file",
                             positions.size(), kBundleRecordsMax);
  }
  RecordBundle bundle;
  SharedHashes shared(bundle.hashes);
  std::set<std::string> reports;
  for (const Position position : positions) {
    RecordBundle::Entry entry{position, {}, {}};
    MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> hashes, tree.Inclusion(position, size));
    for (const Hash& hash : hashes) entry.proof.push_back(shared.NumberOf(hash));
    MUSTER_RETURN_IF_ERROR(ledger.log().Read(position, LogSize{position.value + 1},
                                             [&entry](Position, std::string_view bytes) {
                                               entry.record = bytes;
                                               return OkStatus();
                                             }));
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, DecodeRecord(position, entry.record));
    bundle.entries.push_back(std::move(entry));
    if (record->report().empty() || !reports.insert(record->report()).second) continue;
    if (record->report().size() != sizeof(Hash)) {
      return DataLoss("record {} names a report without an id", position.value);
    }
    MUSTER_ASSIGN_OR_RETURN(const StoredReport report,
                            ledger.FindReport(HashFromBytes(record->report())));
    bundle.reports.push_back(report.report->SerializeAsString());
  }
  return bundle;
}

StatusOr<ProvedRecords> VerifyBundle(const RecordBundle& bundle, const Checkpoint& checkpoint) {
  MUSTER_ASSIGN_OR_RETURN(const ReportBytes reports, ReportsById(bundle));
  ProvedRecords proved;
  for (const RecordBundle::Entry& entry : bundle.entries) {
    MUSTER_ASSIGN_OR_RETURN(RecordPtr record, VerifyEntry(bundle, entry, checkpoint));
    MUSTER_RETURN_IF_ERROR(AddReport(*record, reports, proved));
    proved.records.emplace(entry.position, std::move(record));
  }
  for (const auto& [id, bytes] : reports) {
    if (proved.reports.contains(id)) continue;
    return FailedPrecondition("no record names the report {}, whose metadata come with them",
                              ToHex(id));
  }
  return proved;
}

}  // namespace muster
