// The abstract base classes of _io, and what all streams share.

#ifndef POLYGIL_RUNTIME_MODULES_IO_IO_BASE_H_
#define POLYGIL_RUNTIME_MODULES_IO_IO_BASE_H_

#include <cstdint>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/bytes/buffer.h"

namespace polygil {

extern Type IoBaseType, RawIoBaseType, BufferedIoBaseType, TextIoBaseType;

inline constexpr int64_t kDefaultBufferSize = 8192;

// io.UnsupportedOperation, borrowed from the interpreter's module state.
Type* UnsupportedOperation();
Raised RaiseUnsupported(const char* message);
// ValueError "I/O operation on closed file".
Raised RaiseClosedFile();

// The attribute `closed` as a truth value.
Fallible<bool> IsClosed(Value stream);
// Raises ValueError "I/O operation on closed file." if stream.closed.
bool CheckClosed(Value stream);
bool CheckSeekable(Value stream);
bool CheckReadable(Value stream);
bool CheckWritable(Value stream);
// stream.name() as a bool, an int.
Fallible<bool> AskBool(Value stream, const char* method);
Fallible<int64_t> AskInt(Value stream, const char* method);
// A size argument: empty and None give `none`; "argument should be integer or None, not 'str'".
Fallible<int64_t> SizeArgument(Value v, int64_t none = -1);

// What readinto() writes to. TypeError for what can't be written to.
bool AcquireTarget(ScopedBuffer* buffer, Value target);

// stream.close(), then puts the exception that was pending before back, chained.
void CloseKeepingPending(Value stream);
// A stream goes away unclosed: close() it without raising. The finalizer of all streams.
void StreamFinalize(Value self);
// TypeError "cannot pickle 'x' object".
Owned RaiseCannotPickle(Value self);
Owned StreamDict(Value self);  // __dict__

// new_instance of streams whose work is done by __init__.
Owned StreamMake(Type* type, const Value* args, size_t nargs, Value keyword_names);

bool InitIoBaseTypes(Value module);
bool InitAbstractStreamTypes(Value module);
bool InitFileIoType(Value module);
bool InitBufferedTypes(Value module);
bool InitBufferedPairType(Value module);
bool InitBytesIoType(Value module);
bool InitStringIoType(Value module);
bool InitNewlineDecoderType(Value module);
bool InitTextIoWrapperType(Value module);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_IO_IO_BASE_H_
