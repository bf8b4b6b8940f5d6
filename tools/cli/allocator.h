// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Allocator: how much of what is free the program keeps for later.
#ifndef MUSTER_TOOLS_CLI_ALLOCATOR_H_
#define MUSTER_TOOLS_CLI_ALLOCATOR_H_

namespace muster {

// Gives what is free back to the system after a few milliseconds, also what threads that are not
// busy any more had. To be called before anything is done.
void KeepLittleFreeMemory();

// Gives back at once what a large piece of work, which is done, has left.
void ReturnFreeMemory();

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_ALLOCATOR_H_
