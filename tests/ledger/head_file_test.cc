// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/head_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::AllOf;
using testing::HasSubstr;

HeadFile Sample() {
  HeadFile head;
  for (const char* record : {"a", "b", "c"}) head.frontier.Add(LeafHash(record));
  head.manifest = HeadFile::Manifest{"MANIFEST-000005", 1243, Sha256("manifest")};
  return head;
}

TEST(HeadFile, IsThisText) {
  const std::string pair = ToHex(NodeHash(LeafHash("a"), LeafHash("b")));
  const std::string lines = "muster log head 1\nsize 3\nroot " + ToHex(Sample().frontier.Root()) +
                            "\nfrontier 0000000000000003" + pair + ToHex(LeafHash("c")) +
                            "\nmanifest MANIFEST-000005 1243 " + ToHex(Sha256("manifest")) + "\n";
  EXPECT_EQ(Sample().Encode(), lines + "checksum " + ToHex(Sha256(lines)) + "\n");
}

TEST(HeadFile, ReadsItselfBack) {
  const TemporaryDirectory directory;
  HeadFile head = Sample();
  for (const bool sealed : {true, false}) {
    if (!sealed) head.manifest.reset();
    ASSERT_THAT(head.Write(directory.path() / "head"), IsOk());
    const StatusOr<HeadFile> read = HeadFile::Read(directory.path() / "head");
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(read->Encode(), head.Encode());
    EXPECT_EQ(read->manifest, head.manifest);
  }
}

TEST(HeadFile, NoticesEveryAlteredAndEveryMissingByte) {
  const std::string good = Sample().Encode();
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_THAT(HeadFile::Decode(bad), StatusIs(StatusCode::kDataLoss, testing::_)) << i;
    EXPECT_THAT(HeadFile::Decode(good.substr(0, i)), StatusIs(StatusCode::kDataLoss, testing::_))
        << i;
  }
  EXPECT_THAT(HeadFile::Decode(good + "\n"), StatusIs(StatusCode::kDataLoss, testing::_));
}

TEST(HeadFile, RefusesAnotherFormatWithItsChecksumRight) {
  for (const auto& [from, to] :
       {std::pair("head 1", "head 2"), std::pair("size 3", "size 4"), std::pair("size 3", "size x"),
        std::pair("size 3\n", ""), std::pair("1243 ", ""), std::pair("root", "extra 1\nroot")}) {
    std::string text = Sample().Encode();
    text.resize(text.rfind("checksum"));
    text.replace(text.find(from), std::string(from).size(), to);
    text += "checksum " + ToHex(Sha256(text)) + "\n";
    EXPECT_THAT(HeadFile::Decode(text), StatusIs(StatusCode::kDataLoss, testing::_)) << to;
  }
}

TEST(HeadFile, SaysWhichFileIsMissingOrDamaged) {
  const TemporaryDirectory directory;
  const std::filesystem::path file = directory.path() / "head";
  EXPECT_THAT(HeadFile::Read(file),
              StatusIs(StatusCode::kDataLoss, HasSubstr(file.string() + " is missing")));
  std::ofstream(file) << "muster";
  EXPECT_THAT(HeadFile::Read(file),
              StatusIs(StatusCode::kDataLoss, HasSubstr(file.string() + " is damaged")));
  std::ofstream(file) << std::string(70000, 'x');
  EXPECT_THAT(HeadFile::Read(file),
              StatusIs(StatusCode::kDataLoss, HasSubstr("more than 65536 bytes")));
  EXPECT_THAT(Sample().Write(directory.path() / "none" / "head"),
              StatusIs(StatusCode::kUnavailable, HasSubstr("none/head.new")));
}

TEST(CheckManifest, ComparesWithWhatTheLogWasClosedWith) {
  const TemporaryDirectory directory;
  const auto write = [&directory](const char* file, const std::string& text) {
    std::ofstream(directory.path() / file, std::ios::trunc) << text;
  };
  write("CURRENT", "MANIFEST-000007\n");
  EXPECT_THAT(ReadManifest(directory.path()),
              StatusIs(StatusCode::kDataLoss, HasSubstr("MANIFEST-000007 is missing")));
  write("MANIFEST-000007", "files");
  const HeadFile::Manifest closed = *ReadManifest(directory.path());
  EXPECT_EQ(closed, (HeadFile::Manifest{"MANIFEST-000007", 5, Sha256("files")}));
  EXPECT_THAT(CheckManifest(directory.path(), closed), IsOk());
  write("MANIFEST-000007", "filed");
  EXPECT_THAT(CheckManifest(directory.path(), closed),
              StatusIs(StatusCode::kDataLoss, AllOf(HasSubstr("MANIFEST-000007 is damaged"),
                                                    HasSubstr(ToHex(Sha256("filed"))))));
  write("MANIFEST-000007", "file");
  EXPECT_THAT(
      CheckManifest(directory.path(), closed),
      StatusIs(StatusCode::kDataLoss, HasSubstr("has 4 bytes, and the log was closed with 5")));
  write("MANIFEST-000008", "files");
  write("CURRENT", "MANIFEST-000008\n");
  EXPECT_THAT(CheckManifest(directory.path(), closed),
              StatusIs(StatusCode::kDataLoss, HasSubstr("CURRENT is damaged")));
  for (const char* text : {"", "MANIFEST-000008", "MANIFEST-../../x\n", "nonsense\n"}) {
    write("CURRENT", text);
    EXPECT_THAT(CheckManifest(directory.path(), closed),
                StatusIs(StatusCode::kDataLoss, HasSubstr("CURRENT is damaged")))
        << text;
  }
}

}  // namespace
}  // namespace muster
