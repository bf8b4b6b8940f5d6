// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/record_codec.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "muster/v1/record.pb.h"

namespace muster {
namespace {

constexpr std::size_t kReportIdBytes = 32;

}  // namespace

std::string EncodeRecord(const v1::Record& record) {
  std::string bytes;
  bytes.reserve(record.ByteSizeLong());
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    record.SerializeWithCachedSizes(&coded);
    MUSTER_CHECK(!coded.HadError());
  }
  return bytes;
}

Status DecodeRecordInto(Position position, std::string_view bytes, v1::Record& record) {
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return DataLoss("record {} is not well-formed", position.value);
  }
  if (record.position() != position.value) {
    return DataLoss("record {} says that it is record {}", position.value, record.position());
  }
  if (!record.has_event()) return DataLoss("record {} has no event", position.value);
  if (!record.report().empty() && record.report().size() != kReportIdBytes) {
    return DataLoss("record {} has a report id of {} bytes, expected {}", position.value,
                    record.report().size(), kReportIdBytes);
  }
  return OkStatus();
}

StatusOr<std::shared_ptr<v1::Record>> DecodeRecord(Position position, std::string_view bytes) {
  auto record = std::make_shared<v1::Record>();
  MUSTER_RETURN_IF_ERROR(DecodeRecordInto(position, bytes, *record));
  return record;
}

}  // namespace muster
