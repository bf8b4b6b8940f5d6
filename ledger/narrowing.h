// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Narrowing: what an account leaves of a strength or of a date (DESIGN section 3).
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_NARROWING_H_
#define MUSTER_LEDGER_NARROWING_H_

namespace muster {

namespace v1 {
class Date;
class Strength;
}  // namespace v1

bool Intersects(const v1::Strength& a, const v1::Strength& b);
bool Intersects(const v1::Date& a, const v1::Date& b);

// Whether the wording names its best day: a day, approximate or not. Anything else speaks of an
// interval, and its best day is only the last one written.
bool HasBestOfItsOwn(const v1::Date& date);

// Leaves of `strength` what `account` has too. The best is that of the first of them with a best of
// its own, moved to the nearest value left; if neither has one, `strength` keeps its best, moved
// likewise. `best_stated` of the result says whether one had. REQUIRES: Intersects(strength,
// account).
void Narrow(v1::Strength& strength, const v1::Strength& account);

// The same of dates. `*best_stated` says whether `date` has a best of its own so far, and is
// updated. REQUIRES: Intersects(date, account).
void Narrow(v1::Date& date, bool* best_stated, const v1::Date& account);

}  // namespace muster

#endif  // MUSTER_LEDGER_NARROWING_H_
