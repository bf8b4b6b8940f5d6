// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The three numbers of a strength as cells of a release's tables.
#ifndef MUSTER_TOOLS_RELEASE_PEOPLE_CELLS_H_
#define MUSTER_TOOLS_RELEASE_PEOPLE_CELLS_H_

#include <string>
#include <vector>

#include "projections/view.h"

namespace muster {

// Adds least, best and most; one that there is none of is empty.
void AddPeopleCells(const People& people, std::vector<std::string>& cells);

}  // namespace muster

#endif  // MUSTER_TOOLS_RELEASE_PEOPLE_CELLS_H_
