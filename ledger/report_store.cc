// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/report_store.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <utility>

#include "ledger/big_endian.h"
#include "muster/v1/report.pb.h"
#include "muster/v1/tables.pb.h"

namespace muster {
namespace {

constexpr char kReportKey = 'r';
constexpr char kDigestKey = 'd';
constexpr char kRedactionKey = 'b';
constexpr char kErasureKey = 'e';
constexpr std::size_t kHashBytes = 32;

std::string Prefixed(char prefix, std::string_view rest) {
  std::string key(1, prefix);
  return key.append(rest);
}

std::string ChunkKey(const Hash& sha256, std::uint32_t number) {
  std::string key = ToBytes(sha256);
  for (int shift = 24; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>(number >> shift & 0xff));
  }
  return key;
}

StatusOr<StoredReport> Decode(const Hash& id, std::string_view bytes) {
  v1::ReportEntry entry;
  if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || entry.runs().empty()) {
    return DataLoss("what is kept of report {} is damaged", ToHex(id));
  }
  StoredReport stored;
  stored.id = id;
  stored.report = std::make_shared<const v1::Report>(entry.report());
  if (Sha256(entry.report().SerializeAsString()) != id) {
    return DataLoss("the metadata of report {} are not those that its id commits to", ToHex(id));
  }
  stored.recorded_at = Time(std::chrono::microseconds(entry.recorded_at_us()));
  stored.first_position = Position{entry.runs(0).position()};
  for (const v1::ReportEntry::Run& run : entry.runs()) {
    stored.runs.push_back({run.ordinal(), run.count(), Position{run.position()}});
  }
  return stored;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The bytes that whole pairs of digits stand for; a digit left over is judged by BeginsWith.
std::string WholeBytes(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(HexDigit(hex[i]) << 4 | HexDigit(hex[i + 1])));
  }
  return bytes;
}

}  // namespace

bool BeginsWith(const Hash& hash, std::string_view hex) {
  if (hex.size() > 2 * kHashBytes) return false;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const int digit = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 0xf;
    if (HexDigit(hex[i]) != digit) return false;
  }
  return true;
}

const v1::Document& TextOf(const v1::Report& report) {
  return report.has_transcript() ? report.transcript() : report.document();
}

std::vector<Hash> DocumentsOf(const StoredReport& stored) {
  std::vector<Hash> documents;
  for (const v1::Document* document : {&stored.report->document(), &stored.report->transcript()}) {
    if (document->sha256().size() == kHashBytes) {
      documents.push_back(HashFromBytes(document->sha256()));
    }
  }
  return documents;
}

StatusOr<std::optional<StoredReport>> ReportStore::Find(const Hash& id) const {
  MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                          log_.Get(Table::kReports, Prefixed(kReportKey, ToBytes(id))));
  if (!bytes) return std::optional<StoredReport>();
  MUSTER_ASSIGN_OR_RETURN(StoredReport stored, Decode(id, *bytes));
  return std::optional<StoredReport>(std::move(stored));
}

StatusOr<std::vector<Hash>> ReportStore::FindByPrefix(std::string_view hex) const {
  std::set<Hash> ids;
  const std::string bytes = WholeBytes(hex);
  for (const char table : {kReportKey, kDigestKey}) {
    const std::string prefix = Prefixed(table, bytes);
    MUSTER_RETURN_IF_ERROR(log_.Scan(
        Table::kReports, prefix, prefix, [&](std::string_view key, std::string_view) -> Status {
          if (key.size() != 1 + kHashBytes * (table == kDigestKey ? 2 : 1)) {
            return DataLoss("the table of reports has a key of {} bytes", key.size());
          }
          if (BeginsWith(HashFromBytes(key.substr(1, kHashBytes)), hex)) {
            ids.insert(HashFromBytes(key.substr(key.size() - kHashBytes)));
          }
          return OkStatus();
        }));
  }
  return std::vector<Hash>(ids.begin(), ids.end());
}

