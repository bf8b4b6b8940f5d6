// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Tells ThreadSanitizer of the locks of Abseil. Debian's Abseil is built without it, so that the
// sanitizer sees what our threads read and write, but not that a mutex keeps them apart. The linker
// leads our programs' calls to the functions here (--wrap), which say what happens and call
// Abseil's own; headers and layouts are those of every other build. cmake/MusterTargets.cmake takes
// the symbols from this file. What is not named here is not seen, and then races are reported that
// are none; a symbol that Abseil does not have is an error of the linker.
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace muster {
namespace {

void BeforeLock(absl::Mutex* mutex) { __tsan_mutex_pre_lock(mutex, 0); }
void AfterLock(absl::Mutex* mutex) { __tsan_mutex_post_lock(mutex, 0, 0); }
void BeforeUnlock(absl::Mutex* mutex) { __tsan_mutex_pre_unlock(mutex, 0); }
void AfterUnlock(absl::Mutex* mutex) { __tsan_mutex_post_unlock(mutex, 0); }

// A wait gives the mutex back, which nobody of ours takes for reading then, and takes it again.
// Until it has, the sanitizer ignores what the thread does: it may call the conditions of others,
// on whose behalf it holds the lock.
void BeforeWait(absl::Mutex* mutex) {
  BeforeUnlock(mutex);
  AfterUnlock(mutex);
  BeforeLock(mutex);
}

}  // namespace

// RealNAME is Abseil's function, TellNAME what is called in its place.
#define MUSTER_WRAP(result, name, symbol, ...)              \
  result Real##name(__VA_ARGS__) __asm__("__real_" symbol); \
  result Tell##name(__VA_ARGS__) __asm__("__wrap_" symbol); \
  result Tell##name(__VA_ARGS__)

MUSTER_WRAP(void, Lock, "_ZN4absl7debian35Mutex4LockEv", absl::Mutex* mutex) {
  BeforeLock(mutex);
  RealLock(mutex);
  AfterLock(mutex);
}

MUSTER_WRAP(void, Unlock, "_ZN4absl7debian35Mutex6UnlockEv", absl::Mutex* mutex) {
  BeforeUnlock(mutex);
  RealUnlock(mutex);
  AfterUnlock(mutex);
}

MUSTER_WRAP(void, ReaderLock, "_ZN4absl7debian35Mutex10ReaderLockEv", absl::Mutex* mutex) {
  __tsan_mutex_pre_lock(mutex, __tsan_mutex_read_lock);
  RealReaderLock(mutex);
  __tsan_mutex_post_lock(mutex, __tsan_mutex_read_lock, 0);
}

MUSTER_WRAP(void, ReaderUnlock, "_ZN4absl7debian35Mutex12ReaderUnlockEv", absl::Mutex* mutex) {
  __tsan_mutex_pre_unlock(mutex, __tsan_mutex_read_lock);
  RealReaderUnlock(mutex);
  __tsan_mutex_post_unlock(mutex, __tsan_mutex_read_lock);
}

MUSTER_WRAP(void, Destroy, "_ZN4absl7debian35MutexD1Ev", absl::Mutex* mutex) {
  __tsan_mutex_destroy(mutex, __tsan_mutex_not_static);
  RealDestroy(mutex);
}

// The condition is looked at by this thread too, under the lock, where the sanitizer sees what it
// reads.
MUSTER_WRAP(void, Await, "_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE", absl::Mutex* mutex,
            const absl::Condition& condition) {
  if (condition.Eval()) return;
  BeforeWait(mutex);
  RealAwait(mutex, condition);
  AfterLock(mutex);
  condition.Eval();
}

MUSTER_WRAP(bool, AwaitWithTimeout,
            "_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE",
            absl::Mutex* mutex, const absl::Condition& condition, absl::Duration timeout) {
  if (condition.Eval()) return true;
  BeforeWait(mutex);
  RealAwaitWithTimeout(mutex, condition, timeout);
  AfterLock(mutex);
  return condition.Eval();
}

MUSTER_WRAP(void, Wait, "_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE", absl::CondVar* changed,
            absl::Mutex* mutex) {
  BeforeWait(mutex);
  RealWait(changed, mutex);
  AfterLock(mutex);
}

MUSTER_WRAP(void, Notify, "_ZN4absl7debian312Notification6NotifyEv",
            absl::Notification* notification) {
  __tsan_release(notification);
  RealNotify(notification);
}

MUSTER_WRAP(void, WaitForNotification, "_ZNK4absl7debian312Notification19WaitForNotificationEv",
            const absl::Notification* notification) {
  RealWaitForNotification(notification);
  __tsan_acquire(const_cast<absl::Notification*>(notification));
}

#undef MUSTER_WRAP

}  // namespace muster
