// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// How the property tests run: the same cases every time unless told otherwise, and few enough for
// everyday use.
//
//   MUSTER_PROPERTY_CASES=20   twenty times as many cases of each property
//   RC_PARAMS="seed=7"         other cases (rapidcheck's own variable; a failure prints what
//   replays it)
#ifndef MUSTER_TESTS_PROPERTY_PROPERTY_H_
#define MUSTER_TESTS_PROPERTY_PROPERTY_H_

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <sstream>
#include <string>
#include <utility>

namespace muster {

// The parameters of a property that is tried `cases` times in an everyday run.
rc::detail::TestParams PropertyParams(int cases);

// Checks `property`, a callable that draws values with operator* of generators and asserts with
// RC_ASSERT or RC_FAIL.
template <typename Property>
void CheckProperty(int cases, Property&& property) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  rc::detail::TestMetadata metadata;
  metadata.id = std::string(test->test_suite_name()) + "/" + test->name();
  metadata.description = metadata.id;
  const auto result =
      rc::detail::checkTestable(std::forward<Property>(property), metadata, PropertyParams(cases));
  std::ostringstream message;
  rc::detail::printResultMessage(result, message);
  if (!result.template is<rc::detail::SuccessResult>()) FAIL() << message.str();
}

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_PROPERTY_H_