StatusOr<std::set<std::pair<Hash, Hash>>> ReportStore::ReportsOfDocuments() const {
  std::set<std::pair<Hash, Hash>> documents;
  const std::string prefix(1, kDigestKey);
  MUSTER_RETURN_IF_ERROR(log_.Scan(Table::kReports, prefix, prefix,
                                   [&documents](std::string_view key, std::string_view) -> Status {
                                     if (key.size() != 1 + 2 * kHashBytes) {
                                       return DataLoss("the table of reports has a key of {} bytes",
                                                       key.size());
                                     }
                                     documents.emplace(HashFromBytes(key.substr(1, kHashBytes)),
                                                       HashFromBytes(key.substr(1 + kHashBytes)));
                                     return OkStatus();
                                   }));
  return documents;
}

StatusOr<std::vector<StoredReport>> ReportStore::All() const {
  std::vector<StoredReport> reports;
  const std::string prefix(1, kReportKey);
  MUSTER_RETURN_IF_ERROR(log_.Scan(
      Table::kReports, prefix, prefix,
      [&reports](std::string_view key, std::string_view bytes) -> Status {
        if (key.size() != 1 + kHashBytes) {
          return DataLoss("the table of reports has a key of {} bytes", key.size());
        }
        MUSTER_ASSIGN_OR_RETURN(StoredReport report, Decode(HashFromBytes(key.substr(1)), bytes));
        reports.push_back(std::move(report));
        return OkStatus();
      }));
  std::sort(reports.begin(), reports.end(), [](const StoredReport& a, const StoredReport& b) {
    return a.first_position < b.first_position;
  });
  return reports;
}

StatusOr<bool> ReportStore::HasDocument(const Hash& sha256) const {
  MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> chunk,
                          log_.Get(Table::kChunks, ChunkKey(sha256, 0)));
  return chunk.has_value();
}

StatusOr<std::string> ReportStore::ReadDocument(const Hash& sha256) const {
  std::string document;
  MUSTER_RETURN_IF_ERROR(VisitDocument(sha256, [&document](std::string_view piece) {
    document.append(piece);
    return OkStatus();
  }));
  return document;
}

Status ReportStore::VisitDocument(const Hash& sha256, const PieceVisitor& visit) const {
  std::uint32_t number = 0;
  Sha256Hasher hasher;
  const std::string prefix = ToBytes(sha256);
  MUSTER_RETURN_IF_ERROR(log_.Scan(
      Table::kChunks, prefix, prefix, [&](std::string_view key, std::string_view chunk) -> Status {
        if (key != ChunkKey(sha256, number)) {
          return DataLoss("chunk {} of document {} is missing", number, ToHex(sha256));
        }
        ++number;
        hasher.Add(chunk);
        return visit(chunk);
      }));
  if (number == 0) return NotFound("no document {} is stored", ToHex(sha256));
  const Hash found = hasher.Finish();
  if (found != sha256) {
    return DataLoss("document {} is damaged: its bytes have the digest {}", ToHex(sha256),
                    ToHex(found));
  }
  return OkStatus();
}

void ReportStore::Write(const StoredReport& report, bool is_new, std::vector<TableEntry>& entries) {
  v1::ReportEntry entry;
  *entry.mutable_report() = *report.report;
  entry.set_recorded_at_us(report.recorded_at.time_since_epoch().count());
  for (const StoredReport::Run& run : report.runs) {
    v1::ReportEntry::Run& stored = *entry.add_runs();
    stored.set_ordinal(run.ordinal);
    stored.set_count(run.count);
    stored.set_position(run.position.value);
  }
  const std::string id = ToBytes(report.id);
  entries.push_back({Table::kReports, Prefixed(kReportKey, id), entry.SerializeAsString()});
  if (!is_new) return;
  for (const Hash& document : DocumentsOf(report)) {
    entries.push_back(
        {Table::kReports, Prefixed(kDigestKey, ToBytes(document) + id), std::string()});
  }
}

