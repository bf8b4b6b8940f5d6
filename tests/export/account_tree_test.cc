// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/account_tree.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/property/property.h"

namespace muster {
namespace {

PostValues Post(const std::string& contributor, const std::string& component,
                const std::string& contingent, const std::string& place) {
  return {"M", contributor, component, contingent, place, "unspecified"};
}

TEST(AccountTree, NamesAPostByItsDimensionsAndKeepsTheSlashesOfPaths) {
  const AccountTree tree({Post("KEN", "police/formed-unit", "KEN-4/SWAT", "HTI/Ouest")});
  EXPECT_EQ(tree.NameOf(0), "M:KEN:police:/formed-unit:KEN-4:/SWAT:HTI:/Ouest:unspecified");
}

TEST(AccountTree, EscapesWhatHasAMeaningInAJournal) {
  EXPECT_EQ(AccountPart("KEN 3"), "KEN 3");
  EXPECT_EQ(AccountPart("a:b;c,d%"), "a%3Ab%3Bc%2Cd%25");
  EXPECT_EQ(AccountPart("a  b"), "a%20%20b");
  EXPECT_EQ(AccountPart("(x)"), "%28x%29");
  EXPECT_EQ(AccountPart("Cité Soleil"), "Cité Soleil");
  EXPECT_EQ(AccountPart("a\u00A0b"), "a%C2%A0b");
  PostValues post = Post("KEN", "police", "KEN-1", "HTI");
  post[kMission] = "abroad";
  EXPECT_EQ(AccountTree({post}).NameOf(0).substr(0, 12), "%61broad:KEN");
}

TEST(AccountTree, GivesNoTwoPostsOneAccount) {
  const std::vector<std::string> pieces = {"a", "b", "/", ":", "%", " ", "%3A", ";", "\u00A0"};
  CheckProperty(500, [&] {
    const auto value = [&] {
      std::string text = "x";
      for (const auto& piece :
           *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) {
        text += piece == "/" ? "/x" : piece;
      }
      return text;
    };
    std::vector<PostValues> posts;
    for (int i = 0; i < 6; ++i) posts.push_back(Post(value(), value(), value(), value()));
    const AccountTree tree(posts);
    std::set<PostValues> distinct(posts.begin(), posts.end());
    std::set<std::string> names;
    for (std::uint32_t post = 0; post < posts.size(); ++post) names.insert(tree.NameOf(post));
    RC_ASSERT(names.size() == distinct.size());
  });
}

TEST(AccountTree, FindsTheAccountThatIsAScope) {
  AccountTree tree({Post("KEN", "police", "KEN-1", "A"), Post("KEN", "police/formed", "KEN-2", "A"),
                    Post("KEN", "military", "KEN-3", "A"), Post("JAM", "police", "JAM-1", "A")});
  const std::vector<std::uint32_t> kenya = {0, 1, 2};
  EXPECT_FALSE(tree.FindSubtree(kenya, kContributor));  // nobody is anywhere
  tree.Book(0, 200);
  tree.Book(1, 100);
  tree.Book(3, 24);
  const auto all = tree.FindSubtree(kenya, kContributor);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->account, "M:KEN");
  EXPECT_EQ(all->people, 300);
  tree.Book(2, 7);
  EXPECT_EQ(tree.FindSubtree(kenya, kContributor)->people, 307);
  const std::vector<std::uint32_t> police = {0, 1};
  EXPECT_EQ(tree.FindSubtree(police, kComponent)->account, "M:KEN:police");
  const std::vector<std::uint32_t> first = {0};
  EXPECT_EQ(tree.FindSubtree(first, kContingent)->account, "M:KEN:police:KEN-1");
  // All police is no account: military lies between.
  const std::vector<std::uint32_t> all_police = {0, 1, 3};
  EXPECT_FALSE(tree.FindSubtree(all_police, kComponent));
  const std::vector<std::uint32_t> mission = {0, 1, 2, 3};
  EXPECT_EQ(tree.FindSubtree(mission, kMission)->account, "M");
}

}  // namespace
}  // namespace muster
