// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ledger_case.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

// A log that outlives the ledger which owns this.
class SharedLog : public Log {
 public:
  explicit SharedLog(std::shared_ptr<Log> log) : log_(std::move(log)) {}
  LogHead Head() const override { return log_->Head(); }
  Status Read(Position from, LogSize until, const RecordVisitor& visit) const override {
    return log_->Read(from, until, visit);
  }
  StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override {
    return log_->Get(table, key);
  }
  Status Scan(Table table, std::string_view prefix, std::string_view from,
              const EntryVisitor& visit) const override {
    return log_->Scan(table, prefix, from, visit);
  }
  StatusOr<std::unique_ptr<Pending>> Begin(LogBatch batch, LogSize expected_size) override {
    return log_->Begin(std::move(batch), expected_size);
  }
  Status Refresh() override { return log_->Refresh(); }
  Status EraseRemoved() override { return log_->EraseRemoved(); }
  StatusOr<std::uint32_t> BackUp(const std::filesystem::path& directory, const std::string& label,
                                 const CopyProgress& progress) override {
    return log_->BackUp(directory, label, progress);
  }

 private:
  std::shared_ptr<Log> log_;
};

}  // namespace

std::string Report(std::string_view title, std::string_view events, std::string_view text) {
  std::string yaml = "report: {source: Desk, title: \"";
  yaml.append(title).append("\"");
  if (!text.empty()) yaml.append(", text: \"").append(text).append("\"");
  return yaml.append("}\nevents:\n").append(events).append("\n");
}

LedgerCase::LedgerCase() : log_(std::make_shared<MemoryLog>()) { Reopen(); }

void LedgerCase::Reopen() {
  ledger_.reset();
  StatusOr<std::unique_ptr<Ledger>> ledger =
      Ledger::OnLog(std::make_unique<SharedLog>(log_), {.write = true, .clock = &clock_});
  EXPECT_TRUE(ledger.ok()) << ledger.status();
  ledger_ = *std::move(ledger);
}

AppendResult LedgerCase::Append(const std::vector<std::string>& reports, AppendOptions options) {
  std::vector<ReportDraft> drafts;
  for (const std::string& report : reports) {
    drafts.push_back(DraftFromYaml(report));
    drafts.back().file = std::string(1, static_cast<char>('a' + drafts.size() - 1)) + ".yaml";
  }
  if (options.recorded_by.empty()) options.recorded_by = "tester";
  StatusOr<AppendResult> result = ledger_->Append(drafts, options);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : AppendResult();
}

AppendResult LedgerCase::Admit(const std::string& report) {
  AppendResult result = Append(report);
  for (const Refusal& refusal : result.refusals) {
    ADD_FAILURE() << refusal.position.line << ":" << refusal.position.column << " " << refusal.rule
                  << ": " << refusal.message << "\n"
                  << refusal.hint;
  }
  return result;
}

std::vector<std::string> LedgerCase::Rules(const std::string& report) {
  std::vector<std::string> rules;
  const std::uint64_t before = size();
  for (const Refusal& refusal : Append(report).refusals) rules.push_back(refusal.rule);
  EXPECT_TRUE(rules.empty() || size() == before);
  return rules;
}

void LedgerCase::AdmitNames() {
  Admit(Report("Names",
               "- mission: {id: M, name: The mission, host: HTI}\n"
               "- place: {id: A/B, aliases: [bee]}\n"
               "- place: {id: A/C}\n"
               "- place: {id: D}\n"
               "- contingent: {id: KEN-1, mission: M, contributor: KEN, component: police}\n"
               "- contingent: {id: KEN-2, mission: M, contributor: KEN, component: police}\n"
               "- contingent: {id: JAM-1, mission: M, contributor: JAM, component: military}\n"
               "- contingent: {id: KEN-1/SWAT, component: police/swat}"));
}

}  // namespace muster
