// What happens when a codec meets something it can't convert (PEP 293).

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_CODEC_ERRORS_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_CODEC_ERRORS_H_

#include <cstdint>

#include "runtime/base/codec/codec.h"
#include "runtime/base/codec/error_handler.h"
#include "runtime/object/ownership.h"

namespace polygil {

// Makes a UnicodeDecodeError or UnicodeEncodeError pending.
Raised RaiseDecodeError(const char* encoding, const uint8_t* data, int64_t size,
                        const CodecError& error);
Raised RaiseEncodeError(const char* encoding, Value text, const CodecError& error);

class CodecErrors {
 public:
  // `encoding` as exceptions name it.
  CodecErrors(const char* encoding, const char* errors);

  // Appends what stands for the bytes of `error` and moves *position behind them, or raises.
  // A registered handler may also exchange the input (the exception's object): then *data and *size
  // are those of the new one, which this object holds.
  bool HandleDecode(const uint8_t** data, int64_t* size, const CodecError& error,
                    CodePointBuffer* out, int64_t* position);
  // Appends bytes, or text that is still to be encoded.
  bool HandleEncode(Value text, const CodecError& error, ByteBuffer* bytes,
                    CodePointBuffer* replacement, int64_t* position);
  const char* encoding() const { return encoding_; }

 private:
  bool CallDecodeHandler(const uint8_t** data, int64_t* size, const CodecError& error,
                         CodePointBuffer* out, int64_t* position);
  bool CallEncodeHandler(Value text, const CodecError& error, ByteBuffer* bytes,
                         CodePointBuffer* replacement, int64_t* position);
  bool FindHandler();

  const char* encoding_;
  const char* errors_;
  ErrorHandler kind_;
  UnicodeForm form_;
  Handle handler_;
  Handle input_;  // what a handler put in place of the data
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_CODEC_ERRORS_H_
