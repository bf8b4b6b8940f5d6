// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// BestFold: the best numbers by plain double entry (DESIGN section 4, steps 2 to 4), all days in
// one sweep. Where only best is asked for, this is far cheaper than a headcount for each day.
#ifndef MUSTER_PROJECTIONS_FINDINGS_BEST_FOLD_H_
#define MUSTER_PROJECTIONS_FINDINGS_BEST_FOLD_H_

#include <cstdint>
#include <vector>

#include "projections/world.h"

namespace muster {

// People who go from one post to another; kNoPost is abroad. Of a setting, what it takes to reach
// its level.
struct Posting {
  FactDay day = 0;
  FactPosition root = 0;  // of the event that brings it about
  PostId from = kNoPost;
  PostId to = kNoPost;
  std::int64_t people = 0;  // above 0
};

// Used by one thread at a time.
class BestFold {
 public:
  class Visitor {
   public:
    virtual ~Visitor() = default;
    virtual void Post(const Posting& posting) = 0;
    // After the last posting of a day on which anything was posted.
    virtual void EndDay(FactDay day) = 0;
  };

  // `world` outlives the fold.
  explicit BestFold(World& world);

  // Goes through all days. REQUIRES: called once.
  void Run(Visitor& visitor);

 private:
  struct Setting {
    SettingKey key;
    std::uint32_t row = 0;
  };

  void FindOrder();
  void Move(std::uint32_t row);
  void Set(const Setting& setting);
  void Post(const Posting& posting);
  void AddTo(PostId post, std::int64_t people);

  World& world_;
  Visitor* visitor_ = nullptr;
  std::vector<std::uint32_t> movements_;  // rows, in the order of step 2
  std::vector<Setting> settings_;         // in their order
  std::vector<std::int64_t> levels_;      // by post
  std::vector<std::int64_t> sums_;        // of the posts of a reach that is taken whole
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FINDINGS_BEST_FOLD_H_
