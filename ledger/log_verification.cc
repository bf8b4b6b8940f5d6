// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/log_verification.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "ledger/admission_state.h"
#include "ledger/big_endian.h"
#include "ledger/merkle.h"
#include "ledger/record_codec.h"
#include "ledger/report_store.h"
#include "ledger/tile_builder.h"
#include "ledger/tree_reader.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

// How often progress is told, in records.
constexpr std::uint64_t kProgressEvery = 10000;

class LogVerifier {
 public:
  explicit LogVerifier(const Log& log) : log_(log), store_(log) { result_.head = log.Head(); }

  StatusOr<LogVerification> Verify(const VerificationProgress& progress) {
    MUSTER_RETURN_IF_ERROR(ReadReports());
    const LogSize size = result_.head.size;
    MUSTER_RETURN_IF_ERROR(
        log_.Read(Position{0}, size, [&](Position position, std::string_view bytes) -> Status {
          if (progress && position.value % kProgressEvery == 0) progress(position, size);
          return VerifyRecord(position, bytes);
        }));
    if (tree_.frontier().Root() != result_.head.root) {
      Fault("the records have the root {}, and the log says {}", ToHex(tree_.frontier().Root()),
            ToHex(result_.head.root));
    }
    MUSTER_RETURN_IF_ERROR(VerifyTreeEntries());
    VerifyReportRecords();
    MUSTER_RETURN_IF_ERROR(VerifyDigests());
    MUSTER_RETURN_IF_ERROR(VerifyRedactions());
    MUSTER_RETURN_IF_ERROR(VerifyDocuments());
    MUSTER_RETURN_IF_ERROR(VerifyChains());
    MUSTER_RETURN_IF_ERROR(VerifyReleases());
    MUSTER_RETURN_IF_ERROR(ReadEveryTable());
    return std::move(result_);
  }

 private:
  struct KnownReport {
    StoredReport stored;
    std::uint64_t records = 0;  // seen
  };

  template <typename... Args>
  void Fault(fmt::format_string<Args...> format, Args&&... args) {
    if (result_.faults.size() >= kFaultsMax) return;
    result_.faults.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  // What was compared with nothing (what admission looks up, say) is at least read, so that damage
  // to it is found by the store's checksums.
  Status ReadEveryTable() const {
    for (int table = 1; table <= kTableCount; ++table) {
      MUSTER_RETURN_IF_ERROR(
          log_.Scan(static_cast<Table>(table), "", "",
                    [](std::string_view, std::string_view) { return OkStatus(); }));
    }
    return OkStatus();
  }

  Status ReadReports() {
    MUSTER_ASSIGN_OR_RETURN(std::vector<StoredReport> reports, store_.All());
    result_.reports = reports.size();
    for (StoredReport& report : reports) {
      std::string id = ToBytes(report.id);
      reports_.emplace(std::move(id), KnownReport{std::move(report), 0});
    }
    return OkStatus();
  }

  Status VerifyRecord(Position position, std::string_view bytes) {
    tree_entries_.clear();
    tree_.Add(LeafHash(bytes), tree_entries_);
    for (const TableEntry& entry : tree_entries_) {
      ++result_.tree_entries;
      MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> kept,
                              log_.Get(entry.table, entry.key));
      if (kept != entry.value) {
        Fault("what is kept of the Merkle tree with record {} is not what the records hash to",
              position.value);
      }
    }
    const auto record = DecodeRecord(position, bytes);
    if (!record.ok()) {
      Fault("{}", Message(record.status()));
      return OkStatus();
    }
    if ((*record)->recorded_at_us() < recorded_at_us_) {
      Fault("record {} was recorded before the one before it", position.value);
    }
    recorded_at_us_ = (*record)->recorded_at_us();
    VerifyOrigin(position, **record);
    NoteEvent(position, (*record)->event());
    return OkStatus();
  }

