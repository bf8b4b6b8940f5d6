// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/path.h"

#include <gmock/gmock.h>

namespace muster {
namespace {

TEST(Path, IncludesItselfAndWhatLiesBelow) {
  EXPECT_TRUE(PathIncludes("HTI", "HTI"));
  EXPECT_TRUE(PathIncludes("HTI", "HTI/Ouest"));
  EXPECT_TRUE(PathIncludes("HTI", "HTI/Ouest/Port-au-Prince"));
  EXPECT_FALSE(PathIncludes("HTI/Ouest", "HTI"));
  EXPECT_FALSE(PathIncludes("HTI", "HTI-2"));
  EXPECT_FALSE(PathIncludes("HTI/Ou", "HTI/Ouest"));
}

TEST(Path, OfNothingIncludesOnlyItself) {
  EXPECT_TRUE(PathIncludes("", ""));
  EXPECT_FALSE(PathIncludes("", "HTI"));
  EXPECT_FALSE(PathIncludes("", "/HTI"));
  EXPECT_FALSE(PathIncludes("HTI", ""));
}

TEST(Path, HasAParentUnlessItIsOneElement) {
  EXPECT_EQ(PathParent("HTI/Ouest/Port-au-Prince"), "HTI/Ouest");
  EXPECT_EQ(PathParent("HTI"), std::nullopt);
}

TEST(Path, EndsInItsLastElement) {
  EXPECT_EQ(PathLast("HTI/Ouest/Port-au-Prince"), "Port-au-Prince");
  EXPECT_EQ(PathLast("HTI"), "HTI");
}

TEST(Path, IsCutToItsFirstElements) {
  EXPECT_EQ(PathPrefix("HTI/Ouest/Port-au-Prince", 1), "HTI");
  EXPECT_EQ(PathPrefix("HTI/Ouest/Port-au-Prince", 2), "HTI/Ouest");
  EXPECT_EQ(PathPrefix("HTI/Ouest/Port-au-Prince", 3), "HTI/Ouest/Port-au-Prince");
  EXPECT_EQ(PathPrefix("HTI/Ouest", 9), "HTI/Ouest");
}

}  // namespace
}  // namespace muster
