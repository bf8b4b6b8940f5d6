// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/spelling.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace muster {
namespace {

std::string Nearest(std::string_view text, const std::vector<std::string>& candidates) {
  return NearestName(text, candidates).value_or("-");
}

TEST(NearestName, IsTheOneThatDiffersLeast) {
  EXPECT_EQ(Nearest("strenght", {"strong", "strength", "stretch"}), "strength");
  EXPECT_EQ(Nearest("KEN3", {"KEN-1", "KEN-3", "JAM-3"}), "KEN-3");
  EXPECT_EQ(Nearest("no", {"on"}), "on");
  EXPECT_EQ(Nearest("abc", {"abd", "abe"}), "abd");
}

TEST(NearestName, FoldsCaseAndAccents) {
  EXPECT_EQ(Nearest("leogane", {"L\u00e9og\u00e2ne"}), "L\u00e9og\u00e2ne");
  EXPECT_EQ(Nearest("LE\u0301OGANE", {"L\u00e9og\u00e2ne"}), "L\u00e9og\u00e2ne");
  EXPECT_EQ(Nearest("x", {"X"}), "X");
}

TEST(NearestName, ComparesTheLastElementOfAPath) {
  EXPECT_EQ(Nearest("Port au Prince", {"HTI/Nord", "HTI/Ouest/Port-au-Prince"}),
            "HTI/Ouest/Port-au-Prince");
}

TEST(NearestName, IsNoneThatIsTooFarOff) {
  EXPECT_EQ(Nearest("arrival", {"departure", "loss"}), "-");
  EXPECT_EQ(Nearest("a", {"b"}), "-");
  EXPECT_EQ(Nearest("abcdef", {"abXXef"}), "abXXef");
  EXPECT_EQ(Nearest("abcdef", {"aXXXef"}), "-");
  EXPECT_EQ(Nearest("", {"a"}), "-");
  EXPECT_EQ(Nearest("a", {}), "-");
}

TEST(NearestName, SurvivesTextOfAnySizeAndBytes) {
  const std::string long_name(100'000, 'a');
  EXPECT_EQ(Nearest(long_name, {long_name}), "-");
  EXPECT_EQ(Nearest("abc", {long_name, "abd"}), "abd");
  EXPECT_EQ(Nearest("\xff\xe2\x82", {"\xff\xe2\x83"}), "\xff\xe2\x83");
}

}  // namespace
}  // namespace muster