  void VerifyOrigin(Position position, const v1::Record& record) {
    if (record.report().empty()) {
      if (record.evidence_size() > 0) {
        Fault("record {} has evidence, and no report", position.value);
      }
      return;
    }
    const auto found = reports_.find(record.report());
    if (found == reports_.end()) {
      Fault("the report of record {} is not stored", position.value);
      return;
    }
    KnownReport& report = found->second;
    ++report.records;
    if (position == report.stored.first_position &&
        record.recorded_at_us() != report.stored.recorded_at.time_since_epoch().count()) {
      Fault("report {} was not recorded when its first record {} was", ToHex(report.stored.id),
            position.value);
    }
    if (record.ordinal() >= report.stored.EventCount() ||
        report.stored.PositionOf(record.ordinal()) != position) {
      Fault("report {} does not have record {} as its event {}", ToHex(report.stored.id),
            position.value, record.ordinal());
    }
    const std::uint64_t text_bytes = TextOf(*report.stored.report).size_bytes();
    for (const v1::Evidence& evidence : record.evidence()) {
      if (evidence.begin() <= evidence.end() && evidence.end() <= text_bytes) continue;
      Fault("record {} rests on bytes {} to {} of a text of {}", position.value, evidence.begin(),
            evidence.end(), text_bytes);
    }
  }

  // Keeps what the tables must have because of the event.
  void NoteEvent(Position position, const v1::Event& event) {
    const auto add_member = [&](std::uint64_t root) {
      if (root < position.value) members_.emplace(root, position.value);
    };
    const auto add_correction = [&](std::uint64_t target) {
      add_member(target);
      const auto account = accounts_.find(target);
      if (account == accounts_.end()) return;
      // What corrects an account changes what the events that it is of read.
      for (const std::uint64_t of : account->second) add_member(of);
    };
    switch (event.fact_case()) {
      case v1::Event::kAccount:
        for (const v1::Target& of : event.account().of()) {
          add_member(of.position());
          accounts_[position.value].push_back(of.position());
        }
        return;
      case v1::Event::kAmendment:
        if (event.amendment().has_of()) add_correction(event.amendment().of().position());
        return;
      case v1::Event::kRetraction:
        add_correction(event.retraction().of().position());
        return;
      case v1::Event::kRelease:
        releases_.emplace(event.release().name(), position);
        return;
      case v1::Event::kRedaction:
        if (event.redaction().document().size() == Hash().size()) {
          redactions_.emplace(HashFromBytes(event.redaction().document()), position);
        }
        return;
      default:
        return;
    }
  }

  // Whether there is more of the tree than the records make.
  Status VerifyTreeEntries() {
    std::uint64_t kept = 0;
    MUSTER_RETURN_IF_ERROR(
        log_.Scan(Table::kTiles, "", "", [&kept](std::string_view, std::string_view) {
          ++kept;
          return OkStatus();
        }));
    if (kept != result_.tree_entries) {
      Fault("{} tiles and subtrees of the Merkle tree are kept, and the records make {}", kept,
            result_.tree_entries);
    }
    return OkStatus();
  }

  void VerifyReportRecords() {
    for (const auto& [id, report] : reports_) {
      if (report.records == report.stored.EventCount()) continue;
      Fault("report {} lists {} events, and {} are recorded", ToHex(report.stored.id),
            report.stored.EventCount(), report.records);
    }
  }

  // Whether reports are found by the digests of their documents.
  Status VerifyDigests() {
    MUSTER_ASSIGN_OR_RETURN(auto kept, store_.ReportsOfDocuments());
    for (const auto& [id, report] : reports_) {
      const std::vector<Hash> documents = DocumentsOf(report.stored);
      for (const Hash& document : std::set<Hash>(documents.begin(), documents.end())) {
        if (kept.erase({document, report.stored.id}) == 1) continue;
        Fault("report {} is not found by its document {}", ToHex(report.stored.id),
              ToHex(document));
      }
    }
    for (const auto& [document, report] : kept) {
      Fault("document {} leads to report {}, which does not have it", ToHex(document),
            ToHex(report));
    }
    return OkStatus();
  }

