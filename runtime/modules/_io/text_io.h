// _io.TextIOWrapper: text over a binary stream. Its parts: text_io_wrapper.cc (life and
// attributes), text_io_write.cc, text_io_read.cc, text_io_seek.cc.

#ifndef POLYGIL_RUNTIME_MODULES_IO_TEXT_IO_H_
#define POLYGIL_RUNTIME_MODULES_IO_TEXT_IO_H_

#include <cstdint>

#include "runtime/modules/_io/newline_decoder.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct TextIo : Object {
  Value buffer;            // owned; empty before __init__ and after detach()
  Value encoding, errors;  // str
  Value newline;           // None or str: the argument
  Value encoder;           // incremental encoder; empty: native, or not writable
  Value decoder;           // NewlineDecoder; empty: not readable
  Value decoded;           // text decoded but not yet given out, or empty
  Value snapshot;          // bytes: the input since the decoder was in snapshot_flags, or empty
  Value finalizing;        // True while the finalizer closes it, else empty
  int64_t decoded_used;    // characters of `decoded` given out
  int64_t snapshot_flags;
  uint8_t* pending;  // encoded bytes not yet written to the buffer
  int64_t pending_size, pending_capacity;
  int64_t chunk_size;
  double bytes_per_character;  // of the last chunk read
  NativeEncoding native;
  bool ok, detached;
  bool line_buffering, write_through;
  bool writable;  // there is a way to encode
  bool read_universal, read_translate, write_translate;
  bool has_read1, seekable, telling;
  bool encoder_started;  // past the beginning of the stream: no byte order mark
};
extern Type TextIoWrapperType;

inline TextIo* TextOf(Value self) { return self.As<TextIo>(); }

// Initialised and attached; open as well.
// Under -X warn_default_encoding: EncodingWarning about a missing encoding.
bool WarnDefaultEncoding(int stack_level);
bool TextCheckReady(Value self);
bool TextCheckOpen(Value self);

bool TextFlushPending(Value self);     // into the buffer
bool TextFlush(Value self);            // and through it
void TextForgetDecoded(TextIo* text);  // drops what is decoded and the snapshot

Owned TextWriteMethod(Value self, Value string);
Owned TextReadMethod(Value self, const Value* args, size_t nargs);
Owned TextReadlineMethod(Value self, const Value* args, size_t nargs);
Owned TextNextSlot(Value self);
Owned TextSeekMethod(Value self, const Value* args, size_t nargs);
Owned TextTellMethod(Value self);
Owned TextTruncateMethod(Value self, const Value* args, size_t nargs);

// Where a line of `text` ends (behind its newline), searching from `start`; -1: not in there.
int64_t FindLineEnd(Value text, int64_t start, bool translated, bool universal, Value newline);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_IO_TEXT_IO_H_
