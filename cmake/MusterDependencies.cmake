# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
#
# Finds everything that muster links. All of it is packaged by Debian 12.
find_package(Threads REQUIRED)
# Debian's protobuf has no config package: module mode.
find_package(Protobuf REQUIRED MODULE)
find_package(absl REQUIRED CONFIG)
find_package(RocksDB REQUIRED CONFIG)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(fmt REQUIRED CONFIG)
find_package(yaml-cpp REQUIRED CONFIG)
find_package(nlohmann_json REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(SQLite3 REQUIRED)
if(NOT MUSTER_SANITIZE)
  find_package(mimalloc REQUIRED CONFIG)
endif()
# It has neither a config package nor a pkg-config file.
find_library(MUSTER_LIBCSV csv REQUIRED DOC "libcsv")
find_path(MUSTER_LIBCSV_INCLUDE csv.h REQUIRED DOC "where csv.h of libcsv is")
# Header only.
find_path(MUSTER_XXHASH_INCLUDE xxhash.h REQUIRED DOC "where xxhash.h is")
# The country codes of the iso-codes project, compiled in.
foreach(part 1 3)
  find_file(MUSTER_ISO_3166_${part}_JSON iso_3166-${part}.json
    PATH_SUFFIXES share/iso-codes/json iso-codes/json
    PATHS /usr /usr/local /usr/share
    DOC "iso_3166-${part}.json of the iso-codes project"
    REQUIRED)
endforeach()
if(MUSTER_BUILD_SERVER)
  find_package(PkgConfig REQUIRED)
  # It has no config package.
  pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)
  # Debian's config package asks for a protobuf's, which there is none of.
  pkg_check_modules(GRPC REQUIRED IMPORTED_TARGET grpc++)
  find_library(MUSTER_GRPC_REFLECTION grpc++_reflection REQUIRED DOC "gRPC's reflection service")
  find_program(MUSTER_GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED DOC "protoc's plugin for gRPC in C++")
  find_package(prometheus-cpp REQUIRED CONFIG)
  find_package(spdlog REQUIRED CONFIG)
  find_package(ZLIB REQUIRED)
endif()
if(MUSTER_BUILD_TESTS)
  find_package(GTest REQUIRED CONFIG)
  find_package(rapidcheck REQUIRED CONFIG)
endif()
if(MUSTER_BUILD_BENCHMARKS)
  find_package(benchmark REQUIRED CONFIG)
endif()