void ReportStore::WriteDocument(const Hash& sha256, std::string_view bytes,
                                std::vector<TableEntry>& entries) {
  std::uint32_t number = 0;
  // An empty document has one empty chunk.
  do {
    WriteChunk(sha256, number++, bytes.substr(0, kChunkBytes), entries);
    bytes.remove_prefix(std::min(bytes.size(), kChunkBytes));
  } while (!bytes.empty());
}

void ReportStore::WriteChunk(const Hash& sha256, std::uint32_t number, std::string_view bytes,
                             std::vector<TableEntry>& entries) {
  entries.push_back({Table::kChunks, ChunkKey(sha256, number), std::string(bytes)});
}

StatusOr<std::optional<Position>> ReportStore::FindRedaction(const Hash& sha256) const {
  MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                          log_.Get(Table::kReports, Prefixed(kRedactionKey, ToBytes(sha256))));
  if (!bytes) return std::optional<Position>();
  const std::optional<std::uint64_t> position = DecodeBigEndian(*bytes);
  if (!position) return DataLoss("what is kept of document {} is damaged", ToHex(sha256));
  return std::optional(Position{*position});
}

StatusOr<std::map<Hash, Position>> ReportStore::Redactions() const {
  std::map<Hash, Position> redactions;
  const std::string prefix(1, kRedactionKey);
  MUSTER_RETURN_IF_ERROR(
      log_.Scan(Table::kReports, prefix, prefix,
                [&redactions](std::string_view key, std::string_view value) -> Status {
                  const std::optional<std::uint64_t> position = DecodeBigEndian(value);
                  if (key.size() != 1 + kHashBytes || !position) {
                    return DataLoss("the table of reports is damaged at a redaction");
                  }
                  redactions.emplace(HashFromBytes(key.substr(1)), Position{*position});
                  return OkStatus();
                }));
  return redactions;
}

StatusOr<std::set<Hash>> ReportStore::StoredDocuments() const {
  std::set<Hash> documents;
  MUSTER_RETURN_IF_ERROR(log_.Scan(
      Table::kChunks, "", "", [&documents](std::string_view key, std::string_view) -> Status {
        if (key.size() != ChunkKey(Hash(), 0).size()) {
          return DataLoss("the table of documents has a key of {} bytes", key.size());
        }
        documents.insert(HashFromBytes(key.substr(0, kHashBytes)));
        return OkStatus();
      }));
  return documents;
}

StatusOr<std::vector<Hash>> ReportStore::ToErase() const {
  std::vector<Hash> documents;
  const std::string prefix(1, kErasureKey);
  MUSTER_RETURN_IF_ERROR(
      log_.Scan(Table::kReports, prefix, prefix, [&](std::string_view key, std::string_view) {
        if (key.size() != 1 + kHashBytes) return DataLoss("the table of reports is damaged");
        documents.push_back(HashFromBytes(key.substr(1)));
        return OkStatus();
      }));
  return documents;
}

Status ReportStore::WriteRedaction(const Hash& sha256, Position position,
                                   std::vector<TableEntry>& entries) const {
  const std::string digest = ToBytes(sha256);
  MUSTER_RETURN_IF_ERROR(
      log_.Scan(Table::kChunks, digest, digest, [&entries](std::string_view key, std::string_view) {
        entries.push_back({Table::kChunks, std::string(key), std::nullopt});
        return OkStatus();
      }));
  entries.push_back(
      {Table::kReports, Prefixed(kRedactionKey, digest), EncodeBigEndian(position.value)});
  entries.push_back({Table::kReports, Prefixed(kErasureKey, digest), std::string()});
  return OkStatus();
}

void ReportStore::WriteErased(const Hash& sha256, std::vector<TableEntry>& entries) {
  entries.push_back({Table::kReports, Prefixed(kErasureKey, ToBytes(sha256)), std::nullopt});
}

}  // namespace muster
