# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
#
# How a target of muster is made: include root, warnings, sanitizers.
add_library(muster_options INTERFACE)
target_include_directories(muster_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(muster_options INTERFACE
  -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual
  # GCC 12 takes "a" + std::string for an overlapping copy when it optimises (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local -Wno-restrict>
  # Where sources are compiled together, GCC takes them for included ones, which may not use types of
  # their own, and has the false alarm above under other names too.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wno-subobject-linkage -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>
  $<$<BOOL:${MUSTER_WARNINGS_AS_ERRORS}>:-Werror>)
if(MUSTER_SANITIZE)
  add_compile_options(-fsanitize=${MUSTER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${MUSTER_SANITIZE})
endif()
if(MUSTER_SANITIZE MATCHES thread)
  # Every program tells the sanitizer of Abseil's locks: what is wrapped says absl_mutex.cc.
  set(tsan "${PROJECT_SOURCE_DIR}/cmake/tsan")
  add_library(muster_tsan STATIC "${tsan}/absl_mutex.cc" "${tsan}/suppressions.cc")
  target_link_libraries(muster_tsan PRIVATE absl::synchronization)
  set_target_properties(muster_tsan PROPERTIES UNITY_BUILD OFF)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${tsan}/absl_mutex.cc")
  file(STRINGS "${tsan}/absl_mutex.cc" symbols REGEX "\"_ZN")
  list(TRANSFORM symbols REPLACE ".*\"(_ZN[A-Za-z0-9_]+)\".*" "\\1")
  foreach(symbol IN LISTS symbols)
    add_link_options("-Wl,--wrap=${symbol}" "-Wl,--undefined=__wrap_${symbol}")
  endforeach()
  # Or the sanitizer's own, which suppress nothing, are taken.
  add_link_options(-Wl,--undefined=MusterSuppressions)
  link_libraries(muster_tsan)
endif()
if(MUSTER_LIBFUZZER)
  # What libFuzzer watches; its main program is linked to the fuzz targets only.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# muster_library(NAME source...) makes the library muster_NAME with the alias muster::NAME.
function(muster_library name)
  add_library(muster_${name} STATIC ${ARGN})
  add_library(muster::${name} ALIAS muster_${name})
  target_link_libraries(muster_${name} PRIVATE muster_options)
  target_include_directories(muster_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  muster_precompile(muster_${name})
endfunction()

# muster_allocator(TARGET) lets a program allocate by mimalloc: what one thread of an append takes, the next one
# gives back, and glibc's threads wait for each other there. Sanitizers have an allocator of their own.
function(muster_allocator target)
  if(NOT MUSTER_SANITIZE)
    target_link_libraries(${target} PRIVATE mimalloc)
    target_compile_definitions(${target} PRIVATE MUSTER_MIMALLOC=1)
    # Nothing else refers to it by name, and a linker may leave such a library out.
    target_link_options(${target} PRIVATE -Wl,--undefined=mi_version)
  endif()
endfunction()

# muster_precompile(TARGET [header...]) parses the headers that nearly every source includes once. Sources
# include what they use all the same: the presets for development build without it.
function(muster_precompile target)
  if(MUSTER_PRECOMPILES)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <functional> <map> <memory> <optional> <span> <string> <string_view> <unordered_map>
      <vector> <fmt/format.h> <absl/status/statusor.h> <muster/v1/record.pb.h> <muster/v1/report.pb.h>
      ${ARGN})
    # Some targets see the schema only through the libraries they link.
    target_link_libraries(${target} PRIVATE muster::proto)
  endif()
endfunction()

# muster_embed(TARGET NAME file) compiles the contents of a file into the target as muster::NAME.
function(muster_embed target name file)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${name}.cc")
  add_custom_command(OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" -D "INPUT=${file}" -D "OUTPUT=${source}" -D "NAME=${name}"
      -P "${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake"
    DEPENDS "${file}" "${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake"
    COMMENT "Embedding ${file}"
    VERBATIM)
  # Not there yet when tools/lint reads the sources that are compiled together.
  set_source_files_properties("${source}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE "${source}")
endfunction()
