// Incremental decoding with universal newlines: _io.IncrementalNewlineDecoder, and the same object
// with a native decoder inside, which text streams use for the common encodings.

#ifndef POLYGIL_RUNTIME_MODULES_IO_NEWLINE_DECODER_H_
#define POLYGIL_RUNTIME_MODULES_IO_NEWLINE_DECODER_H_

#include <cstdint>
#include <string_view>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

enum class NativeEncoding : uint8_t { kOther, kUtf8, kAscii, kLatin1 };

// The native encoding that a name means.
NativeEncoding FindNativeEncoding(std::string_view name);

struct NewlineDecoder : Object {
  Value decoder;        // an incremental decoder; None: text comes in decoded; empty: native
  Value errors;         // str
  NativeEncoding encoding;  // of a native decoder
  bool ok;
  bool universal;       // newlines are looked at
  bool translate;       // and become \n
  bool pending_return;  // a \r at the end was held back
  uint8_t seen;         // newlines met: 1 \r, 2 \n, 4 \r\n
  uint8_t leftover_size;  // bytes of an unfinished character of a native decoder
  uint8_t leftover[4];
};
extern Type NewlineDecoderType;

Owned NewlineDecoderNew(NativeEncoding encoding, Value decoder, Value errors, bool universal,
                        bool translate);
// decode(bytes, final): str. `input` is a bytes object.
Owned NewlineDecoderDecode(Value self, Value input, bool final);
// The part behind the decoder: holds back a final \r and translates.
Owned NewlineDecoderTranslate(Value self, Value text, bool final);
// getstate(): *buffered is bytes.
bool NewlineDecoderGetState(Value self, Handle* buffered, int64_t* flags);
bool NewlineDecoderSetState(Value self, Value buffered, int64_t flags);
bool NewlineDecoderReset(Value self);
Owned NewlineDecoderNewlines(Value self);  // None, a str, or a tuple

// The position of c in [start, end) of a str, or -1.
int64_t FindCharacter(Value text, uint32_t c, int64_t start, int64_t end);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_IO_NEWLINE_DECODER_H_
