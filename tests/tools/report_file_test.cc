// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/report_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace muster {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ReportFileTest : public ::testing::Test {
 protected:
  ReportFileTest()
      : directory_(fs::temp_directory_path() /
                   fmt::format("muster_report_file_{}_{}", ::getpid(),
                               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::create_directories(directory_);
  }
  ~ReportFileTest() override { fs::remove_all(directory_); }

  fs::path Write(const std::string& name, std::string_view content) {
    std::ofstream(directory_ / name, std::ios::binary) << content;
    return directory_ / name;
  }
  ReportFile Parse(std::string_view text) { return ParseReportFile("f.yaml", text, directory_); }
  std::vector<std::string> RulesOf(std::string_view text) {
    std::vector<std::string> rules;
    for (const Refusal& refusal : Parse(text).refusals) {
      rules.push_back(
          fmt::format("{}:{} {}", refusal.position.line, refusal.position.column, refusal.rule));
    }
    return rules;
  }

  fs::path directory_;
};

TEST_F(ReportFileTest, GivesOneDraftForEachDocument) {
  const ReportFile file = Parse("report: {source: A}\n---\nreport: {source: B}\n");
  EXPECT_THAT(file.refusals, IsEmpty());
  ASSERT_EQ(file.drafts.size(), 2u);
  EXPECT_EQ(file.drafts[1].file, "f.yaml");
  EXPECT_EQ(file.drafts[1].root.entries[0].key, "report");
}

TEST_F(ReportFileTest, LoadsTheDocumentsBesideItself) {
  Write("a.pdf", std::string("%PDF\0\xFF", 6));
  Write("a.txt", "caf\xC3\xA9");
  const fs::path path =
      Write("r.yaml", "report: {document: a.pdf, transcript: ./a.txt}\nevents: [{quote: x}]\n");
  const ReportFile file = ReadReportFile(path);
  EXPECT_THAT(file.refusals, IsEmpty());
  EXPECT_EQ(file.drafts.at(0).document, std::string("%PDF\0\xFF", 6));
  EXPECT_EQ(file.drafts.at(0).transcript, "caf\xC3\xA9");
  EXPECT_FALSE(file.drafts.at(0).document_unreadable);
}

TEST_F(ReportFileTest, RefusesADocumentThatCannotBeRead) {
  fs::create_directory(directory_ / "d");
  ASSERT_EQ(::mkfifo((directory_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(RulesOf("report:\n  document: none.txt\n"), ElementsAre("2:13 document-missing"));
  EXPECT_THAT(RulesOf("report: {document: d}\n"), ElementsAre("1:20 document-unreadable"));
  EXPECT_THAT(RulesOf("report: {document: pipe}\n"), ElementsAre("1:20 document-unreadable"));
  EXPECT_THAT(RulesOf("report: {document: /dev/zero}\n"), ElementsAre("1:20 document-unreadable"));
  EXPECT_TRUE(Parse("report: {document: d}\n").drafts.at(0).document_unreadable);
}

TEST_F(ReportFileTest, RefusesADocumentBeyondTheLimitAndTakesOneAtIt) {
  Write("big.txt", "");
  fs::resize_file(directory_ / "big.txt", kDocumentBytesMax);
  EXPECT_THAT(RulesOf("report: {document: big.txt}\n"), IsEmpty());
  fs::resize_file(directory_ / "big.txt", kDocumentBytesMax + 1);
  EXPECT_THAT(RulesOf("report: {document: big.txt}\n"), ElementsAre("1:20 too-large"));
}

TEST_F(ReportFileTest, WantsTextWhereQuotesPoint) {
  Write("latin1.txt", "caf\xE9 217");
  EXPECT_THAT(RulesOf("report: {document: latin1.txt}\nevents: [{arrival: {}}]\n"), IsEmpty());
  EXPECT_THAT(RulesOf("report: {document: latin1.txt}\nevents: [{quote: 217}]\n"),
              ElementsAre("1:20 encoding"));
  EXPECT_THAT(RulesOf("report: {transcript: latin1.txt}\n"), ElementsAre("1:22 encoding"));
}

TEST_F(ReportFileTest, RefusesAFileWithoutAReport) {
  EXPECT_THAT(RulesOf(""), ElementsAre("1:1 empty-value"));
  EXPECT_THAT(RulesOf("# only a comment\n"), ElementsAre("1:1 empty-value"));
  EXPECT_THAT(RulesOf("just words\n"), ElementsAre("1:1 wrong-type"));
  EXPECT_THAT(RulesOf("- report\n"), ElementsAre("1:1 wrong-type"));
  EXPECT_THAT(RulesOf("report: {}\n---\n"), ElementsAre(HasSubstr("empty-value")));
}

TEST_F(ReportFileTest, HasALimitOfSize) {
  std::string text(kReportFileBytesMax - 1, '#');
  text += "\n";
  EXPECT_THAT(RulesOf(text), ElementsAre("1:1 empty-value"));
  EXPECT_THAT(RulesOf(text + "#"), ElementsAre("0:0 too-large"));
}

TEST_F(ReportFileTest, RefusesAFileThatCannotBeRead) {
  const ReportFile missing = ReadReportFile(directory_ / "none.yaml");
  ASSERT_EQ(missing.refusals.size(), 1u);
  EXPECT_EQ(missing.refusals[0].rule, "file-missing");
  EXPECT_EQ(missing.refusals[0].position, SourcePosition{});
  const ReportFile directory = ReadReportFile(directory_);
  ASSERT_EQ(directory.refusals.size(), 1u);
  EXPECT_EQ(directory.refusals[0].rule, "file-unreadable");
}

}  // namespace
}  // namespace muster