  Status VerifyDocuments() {
    std::map<Hash, std::uint64_t> sizes;
    for (const auto& [id, report] : reports_) {
      const v1::Report& metadata = *report.stored.report;
      for (const v1::Document* document : {&metadata.document(), &metadata.transcript()}) {
        if (document->sha256().size() != Hash().size()) continue;
        sizes.emplace(HashFromBytes(document->sha256()), document->size_bytes());
      }
    }
    result_.documents = sizes.size();
    for (const auto& [sha256, size_bytes] : sizes) {
      if (redactions_.count(sha256) != 0) {
        ++result_.blacked_out;
        continue;
      }
      const StatusOr<std::string> document = store_.ReadDocument(sha256);
      if (!document.ok()) {
        Fault("{}", Message(document.status()));
      } else if (document->size() != size_bytes) {
        Fault("document {} has {} bytes, and its report says {}", ToHex(sha256), document->size(),
              size_bytes);
      }
    }
    MUSTER_ASSIGN_OR_RETURN(const std::set<Hash> stored, store_.StoredDocuments());
    for (const Hash& sha256 : stored) {
      if (redactions_.count(sha256) != 0) {
        Fault("document {} is blacked out, and its bytes are still stored", ToHex(sha256));
      } else if (sizes.count(sha256) == 0) {
        ++result_.unnamed_documents;
      }
    }
    return OkStatus();
  }

  Status VerifyRedactions() {
    MUSTER_ASSIGN_OR_RETURN(auto kept, store_.Redactions());
    for (const auto& [sha256, position] : redactions_) {
      const auto found = kept.find(sha256);
      if (found == kept.end() || found->second != position) {
        Fault("document {} is blacked out by record {}, and that is not kept", ToHex(sha256),
              position.value);
      }
      kept.erase(sha256);
    }
    for (const auto& [sha256, position] : kept) {
      Fault("document {} is kept as blacked out by record {}, which does not say so", ToHex(sha256),
            position.value);
    }
    return OkStatus();
  }

  Status VerifyChains() {
    result_.corrections = members_.size();
    std::set<std::pair<std::uint64_t, std::uint64_t>> missing = members_;
    MUSTER_RETURN_IF_ERROR(
        log_.Scan(Table::kChains, "", "", [&](std::string_view key, std::string_view) {
          const auto root = DecodeBigEndian(key.substr(0, kBigEndianBytes));
          const auto member = DecodeBigEndian(key.substr(std::min(key.size(), kBigEndianBytes)));
          if (!root || !member || missing.erase({*root, *member}) == 0) {
            Fault("the index of corrections has an entry that no record makes");
          }
          return OkStatus();
        }));
    for (const auto& [root, member] : missing) {
      Fault("the index of corrections lacks record {}, which is about record {}", member, root);
    }
    return OkStatus();
  }

  Status VerifyReleases() {
    MUSTER_ASSIGN_OR_RETURN(const StringMap<Position> kept, ReadReleases(log_));
    for (const auto& [name, position] : kept) {
      const auto found = releases_.find(name);
      if (found == releases_.end() || found->second != position) {
        Fault("release '{}' does not stand at record {}", name, position.value);
      }
    }
    if (kept.size() != releases_.size()) {
      Fault("{} releases are kept, and {} are recorded", kept.size(), releases_.size());
    }
    return OkStatus();
  }

  const Log& log_;
  const ReportStore store_;
  LogVerification result_;
  std::unordered_map<std::string, KnownReport> reports_;  // by the 32 bytes of their ids
  TileBuilder tree_;
  std::vector<TableEntry> tree_entries_;  // of one record
  std::int64_t recorded_at_us_ = 0;
  std::set<std::pair<std::uint64_t, std::uint64_t>> members_;  // first member, later one
  std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> accounts_;
  std::map<std::string, Position> releases_;
  std::map<Hash, Position> redactions_;
};

}  // namespace

StatusOr<LogVerification> VerifyLog(const Log& log, const VerificationProgress& progress) {
  return LogVerifier(log).Verify(progress);
}

Status VerifyVouched(const Log& log, const LogHead& vouched) {
  TreeReader tree(log);
  if (tree.head().size < vouched.size) {
    return DataLoss("the log has {} records, and should have at least {}", tree.head().size.value,
                    vouched.size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const Hash root, tree.Root(vouched.size));
  if (root == vouched.root) return OkStatus();
  return DataLoss("the first {} records have the root {}, and should have {}", vouched.size.value,
                  ToHex(root), ToHex(vouched.root));
}

}  // namespace muster
