// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/draft_maker.h"

#include <utility>

#include "tools/table/names_needed.h"
#include "tools/table/report_node.h"

namespace muster {

DraftMaker::DraftMaker(const std::filesystem::path& table, DocumentIdentity document,
                       std::optional<DocumentIdentity> transcript,
                       std::shared_ptr<const std::set<Position>> editions)
    : file_(table.string()),
      name_(table.filename().string()),
      document_(document),
      transcript_(transcript),
      editions_(std::move(editions)) {}

std::vector<ReportDraft> DraftMaker::Make(std::vector<MappedEvent> events) const {
  std::vector<ReportDraft> drafts;
  std::unordered_map<std::string, std::size_t> numbers;
  for (MappedEvent& event : events) {
    const auto [found, is_new] = numbers.emplace(event.report_key, drafts.size());
    if (is_new) drafts.push_back(Begin(event));
    ReportDraft& draft = drafts[found->second];
    draft.root.entries.back().value.items.push_back(std::move(event.event));
    draft.ranges.push_back(std::move(event.ranges));
  }
  return drafts;
}

std::vector<ReportDraft> DraftMaker::MakeAndCount(std::vector<MappedEvent> events) {
  std::vector<std::pair<std::string, std::shared_ptr<const Node>>> reports;
  reports.reserve(events.size());
  for (const MappedEvent& event : events) reports.emplace_back(event.report_key, event.report);
  std::vector<ReportDraft> drafts = Make(std::move(events));
  for (const auto& [key, report] : reports) CountOne(key, report);
  return drafts;
}

void DraftMaker::Count(const std::vector<MappedEvent>& events) {
  for (const MappedEvent& event : events) CountOne(event.report_key, event.report);
}

std::uint64_t DraftMaker::reports() const {
  return reports_.size() - reports_.count(NamesNeeded::kReportKey);
}

void DraftMaker::CountOne(const std::string& key, const std::shared_ptr<const Node>& report) {
  const auto [known, is_new] = reports_.try_emplace(key);
  if (is_new) known->second.report = report;
  ++known->second.events;
}

ReportDraft DraftMaker::Begin(const MappedEvent& first) const {
  ReportDraft draft;
  draft.file = file_;
  // A report is what its first row says of it.
  const auto known = reports_.find(first.report_key);
  Node report = known != reports_.end() ? *known->second.report : *first.report;
  if (known != reports_.end()) draft.first_event = known->second.events;
  SetEntry(report, "document", name_);
  draft.stored_document = document_;
  if (transcript_) {
    SetEntry(report, "transcript", name_);
    draft.stored_transcript = transcript_;
  }
  draft.editions = editions_;
  draft.root.kind = Node::Kind::kMap;
  draft.root.position = report.position;
  Node events = EmptyNode(Node::Kind::kList, report.position);
  draft.root.entries.push_back({"report", report.position, std::move(report)});
  draft.root.entries.push_back({"events", events.position, std::move(events)});
  return draft;
}

}  // namespace muster
